/** The door: the resources of a template -> who may do what in it, each answer with the statement that decides. Pure. */
import { inTexts } from '../template/placeholder.ts';
import { placeOf, resourcesAt } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import { decide, type Decision } from './decide/decide.ts';
import { absentAmong } from './gather/absent.ts';
import { callerWith, Callers, type Known, type Meant } from './gather/callers.ts';
import { policiesWith } from './gather/documents.ts';
import { heldPolicies, type HeldPolicy } from './gather/held.ts';
import { Identities } from './gather/identities.ts';
import { accountOf, Naming, ownAccount, ownRegion } from './gather/naming.ts';
import { Targets } from './gather/targets.ts';
import type { Documents, Policies, Policy } from './policies.ts';
import type { Statement } from './policy/statement.ts';
import { accountOf as accountOfCaller, callerInWords, usual, type Context } from './request.ts';
import { accountIn, partsOf } from './text/arn.ts';
import { own } from '../template/values.ts';
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

/** A question as AWS would hear it, but for who asks. */
interface Asked extends Pick<Policies, 'endpoint'> {
  readonly held: readonly Policy[];
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly isElsewhere: boolean;
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

export interface Reading {
  /** Is an account that a question names another one than the deployment's? @default it may be the same */
  readonly namesOthers?: boolean;
}

const accountNumber = /(?<!\d)\d{12}(?!\d)/g;

export class Permissions {
  private readonly sources: readonly Resource[];
  private readonly namesOthers: boolean;
  private readonly naming: Naming;
  private readonly targets: Targets;
  private readonly callers: Callers;
  private readonly identities: Identities;
  private readonly held: readonly HeldPolicy[];
  /** By the accounts in question. */
  private readonly symbols = new Map<string, Symbols>();

  constructor(sources: readonly Resource[], { namesOthers = false }: Reading = {}) {
    this.sources = sources;
    this.namesOthers = namesOthers;
    this.naming = new Naming(sources);
    this.targets = new Targets(sources, this.naming);
    this.identities = new Identities(sources, this.naming);
    this.callers = new Callers(sources, this.naming, this.identities);
    this.held = heldPolicies(sources, this.naming);
  }

  /** Documents that AWS would not take, which therefore allow and deny nothing: a sentence with the place for each. */
  refused(documents: Documents = {}): readonly string[] {
    const held = this.held.map(({ policy }) => policy);
    const given = Object.values(policiesWith({}, documents)).flat(2) as readonly Policy[];
    return [...new Set([...held, ...this.identities.all(), ...given].flatMap(problemsIn))];
  }

  /** @throws UnknownPlace, AmbiguousPlace, NoRole, UnknownPrincipal */
  may({ who, ...question }: Question): Answer {
    const asked = this.asked(question);
    const { all, ...open } = this.callers.meant(this.filled(who) as string, asked.values);
    const answers = all.map((known) => this.decided(known, asked));
    return together(answers, open);
  }

  /** Every role and user of the template, and whom else the resource's policies name, each with its answer. */
  who(question: Omit<Question, 'who'>): readonly Answer[] {
    const asked = this.asked(question);
    const named = asked.held.flatMap(({ document }) => document.statements.flatMap(principalsIn));
    const others = [...new Set(named)].flatMap((each) => this.callers.outside(each) ?? []);
    const all = [...this.callers.all(), ...others].map((known) => this.decided(known, asked));
    return [...all, ...this.absent(asked)];
  }

  /** Roles and users that are only named, by what the templates give them: more of them nobody knows here. */
  private absent(asked: Asked): readonly Answer[] {
    return absentAmong(this.sources, this.naming, this.identities)
      .filter(({ isBySource }) => !isBySource)
      .map(({ who, source, policies }) => {
        const account = accountOf(source);
        const arn = `arn:aws:iam::${account}:role/${source.logicalId}`;
        const caller = callerWith('role', arn, account);
        return { ...this.decided({ caller, policies }, asked), who, caller: who };
      });
  }

  /** What is the same whoever asks. */
  private asked({ action, on, context = {}, documents = {} }: Omit<Question, 'who'>): Asked {
    const { arn, source } = this.targets.called(this.filled(on) as string, action);
    const values = this.carried(context);
    const endpoint = this.endpointOf(values);
    return {
      held: this.heldBy(source, arn),
      ...(endpoint === undefined ? {} : { endpoint }),
      action,
      resource: arn,
      resourceAccount: source === undefined ? accountThere(arn, values) : accountOf(source),
      isElsewhere: source === undefined && arn !== '*',
      values: { ...usual, ...values },
      documents: this.filled(documents) as Documents,
    };
  }

  private heldBy(source: Resource | undefined, arn: string): readonly Policy[] {
    const [, , service] = partsOf(arn);
    return this.held
      .filter(({ on, elsewhere, service: of }) =>
        on === undefined ? elsewhere === undefined && of === service : on === source,
      )
      .map(({ policy }) => policy);
  }

