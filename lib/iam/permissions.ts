/** The door: the resources of a template -> who may do what in it, each answer with the statement that decides. Pure. */
import { KitError } from '../errors.ts';
import { inTexts } from '../template/placeholder.ts';
import { placeOf, resourcesAt } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import { decide, type Decision } from './decide/decide.ts';
import { Callers, type Known } from './gather/callers.ts';
import { policiesWith } from './gather/documents.ts';
import { heldPolicies, type HeldPolicy } from './gather/held.ts';
import { Identities } from './gather/identities.ts';
import { accountOf, Naming } from './gather/naming.ts';
import type { Documents, Policies, Policy } from './policies.ts';
import type { Statement } from './policy/statement.ts';
import { callerInWords, usual, type Context } from './request.ts';
import { accountIn, partsOf } from './text/arn.ts';
import { Symbols } from './text/symbols.ts';

export interface Question {
  /** A role, user or function by its place, an ARN, an account, a service (`s3.amazonaws.com`), an identity provider or `anonymous`. */
  readonly who: string;
  /** `s3:GetObject` */
  readonly action: string;
  /** A resource by its place, `Place/path` for something in it, an ARN, or `*`. */
  readonly on: string;
  /** What the request carries; of other keys nothing is known. */
  readonly context?: Context['values'];
  readonly documents?: Documents;
}

/** What is asked for, as AWS calls it. */
interface Target {
  readonly arn: string;
  readonly source?: Resource;
}

/** A question as AWS would hear it, but for who asks. */
interface Asked extends Pick<Policies, 'endpoint'> {
  readonly held: readonly Policy[];
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly values: Context['values'];
  readonly documents: Documents;
}

export interface Answer extends Decision {
  /** The place of a principal of the template; of others what they are called. */
  readonly who: string;
  /** An ARN, an account, a service, `anybody`. */
  readonly caller: string;
  /** The ARN that was asked about. */
  readonly resource: string;
}

export class Permissions {
  private readonly sources: readonly Resource[];
  private readonly naming: Naming;
  private readonly callers: Callers;
  private readonly identities: Identities;
  private readonly held: readonly HeldPolicy[];
  /** By the accounts in question. */
  private readonly symbols = new Map<string, Symbols>();

  constructor(sources: readonly Resource[]) {
    this.sources = sources;
    this.naming = new Naming(sources);
    this.identities = new Identities(sources, this.naming);
    this.callers = new Callers(sources, this.naming, this.identities);
    this.held = heldPolicies(sources, this.naming);
  }

  /** Documents that AWS would not take, which therefore allow and deny nothing: a sentence with the place for each. */
  get refused(): readonly string[] {
    const held = this.held.map(({ policy }) => policy);
    const own = this.identities.all();
    return [...new Set([...held, ...own].flatMap(problemsIn))];
  }

  /** @throws UnknownPlace, AmbiguousPlace, NoRole, UnknownPrincipal */
  may({ who, ...question }: Question): Answer {
    return this.decided(this.callers.called(this.filled(who) as string), this.asked(question));
  }

  /** Every role and user of the template, and whom else the resource's policies name, each with its answer. */
  who(question: Omit<Question, 'who'>): readonly Answer[] {
    const asked = this.asked(question);
    const named = asked.held.flatMap(({ document }) => document.statements.flatMap(principalsIn));
    const others = [...new Set(named)].flatMap((each) => this.callers.outside(each) ?? []);
    return [...this.callers.all(), ...others].map((known) => this.decided(known, asked));
  }

  /** What is the same whoever asks. */
  private asked({ action, on, context = {}, documents = {} }: Omit<Question, 'who'>): Asked {
    const { arn, source } = this.targetOf(this.filled(on) as string, action);
    const endpoint = this.endpointOf(context);
    return {
      held: this.held.filter((each) => each.on === source).map(({ policy }) => policy),
      ...(endpoint === undefined ? {} : { endpoint }),
      action,
      resource: arn,
      resourceAccount: source === undefined ? accountIn(arn) : accountOf(source),
      values: { ...usual, ...(this.filled(context) as Context['values']) },
      documents: this.filled(documents) as Documents,
    };
  }

