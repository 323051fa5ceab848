/** The contract: what a lab is. Everything a lab's author needs is imported from here. */
import type { App } from 'aws-cdk-lib';
import type { Capabilities, Capability, Disturbance, Feature } from './capabilities.ts';
import type { Verdict } from './verdict.ts';

export interface Lab<Stage extends string = string, Parameter extends string = string> {
  readonly title: string;
  /** The one question that the lab answers. */
  readonly question: string;
  readonly level: 100 | 200 | 300 | 400;
  readonly family: Family;
  readonly services: readonly string[];
  /** Task statements of the exam guide SAA-C03, such as '1.2'. */
  readonly exam: readonly string[];
  /** How long a learner sits with it. */
  readonly minutes: number;
  /** In order; the architecture grows from one to the next. Counted from 1 where a person types a number. */
  readonly stages: readonly Stage[];
  /** What `up`, `check` and `review` take when nobody says otherwise. @default the last stage */
  readonly shows?: Stage;
  readonly parameters?: Readonly<Record<Parameter, ParameterOf>>;
  /** What to type after `lab call LAB` to see it alive: `GET /todos --as A`. */
  readonly firstCall?: string;
  /** What leaving on the shown stage costs, in US dollars a month at list price, use apart. Held to the cent by a test. */
  readonly costPerMonth: number;
  /** The same of its dearest stage is never more. Held by a test. */
  readonly costCeiling: number;

  // Loaded when needed: a lab whose assembly is cached is judged without loading the CDK.
  readonly architecture: () => Promise<Architecture<Stage, Parameter>>;
  readonly checks: () => Promise<{ checks: readonly Check<Stage>[] }>;
  readonly experiments: () => Promise<Experiments<Stage>>;
}

export interface Architecture<Stage extends string, Parameter extends string> {
  build(app: App, given: Given<Stage, Parameter>): void;
}

export interface Experiments<Stage extends string> {
  readonly experiments: readonly Experiment<Stage>[];
  /** Faults for the checks that no experiment names; learners are not shown them. */
  readonly counterExamples?: readonly CounterExample<Stage>[];
}

/** What a person may choose (`-c name=value`): an address, a variant. `variant: learning | production` exists in every lab. */
export interface ParameterOf {
  readonly says: string;
  readonly default: string;
  /** Where the default would be unsafe or unknown, the person must choose. */
  readonly requiredOn?: readonly string[];
  readonly oneOf?: readonly string[];
}

export interface Given<Stage extends string, Parameter extends string> {
  /** Has the architecture grown at least this far? */
  has(stage: Stage): boolean;
  parameter(name: Parameter | 'variant'): string;
}

export type Family =
  | 'network'
  | 'web'
  | 'serverless'
  | 'messaging'
  | 'edge'
  | 'storage'
  | 'recovery'
  | 'data'
  | 'containers'
  | 'delivery'
  | 'security'
  | 'operations';

/** One observable behaviour. */
export interface Check<Stage extends string = string> {
  readonly id: string;
  /** A sentence in the present tense, the actor first. */
  readonly says: string;
  /** What is told of it along the stages; each entry lasts until the next. @default it holds at every stage */
  readonly told?: Told<Stage>;
  /** Strongest evidence first; the first one that the target can serve is taken. */
  readonly ways: readonly Way[];
}

/** `fails` carries the reason that must be seen, so that a typo never passes for a lesson; `absent`: not asked there. */
export type Told<Stage extends string> = {
  readonly [S in Stage]?: Telling;
};
export type Telling = 'holds' | 'absent' | { readonly fails: string };

/** One manner of judging a check, and what it needs of a target. */
export interface Way {
  readonly needs: readonly Capability[];
  /** Without these the answer would say nothing about AWS, and the way is not taken. */
  readonly given: readonly Feature[];
  /** `proved`: what it reads from the template goes through an evaluator. @default as strong as what it needs */
  readonly strength?: 'proved';
  judge(target: Capabilities): Promise<Verdict>;
}

/** A fault, and the checks that must notice. */
export interface CounterExample<Stage extends string = string> {
  readonly id: string;
  readonly stage: Stage;
  /** Each held without the fault on the same target, and fails with it. */
  readonly fails: readonly [string, ...string[]];
  /** What falls besides, and why: found by running, kept exact by a test. */
  readonly alsoFails?: Readonly<Record<string, string>>;
  /** Changes the construct tree before synthesis ... */
  readonly mistake?: (app: App) => void;
  /** ... or disturbs what already runs. */
  readonly disturb?: Disturbance;
}

/** A fault as a person would make it, the checks that must notice, and what is learned from it. */
export interface Experiment<Stage extends string = string> extends CounterExample<Stage> {
  /** What the person did wrong, in a few words: `GET /todos: AuthorizationType COGNITO_USER_POOLS -> NONE`. */
  readonly says: string;
  readonly lesson: string;
  /** What to type after `lab call LAB` to see the mistake at work. @default the lab's first call */
  readonly look?: string;
}

export function defineLab<const Stage extends string, const Parameter extends string = never>(
  lab: Lab<Stage, Parameter>,
): Lab<Stage, Parameter> {
  return lab;
}

/**
 * Judges with the capabilities named and no others: the compiler refuses the rest. Behind them the features that it
 * takes, or `{ strength: 'proved' }` where an evaluator decides on what the template says.
 */
export function by<const Needed extends Capability>(
  needs: readonly Needed[],
  judge: (target: Pick<Capabilities, Needed>) => Promise<Verdict>,
  besides: readonly Feature[] | Pick<Way, 'strength'> = [],
): Way {
  return 'length' in besides
    ? { needs, given: besides, judge }
    : { needs, given: [], judge, ...besides };
}
