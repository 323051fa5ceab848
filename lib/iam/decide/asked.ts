/** Every policy that has a say, asked about one request. Pure. */
import type { Asking } from '../condition/condition.ts';
import type { Keys } from '../condition/keys.ts';
import { layers, type Layer, type Policies, type Policy } from '../policies.ts';
import type { Statement } from '../policy/statement.ts';
import { isUnderRcps } from '../rcp-services.ts';
import type { Request } from '../request.ts';
import type { Symbols } from '../text/symbols.ts';
import { every, some, type Truth } from '../truth.ts';
import { applies, partsOf } from './applies.ts';
import { isHit, named, type Named } from './names.ts';
import { nothing, said, stepOf, type Found, type NearMiss, type Said, type Step } from './said.ts';

interface Question {
  readonly request: Request;
  readonly keys: Keys;
  readonly symbols: Symbols;
}

interface Spoken {
  readonly statement: Statement;
  readonly truth: Truth;
}

export class Asked {
  readonly request: Request;
  readonly policies: Policies;
  /** The kinds of policies that have a say. */
  readonly given: readonly Layer[];
  private readonly question: Question;
  private readonly known = new Map<string, Said>();
  private readonly spoken = new Map<Policy, readonly Spoken[]>();
  private readonly naming = new Map<Statement, Named>();

  constructor(policies: Policies, question: Question) {
    this.policies = policies;
    this.request = question.request;
    this.question = question;
    this.given = layers.filter((layer) => this.hasSay(layer));
  }

  /** The denies that speak of the request, or may. */
  denied(layer: Layer): Said {
    return this.once(`denied ${layer}`, () => {
      const { caller } = this.request;
      const who = { caller, hasBoundary: this.policies.boundary !== undefined };
      const policies = this.levels(layer).flat();
      const found = this.speaking([layer, policies], 'Deny', ({ principals }) =>
        isHit(principals, who, this.question.symbols),
      );
      return said(
        found,
        policies.filter(({ elsewhere, document }) => (elsewhere ?? document).mayDeny === true),
      );
    });
  }

  /**
   * Does this kind of policy allow it? At each level one statement has to. Nothing where there is no such policy. Beside
   * each RCP stands one of AWS's that allows everything and cannot be taken away.
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
   */
  allowed(layer: Layer): Said | undefined {
    if (!this.given.includes(layer)) return undefined;
    if (layer === 'rcps') return { truth: true, found: [] };
    return this.once(`allowed ${layer}`, () => {
      const levels = this.levels(layer).map((policies) =>
        this.allowing([layer, policies], (statement) => this.isNamed(statement)),
      );
      const found = levels.flatMap((level) => level.found);
      return { truth: every(levels.map(({ truth }) => truth)), found };
    });
  }

  /** Grants of the resource's policy, by how they name the caller. */
  granted(how: keyof Named): Said {
    if (!this.given.includes('resource')) return nothing;
    return this.once(`granted ${how}`, () =>
      this.allowing(
        ['resource', this.levels('resource').flat()],
        (statement) => this.named(statement)[how],
      ),
    );
  }

  private allowing(
    [layer, policies]: readonly [Layer, readonly Policy[]],
    names: (statement: Statement) => Truth,
  ): Said {
    return said(
      this.speaking([layer, policies], 'Allow', names),
      policies.filter(({ elsewhere }) => elsewhere !== undefined),
    );
  }

  /** Statements of this kind of policy that would speak of the request but for one thing. */
  nearMisses(layer: Layer, wanted: Statement['effect']): readonly NearMiss[] {
    return this.levels(layer)
      .flat()
      .flatMap((policy) =>
        policy.document.statements
          .filter(({ effect }) => effect === wanted)
          .flatMap((statement) => this.nearMiss(layer, policy, statement) ?? []),
      );
  }

  private nearMiss(layer: Layer, policy: Policy, statement: Statement): NearMiss | undefined {
    const asking: Asking = { ...this.question, knowsVariables: policy.document.knowsVariables };
    const parts = partsOf(statement, this.request, asking);
    const isNamed = this.isNamed(statement);
    const failing: readonly NearMiss['lacks'][] = [
      ...(parts.action === false ? (['action'] as const) : []),
      ...(parts.resource === false ? (['resource'] as const) : []),
      ...(isNamed === false ? (['principal'] as const) : []),
      ...parts.conditions.flatMap((truth, at) => (truth === false ? [at] : [])),
    ];
    const [only, ...more] = failing;
    if (only === 'action' && !this.isOfService(statement)) return undefined;
    return only === undefined || more.length > 0
      ? undefined
      : { layer, policy, statement, lacks: only };
  }

  /** An action of another service is nothing near. */
  private isOfService({ actions }: Statement): boolean {
    const [service = ''] = this.request.action.toLowerCase().split(':');
    return actions.patterns.some((each) => each.toLowerCase().startsWith(`${service}:`));
  }

  private isNamed(statement: Statement): Truth {
    return some(Object.values(this.named(statement)));
  }

  private named(statement: Statement): Named {
    const { caller } = this.request;
    const known = this.naming.get(statement);
    if (known !== undefined) return known;
    const found = named(statement.principals, caller, this.question.symbols);
    this.naming.set(statement, found);
    return found;
  }

  steps(): readonly Step[] {
    return this.given.flatMap((layer) => {
      const allow = this.allowed(layer);
      return allow === undefined ? [] : [stepOf(layer, this.denied(layer), allow)];
    });
  }

  /** A request is asked about in many ways, each policy once. */
  private once(key: string, find: () => Said): Said {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = find();
    this.known.set(key, found);
    return found;
  }

  /** Policies of the organization limit neither a service nor its role, and nobody of another organization. */
  private hasSay(layer: Layer): boolean {
    const { caller } = this.request;
    const isLinked = caller.kind === 'role' && caller.isServiceLinked === true;
    if (layer === 'scps' && (isLinked || !('account' in caller))) return false;
    if (layer === 'rcps' && isLinked) return false;
    return this.policies[layer] !== undefined;
  }

  private levels(layer: Layer): readonly (readonly Policy[])[] {
    if (!this.given.includes(layer)) return [];
    if (layer === 'scps' || layer === 'rcps') return this.policies[layer] ?? [];
    const given = this.policies[layer] ?? [];
    return [[given].flat()];
  }

  private speaking(
    [layer, policies]: readonly [Layer, readonly Policy[]],
    effect: Statement['effect'],
    names: (statement: Statement) => Truth,
  ): readonly Found[] {
    // Of other services an RCP denies nothing.
    if (effect === 'Deny' && layer === 'rcps' && !isUnderRcps(this.request.action)) return [];
    const found: Found[] = [];
    for (const policy of policies)
      for (const { statement, truth } of this.spokenBy(policy)) {
        if (statement.effect !== effect) continue;
        const spoken = every([names(statement), truth]);
        if (spoken !== false) found.push({ layer, policy, statement, applies: spoken });
      }
    return found;
  }

  /** The statements about such an action on such a thing, whomever they name: grants are looked for in several ways. */
  private spokenBy(policy: Policy): readonly Spoken[] {
    const known = this.spoken.get(policy);
    if (known !== undefined) return known;
    const { knowsVariables, statements } = policy.document;
    const asking: Asking = { ...this.question, knowsVariables };
    const spoken = statements
      .map((statement) => ({ statement, truth: applies(statement, this.request, asking) }))
      .filter(({ truth }) => truth !== false);
    this.spoken.set(policy, spoken);
    return spoken;
  }
}