  private decided({ policies, caller, source }: Known, asked: Asked): Answer {
    const { held, endpoint, action, resource, resourceAccount, values } = asked;
    const told = {
      ...policies,
      ...(held.length === 0 ? {} : { resource: held }),
      ...(endpoint === undefined ? {} : { endpoint }),
    };
    const decision = decide(
      policiesWith(told, asked.documents),
      { caller, action, resource, resourceAccount, context: { values, unknown: 'rest' } },
      this.symbolsFor([caller, values, resource, asked.documents]),
    );
    const words = callerInWords(caller);
    const who = source === undefined ? words : placeOf(source);
    return { ...decision, who, caller: words, resource };
  }

  /** `${Place}` and `${Place.Attribute}` of a question are what the template knows of them. */
  private filled(value: unknown): unknown {
    return inTexts(value, (text) =>
      text.replace(
        /\$\{([^{}.:]+)(?:\.([^{}]+))?\}/g,
        (whole, place: string, attribute?: string) => {
          const [only, ...more] = resourcesAt(this.sources, place);
          return only === undefined || more.length > 0
            ? whole
            : this.naming.valueOf(only, attribute);
        },
      ),
    );
  }

  /** An account that a question names, or a stack has for itself, is another one than the deployment's. */
  private symbolsFor(question: unknown): Symbols {
    const named = JSON.stringify(question).match(/(?<!\d)\d{12}(?!\d)/g) ?? [];
    const apart = [...new Set([...this.naming.accounts, ...named])].sort();
    const key = apart.join(' ');
    const known = this.symbols.get(key) ?? new Symbols((each) => this.naming.knownOf(each), apart);
    this.symbols.set(key, known);
    return known;
  }

  private endpointOf(context: Context['values']): Policies['endpoint'] {
    const [, place] = Object.entries(context).find(([key]) => /^aws:sourcevpce$/i.test(key)) ?? [];
    if (typeof place !== 'string') return undefined;
    return this.held.find(
      ({ on }) => on.type === 'AWS::EC2::VPCEndpoint' && resourcesAt([on], place).length > 0,
    )?.policy;
  }

  private targetOf(on: string, action: string): Target {
    if (on === '*') return { arn: on };
    const service = action.split(':')[0]?.toLowerCase() ?? '';
    if (on.startsWith('arn:')) return this.targetWithArn(on, service);
    for (const [place, path] of placesIn(on)) {
      const found = this.resourceCalled(place, service);
      if (found !== undefined) return { source: found.source, arn: `${found.arn}${path}` };
    }
    throw new KitError('UnknownPlace', `no resource with an ARN is called '${on}'`, {
      next: 'name a resource of the template, LogicalId/path for something in it, or an ARN',
    });
  }

  private targetWithArn(arn: string, service: string): Target {
    const source = this.sources.find((each) => {
      const own = this.naming.arnOf(each, service);
      return own !== undefined && (arn === own || arn.startsWith(`${own}/`));
    });
    return { arn, ...(source === undefined ? {} : { source }) };
  }

  /** Of several with this name the one of the action's service. */
  private resourceCalled(place: string, service: string): Required<Target> | undefined {
    const found = resourcesAt(this.sources, place).flatMap((source) => {
      const arn = this.naming.arnOf(source, service);
      return arn === undefined ? [] : [{ source, arn }];
    });
    const own = found.filter(({ arn }) => partsOf(arn)[2] === service);
    const [only, ...more] = own.length > 0 ? own : found;
    if (more.length === 0) return only;
    const names = found.map(({ source }) => source.path).join(', ');
    throw new KitError('AmbiguousPlace', `'${place}' means ${names}`, {
      next: 'name more of the path',
    });
  }
}

function problemsIn({ name, document }: Policy): readonly string[] {
  return document.problems.map(
    ({ place, says }) => `${name}${place === '' ? '' : `, ${place}`}: ${says}`,
  );
}

/** `A/b/c` -> the place and what comes after it, the longest place first. */
function placesIn(text: string): readonly (readonly [place: string, path: string])[] {
  const parts = text.split('/');
  return parts.map((_, index) => {
    const cut = parts.length - index;
    const rest = parts.slice(cut).join('/');
    return [parts.slice(0, cut).join('/'), rest === '' && cut === parts.length ? '' : `/${rest}`];
  });
}

/** Everybody whom a statement names, as a question may name them. */
function principalsIn({ principals }: Statement): readonly string[] {
  if (principals === undefined) return [];
  const { aws, services, federated, isAnybody } = principals;
  return [...aws, ...services, ...federated, ...(isAnybody ? ['anonymous'] : [])];
}
