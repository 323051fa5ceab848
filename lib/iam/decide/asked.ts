/** Every policy that has a say, asked about one request. Pure. */
import type { Asking } from '../condition/condition.ts';
import type { Keys } from '../condition/keys.ts';
import { layers, type Layer, type Policies, type Policy } from '../policies.ts';
import type { Statement } from '../policy/statement.ts';
import { isUnderRcps } from '../rcp-services.ts';
import type { Request } from '../request.ts';
import type { Symbols } from '../text/symbols.ts';
import { every, isUnknown, some, type Truth } from '../truth.ts';
import { applies, partsOf } from './applies.ts';
import { isHit, named, type Named } from './names.ts';

/** A statement that speaks of the request, or may. */
export interface Found {
  readonly layer: Layer;
  readonly policy: Policy;
  readonly statement: Statement;
  readonly applies: Truth;
}

/** A statement that would allow the request but for one thing. */
export interface NearMiss extends Omit<Found, 'applies'> {
  /** A condition by its index. */
  readonly lacks: 'action' | 'resource' | 'principal' | number;
}

/** What one kind of policy said. */
export interface Step {
  readonly layer: Layer;
  readonly says: 'denies' | 'allows' | 'depends' | 'is silent';
  /** The statement that says so; nothing where none speaks of the request. */
  readonly by?: Found;
  /** Every statement that says so, or may. */
  readonly all: readonly Found[];
  readonly needs: readonly string[];
}

interface Question {
  readonly request: Request;
  readonly keys: Keys;
  readonly symbols: Symbols;
}

/** What came of looking: the statements that speak of it, or may, and what they come to. */
interface Said {
  readonly truth: Truth;
  readonly found: readonly Found[];
}

export class Asked {
  readonly request: Request;
  readonly policies: Policies;
  private readonly question: Question;
  private readonly known = new Map<string, Said>();

  constructor(policies: Policies, question: Question) {
    this.policies = policies;
    this.request = question.request;
    this.question = question;
  }

  /** The denies that speak of the request, or may. */
  denied(layer?: Layer): Said {
    return this.once(`denied ${layer ?? ''}`, () => this.findDenied(layer));
  }

  private findDenied(layer?: Layer): Said {
    const asked = layer === undefined ? layers : [layer];
    const all = asked.flatMap((each) =>
      this.levels(each)
        .flat()
        .map((policy) => [each, policy] as const),
    );
    const who = {
      caller: this.request.caller,
      hasBoundary: this.policies.boundary !== undefined,
    };
    const found = all.flatMap(([each, policy]) =>
      this.speaking([each, policy], 'Deny', (statement) =>
        isHit(statement.principals, who, this.question.symbols),
      ),
    );
    const elsewhere = all.flatMap(([, policy]) => openIn(policy, ({ mayDeny }) => mayDeny));
    return { truth: some([...found.map((each) => each.applies), ...elsewhere]), found };
  }

  /** Does this kind of policy allow it? At each level one statement has to. Nothing where there is no such policy. */
  allowed(layer: Layer): Said | undefined {
    if (!this.isGiven(layer)) return undefined;
    return this.once(`allowed ${layer}`, () => this.findAllowed(layer));
  }

  private findAllowed(layer: Layer): Said {
    const levels = this.levels(layer).map((policies) => {
      const found = policies.flatMap((policy) =>
        this.speaking([layer, policy], 'Allow', (statement) => this.isNamed(statement)),
      );
      const elsewhere = policies.flatMap((policy) => openIn(policy, () => true));
      return { truth: some([...found.map((each) => each.applies), ...elsewhere]), found };
    });
    return {
      truth: every(levels.map(({ truth }) => truth)),
      found: levels.flatMap(({ found }) => found),
    };
  }

  /** Grants of the resource's policy, by how they name the caller. */
  granted(how: keyof Named): Said {
    return this.once(`granted ${how}`, () => this.findGranted(how));
  }

