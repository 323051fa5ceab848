/** The least that a person must be allowed in order to bring a lab up on AWS, check it and take it down. Pure. */
import type { Resource } from '../../../template/template.ts';
import { kitCalls, type KitCalls } from './kit-calls.ts';
import { documentsOf, type PolicyDocument, type Statement } from './policy-documents.ts';
import { arnsOf, isAllNamed, kitPlaces, type PolicyPlace } from './policy-names.ts';

/** `actions.json`: what AWS itself says of types and actions, with where and when it was read. */
export interface ActionTable {
  readonly sources: Readonly<Record<'handlers' | 'reference', ActionSource>>;
  /** Types whose actions are from the reference; all others are from the handlers. */
  readonly fromReference: readonly string[];
  /** Type -> `service:Action` words. */
  readonly types: Readonly<Record<string, string>>;
  /**
   * Action -> the kinds of resources that it can be limited to, and `+service` for resources of that service which hold
   * no name of ours. None where it cannot be limited.
   */
  readonly scopes: Readonly<Record<string, string>>;
  /** Service -> ARNs of everything in it, with REGION and ACCOUNT. */
  readonly wide: Readonly<Record<string, string>>;
}

export interface ActionSource {
  readonly what: string;
  readonly page: string;
  readonly readIn: string;
  /** YYYY-MM-DD, where it says one. */
  readonly date: string | null;
}

export interface Permissions {
  /** Each below the size that IAM takes as a managed policy. */
  readonly policies: readonly PolicyDocument[];
  /** Type -> where its actions are from. */
  readonly known: Readonly<Record<string, 'handlers' | 'reference' | 'kit'>>;
  /** Types whose actions nobody could say: what they need is not in the policies. */
  readonly notKnown: readonly string[];
  /** Wildcards in the actions, as AWS writes them. */
  readonly wildcards: readonly string[];
}

/** Made by a function of the lab, which CloudFormation invokes as the person. */
const custom = /^(Custom::|AWS::CloudFormation::CustomResource$)/;
/** Only says how the template was made, or waits inside CloudFormation. */
const nothing = /^AWS::(CDK::Metadata|CloudFormation::(WaitCondition|WaitConditionHandle))$/;

/** Given in statements of their own, with a condition. */
const special = ['iam:PassRole', 'iam:CreateServiceLinkedRole', 'ssm:Get*'];

/** A lab at a stage, as far as permissions go. */
export interface Wanted {
  readonly resources: readonly Resource[];
  /** The template reads names of images and the like from AWS's own parameters. */
  readonly readsPublicParameters: boolean;
}

export function permissionsFor(
  { resources, readsPublicParameters }: Wanted,
  table: ActionTable,
  place: PolicyPlace,
): Permissions {
  const types = [...new Set(resources.map(({ type }) => type))].sort();
  const notKnown = types.filter((type) => actionsOf(type, table) === undefined);
  const known = types.filter((type) => !notKnown.includes(type));
  const actions = known.flatMap((type) => actionsOf(type, table) ?? []);
  const granting = new Granting(resources, table, place);
  for (const action of actions) if (!special.includes(action)) granting.add(action);
  for (const calls of kitCalls)
    if (calls.where === undefined || types.some((type) => calls.where?.test(type)))
      granting.addCalls(calls);
  granting.addSpecial(actions, readsPublicParameters);
  const statements = granting.statements();
  return {
    policies: documentsOf(statements),
    known: Object.fromEntries(known.map((type) => [type, sourceOf(type, table)] as const)),
    notKnown,
    wildcards: [...new Set(statements.flatMap(({ Action }) => Action))].filter((action) =>
      action.includes('*'),
    ),
  };
}

/** Nothing where no source tells. */
function actionsOf(type: string, { types }: ActionTable): readonly string[] | undefined {
  if (nothing.test(type)) return [];
  if (custom.test(type)) return ['lambda:InvokeFunction'];
  return types[type]?.split(' ');
}

function sourceOf(type: string, { fromReference }: ActionTable): 'handlers' | 'reference' | 'kit' {
  if (nothing.test(type) || custom.test(type)) return 'kit';
  return fromReference.includes(type) ? 'reference' : 'handlers';
}

const everything = '["*"]';

/** Collects actions by what they are allowed on. */
class Granting {
  readonly #byResources = new Map<string, Set<string>>();
  readonly #conditional: Statement[] = [];
  readonly #resources: readonly Resource[];
  readonly #table: ActionTable;
  readonly #place: PolicyPlace;

  constructor(resources: readonly Resource[], table: ActionTable, place: PolicyPlace) {
    this.#resources = resources;
    this.#table = table;
    this.#place = place;
  }

