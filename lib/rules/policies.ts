/** What the policies of the templates say: those that a resource carries, holds or has. Pure. */
import { absentAmong, type Absent } from '../iam/gather/absent.ts';
import { heldPolicies, type HeldPolicy } from '../iam/gather/held.ts';
import { Identities } from '../iam/gather/identities.ts';
import { Naming } from '../iam/gather/naming.ts';
import { faultsIn, type Fault } from '../iam/lint/lint.ts';
import type { Policies, Policy } from '../iam/policies.ts';
import type { Statement } from '../iam/policy/statement.ts';
import { Symbols } from '../iam/text/symbols.ts';
import type { Resource } from '../template/template.ts';
import { documentsIn, type Carried } from './documents.ts';

export class PolicyBook {
  readonly symbols: Symbols;
  private readonly resources: readonly Resource[];
  private readonly naming: Naming;
  private readonly identities: Identities;
  private all: readonly HeldPolicy[] | undefined;
  private readonly documents = new Map<Resource, readonly Carried[]>();
  private readonly faults = new Map<Resource, readonly Fault[]>();

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
    this.naming = new Naming(resources);
    this.identities = new Identities(resources, this.naming);
    this.symbols = new Symbols((token) => this.naming.knownOf(token));
  }

  /** Every document in the properties of the resource, whatever it is on, or what its properties add to one. */
  private carriedBy(resource: Resource): readonly Carried[] {
    const { documents, naming } = this;
    const carried =
      documents.get(resource) ??
      (resource.type === 'AWS::Lambda::Permission'
        ? this.addedBy(resource)
        : documentsIn(resource, naming));
    documents.set(resource, carried);
    return carried;
  }

  private addedBy({ logicalId, stack }: Resource): readonly Carried[] {
    return this.held
      .filter(({ on, policy }) => on?.stack === stack && policy.source?.logicalId === logicalId)
      .map(({ policy: { document } }) => ({ document, kind: 'resource' }));
  }

  /** The statements of these documents. */
  statementsIn(resource: Resource): readonly Statement[] {
    return this.carriedBy(resource).flatMap(({ document }) => document.statements);
  }

  /** What is wrong with these documents. That they allow much is judged where it is known what they are for. */
  faultsIn(resource: Resource): readonly Fault[] {
    const { faults, symbols } = this;
    const found =
      faults.get(resource) ??
      this.carriedBy(resource).flatMap(({ document, kind }) =>
        faultsIn(document, { kind, symbols, isLimit: true }),
      );
    faults.set(resource, found);
    return found;
  }

  /** Every policy that is on a resource of the templates. */
  get held(): readonly HeldPolicy[] {
    return (this.all ??= heldPolicies(this.resources, this.naming));
  }

  /** The policies that are on it: of a bucket its bucket policies, of a role who may assume it. */
  heldBy(resource: Resource): readonly Policy[] {
    return this.held.filter(({ on }) => on === resource).map(({ policy }) => policy);
  }

  /** What a role or a user is allowed, and how far. */
  policiesOf(identity: Resource): Pick<Policies, 'identity' | 'boundary'> {
    return this.identities.policiesOf(identity);
  }

  /** What policies of the templates allow whom no template has. */
  get absent(): readonly Absent[] {
    return absentAmong(this.resources, this.naming, this.identities);
  }

  /** As AWS would call it, as far as the templates tell. */
  arnOf(resource: Resource): string {
    return this.naming.arnOf(resource) ?? '*';
  }
}