  private decided({ policies, caller, source }: Known, asked: Asked): Answer {
    const { held, endpoint, action, resource, resourceAccount, isElsewhere, values } = asked;
    // Nobody of another account gets in without: that there is none is what is amiss.
    const isWanted = !isElsewhere && accountOfCaller(caller) !== resourceAccount;
    const told = {
      ...policies,
      ...(held.length === 0 && !isWanted ? {} : { resource: held }),
      ...(endpoint === undefined ? {} : { endpoint }),
    };
    const decision = decide(
      policiesWith(told, asked.documents),
      {
        ...{ caller, action, resource, resourceAccount, isElsewhere },
        context: { values, unknown: 'rest' },
      },
      this.symbolsFor([caller, values, resource, asked.documents]),
    );
    const words = callerInWords(caller);
    const who = source === undefined ? words : placeOf(source);
    return { ...decision, who, caller: words, resource };
  }

  /** `${Place}` and `${Place.Attribute}` of a question are what the template knows of them. */
  private filled(value: unknown): unknown {
    const { account, region } = this.naming.home;
    return inTexts(value, (text) =>
      text
        .replaceAll(ownAccount, account)
        .replaceAll(ownRegion, region)
        .replace(/\$\{([^{}.:]+)(?:\.([^{}]+))?\}/g, (whole, place: string, attribute?: string) => {
          const [only, ...more] = resourcesAt(this.sources, place);
          return only === undefined || more.length > 0
            ? whole
            : this.naming.valueOf(only, attribute);
        }),
    );
  }

  /** Accounts that stacks have for themselves are others than the one that is left to whoever deploys. */
  private symbolsFor(question: unknown): Symbols {
    const named = this.namesOthers ? (JSON.stringify(question).match(accountNumber) ?? []) : [];
    const apart = [...new Set([...this.naming.accounts, ...named])].sort();
    const key = apart.join(' ');
    const known = this.symbols.get(key) ?? new Symbols((each) => this.naming.knownOf(each), apart);
    this.symbols.set(key, known);
    return known;
  }

  /** What a place stands for in a key that names a resource: its ARN, or its name. */
  private carried(context: Context['values']): Context['values'] {
    const values = this.filled(context) as Context['values'];
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => {
        const attribute = own(namingKeys, key.toLowerCase());
        if (attribute === undefined || typeof value !== 'string') return [key, value];
        const [only, ...more] = resourcesAt(this.sources, value);
        if (only === undefined || more.length > 0) return [key, value];
        return [key, this.naming.valueOf(only, attribute === 'Ref' ? undefined : attribute)];
      }),
    );
  }

  private endpointOf(values: Context['values']): Policies['endpoint'] {
    const [, id] = Object.entries(values).find(([key]) => /^aws:sourcevpce$/i.test(key)) ?? [];
    return this.held.find(
      ({ on }) => on?.type === 'AWS::EC2::VPCEndpoint' && this.naming.nameOf(on) === id,
    )?.policy;
  }
}

/** Of what is not in the template: as its ARN or the request has it. */
function accountThere(arn: string, values: Context['values']): string {
  const [, told] = Object.entries(values).find(([key]) => /^aws:resourceaccount$/i.test(key)) ?? [];
  return accountIn(arn) || (typeof told === 'string' ? told : '');
}

/** Of several whom the question may mean: what is the same for all of them, else it depends on who it is. */
function together(answers: readonly Answer[], { needs, mayBeAnother }: Omit<Meant, 'all'>): Answer {
  const [first, ...others] = answers as readonly [Answer, ...(readonly Answer[])];
  const isSame = others.every(({ decision }) => decision === first.decision);
  if (isSame && !mayBeAnother) return first;
  const all = [...needs, ...answers.flatMap((each) => each.needs)];
  const { by: _, ...answer } = first;
  return { ...answer, decision: 'depends', needs: [...new Set(all)] };
}

/** Keys that name a resource, and how. */
const namingKeys: Readonly<Record<string, 'Ref' | 'Arn'>> = {
  'aws:sourcearn': 'Arn',
  'aws:sourcevpc': 'Ref',
  'aws:sourcevpce': 'Ref',
};

function problemsIn({ name, document }: Policy): readonly string[] {
  return document.problems.map(
    ({ place, says }) => `${name}${place === '' ? '' : `, ${place}`}: ${says}`,
  );
}

/** Everybody whom a statement names, as a question may name them. */
function principalsIn({ principals }: Statement): readonly string[] {
  if (principals === undefined) return [];
  const { aws, services, federated, isAnybody } = principals;
  return [...aws, ...services, ...federated, ...(isAnybody ? ['anonymous'] : [])];
}