  add(action: string, on: readonly string[] = this.#scopeOf(action)): void {
    const key = JSON.stringify([...new Set(on)].sort());
    const actions = this.#byResources.get(key) ?? new Set();
    this.#byResources.set(key, actions.add(action));
  }

  addCalls({ actions, on }: KitCalls): void {
    for (const action of actions.split(' '))
      this.add(action, on === undefined ? undefined : kitPlaces(on, this.#place));
  }

  addSpecial(actions: readonly string[], readsPublicParameters: boolean): void {
    const { account, regions } = this.#place;
    if (actions.includes('iam:PassRole')) this.#addPassRole();
    // Roles that a service makes for itself in a new account.
    if (actions.includes('iam:CreateServiceLinkedRole'))
      this.add('iam:CreateServiceLinkedRole', [`arn:aws:iam::${account}:role/aws-service-role/*`]);
    // AWS's handler of auto scaling groups asks for all of `ssm:Get*`, to look up an image.
    if (readsPublicParameters || actions.includes('ssm:Get*'))
      this.add(
        'ssm:GetParameters',
        regions.map((region) => `arn:aws:ssm:${region}::parameter/aws/service/*`),
      );
  }

  /** Only roles of the lab, and only to services that they trust. */
  #addPassRole(): void {
    const services = trustedServices(this.#resources);
    this.#conditional.push({
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: this.#arns('role'),
      ...(services.length === 0
        ? {}
        : { Condition: { StringEquals: { 'iam:PassedToService': services } } }),
    });
  }

  statements(): readonly Statement[] {
    // What is allowed on everything need not be said again.
    const everywhere = [...(this.#byResources.get(everything) ?? [])];
    for (const [key, actions] of this.#byResources)
      for (const action of actions)
        if (everywhere.some((each) => covers(each, action, key))) actions.delete(action);
    const some = [...this.#byResources].filter(([, actions]) => actions.size > 0);
    const plain = some.map(([key, actions]): Statement => ({
      Effect: 'Allow',
      Action: [...actions].sort(),
      Resource: JSON.parse(key) as readonly string[],
      ...(key === everything ? this.#here() : {}),
    }));
    return [...plain, ...this.#conditional];
  }

  /** What takes no resource is limited to the regions; services without one answer in us-east-1. */
  #here(): Pick<Statement, 'Condition'> {
    const { regions } = this.#place;
    if (regions.includes('*')) return {};
    const known = [...new Set([...regions, 'us-east-1'])];
    return { Condition: { StringEquals: { 'aws:RequestedRegion': known } } };
  }

  #scopeOf(action: string): readonly string[] {
    const scope = this.#table.scopes[action];
    if (scope === undefined) return ['*'];
    const words = scope.split(' ');
    const named = words.filter((word) => !word.startsWith('+')).flatMap((kind) => this.#arns(kind));
    const others = words.filter((word) => word.startsWith('+')).map((word) => word.slice(1));
    const [own = ''] = action.split(':');
    // Other kinds of the same service are left out where the lab has none.
    const needed = others.filter(
      (service) => named.length === 0 || service !== own || !isAllNamed(service, this.#resources),
    );
    const arns = [...named, ...needed.flatMap((service) => this.#wide(service))];
    return arns.includes('*') ? ['*'] : arns;
  }

  #arns(kind: string): readonly string[] {
    return arnsOf(kind, this.#resources, this.#place) ?? ['*'];
  }

  #wide(service: string): readonly string[] {
    const { account, regions } = this.#place;
    const arns = (this.#table.wide[service] ?? '*')
      .split(' ')
      .flatMap((arn) => regions.map((region) => arn.replace('REGION', region)))
      .map((arn) => arn.replace('ACCOUNT', account));
    return [...new Set(arns)];
  }
}

/** Is the action, allowed on these resources, allowed on everything by the other one already? */
function covers(onEverything: string, action: string, resources: string): boolean {
  if (onEverything === action) return resources !== everything;
  return onEverything.endsWith('*') && action.startsWith(onEverything.slice(0, -1));
}

interface TrustStatement {
  readonly Principal?: { readonly Service?: string | readonly string[] };
}

function trustedServices(resources: readonly Resource[]): readonly string[] {
  const services = resources
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .flatMap(({ properties }) => {
      const trust = properties['AssumeRolePolicyDocument'] as
        { readonly Statement?: readonly TrustStatement[] } | undefined;
      return trust?.Statement ?? [];
    })
    .flatMap(({ Principal }) => Principal?.Service ?? [])
    .map((service) => service.replace('${AWS::URLSuffix}', 'amazonaws.com'));
  return [...new Set(services)].sort();
}