  private findGranted(how: keyof Named): Said {
    const found = this.levels('resource')
      .flat()
      .flatMap((policy) =>
        this.speaking(
          ['resource', policy],
          'Allow',
          ({ principals }) => named(principals, this.request.caller, this.question.symbols)[how],
        ),
      );
    const elsewhere = this.levels('resource')
      .flat()
      .flatMap((policy) => openIn(policy, () => true));
    return { truth: some([...found.map((each) => each.applies), ...elsewhere]), found };
  }

  /** Allows of this kind of policy that fail the request in one thing alone. */
  nearMisses(layer: Layer): readonly NearMiss[] {
    return this.levels(layer)
      .flat()
      .flatMap((policy) =>
        policy.document.statements
          .filter(({ effect }) => effect === 'Allow')
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

  private isNamed({ principals }: Statement): Truth {
    return some(Object.values(named(principals, this.request.caller, this.question.symbols)));
  }

  steps(): readonly Step[] {
    return layers
      .filter((layer) => this.isGiven(layer))
      .map((layer) => {
        const deny = this.denied(layer);
        const allow = layer === 'resource' ? this.anyGrant() : this.allowed(layer);
        return stepOf(layer, deny, allow ?? { truth: false, found: [] });
      });
  }

  private anyGrant(): Said {
    const all = (['itself', 'role', 'anybody', 'account'] as const).map((how) => this.granted(how));
    return { truth: some(all.map(({ truth }) => truth)), found: all.flatMap(({ found }) => found) };
  }

  /** A request is asked about in many ways, each policy once. */
  private once(key: string, find: () => Said): Said {
    const known = this.known.get(key) ?? find();
    this.known.set(key, known);
    return known;
  }

  /** Policies of the organization limit neither a service nor its role, and nobody of another organization. */
  private isGiven(layer: Layer): boolean {
    const { caller } = this.request;
    const isLinked = caller.kind === 'role' && caller.isServiceLinked === true;
    if (layer === 'scps' && (isLinked || !('account' in caller))) return false;
    if (layer === 'rcps' && isLinked) return false;
    return this.policies[layer] !== undefined;
  }

  private levels(layer: Layer): readonly (readonly Policy[])[] {
    if (!this.isGiven(layer)) return [];
    if (layer === 'scps' || layer === 'rcps') return this.policies[layer] ?? [];
    const given = this.policies[layer] ?? [];
    return [[given].flat()];
  }

  private speaking(
    [layer, policy]: readonly [Layer, Policy],
    effect: Statement['effect'],
    names: (statement: Statement) => Truth = () => true,
  ): readonly Found[] {
    const { knowsVariables, statements } = policy.document;
    const asking: Asking = { ...this.question, knowsVariables };
    return statements
      .filter((statement) => statement.effect === effect)
      .map((statement) => {
        const isNamed = every([
          names(statement),
          effect === 'Allow' || layer !== 'rcps' || isUnderRcps(this.request.action),
        ]);
        const spoken = isNamed === false ? false : applies(statement, this.request, asking);
        return { layer, policy, statement, applies: every([isNamed, spoken]) };
      })
      .filter((each) => each.applies !== false);
  }
}

function openIn(
  { elsewhere }: Policy,
  counts: (elsewhere: NonNullable<Policy['elsewhere']>) => boolean,
): readonly Truth[] {
  return elsewhere !== undefined && counts(elsewhere) ? [{ needs: [elsewhere.needs] }] : [];
}

function stepOf(layer: Layer, deny: Said, allow: Said): Step {
  const [says, said] = ((): readonly [Step['says'], Said] => {
    if (deny.truth === true) return ['denies', deny];
    if (isUnknown(deny.truth)) return ['depends', deny];
    if (isUnknown(allow.truth)) return ['depends', allow];
    return allow.truth ? ['allows', allow] : ['is silent', allow];
  })();
  const by = said.found.find(({ applies: spoken }) => spoken === said.truth) ?? said.found[0];
  return {
    ...{ layer, says },
    ...(by === undefined ? {} : { by }),
    all: said.found,
    needs: isUnknown(said.truth) ? said.truth.needs : [],
  };
}
