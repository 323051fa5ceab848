/** What a target is: where a lab lives while it is judged. */
import type { Capabilities, Capability, Feature } from '../capabilities.ts';
import type { Host } from '../output/host.ts';
import type { Parameters } from '../parameters.ts';
import type { LabState } from '../state/state.ts';
import type { Strength } from '../verdict.ts';

export const targetNames = ['model', 'packets', 'emulator', 'localstack', 'aws'] as const;
export type TargetName = (typeof targetNames)[number];
/** Targets on which a lab is brought up; `model` needs none. */
export type LiveTargetName = Exclude<TargetName, 'model'>;

/** What is known of where a target is. */
export interface TargetPlace {
  /** Of a LocalStack that runs already, as a person gave it. */
  readonly endpoint?: string | undefined;
  /** What a state has noted of the one that a lab is up on. */
  readonly run?: { readonly endpoint?: string; readonly pid?: number } | undefined;
}

/** A lab on a target, ready to be asked. */
export interface Judge {
  readonly target: TargetName;
  /** With its version: `emulator MiniStack 1.5.33`. */
  readonly title: string;
  /** Only what this target does honestly. */
  readonly capabilities: Partial<Capabilities>;
  /** The same for one check, where it matters who asks: a recording keeps each check's questions by themselves. */
  forCheck?(check: string): Partial<Capabilities>;
  readonly features: ReadonlySet<Feature>;
  /** How strong the evidence is that this capability gives here. */
  strengthOf(capability: Capability): Strength;
  /** Why it lacks a capability, and where to go: `needs a running API: ./lab check todo-api --on emulator`. */
  lacks(capability: Capability): string;
  /** How long a check may take here, where a minute is too short. */
  readonly boundSeconds?: number;
  /** What a verdict from here does not say anything about, one line. */
  readonly notExercised?: string;
  /**
   * Asked after an exception: is the target still there?
   * @throws TargetLost
   */
  confirmAlive(): Promise<void>;
}

export interface UpRequest {
  readonly lab: string;
  readonly stage: string;
  readonly parameters: Parameters;
  readonly fault?: string | undefined;
  /** The assembly to deploy. */
  readonly folder: string;
  /** Does it stay when this command ends? Otherwise it ends with it, however that comes about. */
  readonly stays: boolean;
  /** Writes down what `down` will need, before anything is made. */
  note(live: LabState['live']): void;
}

/** What `down` found when it looked. */
export interface Removed {
  /** Resources that are still there. */
  readonly left: readonly string[];
  /** Types that could not be looked for. */
  readonly notLookedFor: readonly string[];
}

export interface LogLine {
  readonly at: string;
  readonly from: string;
  readonly text: string;
}

/** A target on which a lab is brought up and taken down. */
export interface LiveTarget {
  readonly name: LiveTargetName;
  /** With its version: `emulator MiniStack 1.5.33`. */
  readonly title: string;
  /**
   * What it made outlives this machine: nothing of it is removed or forgotten without the person's word, however a
   * command ended.
   */
  readonly remains: boolean;
  /** Is it the kit's own on this machine, to be taken without a word of the person's? */
  readonly isOwn: boolean;
  /** What it serves, whatever the lab. */
  readonly serves: ReadonlySet<Capability>;
  /** Features as they were probed before; nothing where it never was. */
  knownFeatures(): ReadonlySet<Feature> | undefined;
  /** Can it be used on this machine at all? The sentence of what is missing, if anything. */
  missing(): string | undefined;
  /** Refuses who may not work there, before a word is said or a state written. Only where somebody may be refused. */
  enter?(): Promise<void>;
  /** Brings the lab up, or changes what is up in place where `running` is given. Says what it notes to be found again. */
  up(request: UpRequest, host: Host, running?: LabState): Promise<LabState['live']>;
  /** What `up` would make, one line each, and makes nothing. Only where looking beforehand is worth it. */
  preview?(request: UpRequest, host: Host): Promise<readonly string[]>;
  /** Do both assemblies come to the same on it? Only where it leaves out what a template has. */
  hasSameEffect?(one: string, other: string): Promise<boolean>;
  /** A judge of what is up. */
  attach(state: LabState, host: Host): Promise<Judge>;
  /** Removes the lab and looks that it is gone. */
  down(state: LabState, host: Host): Promise<Removed>;
  /** Does what the state describes still run? */
  isAlive(state: LabState): boolean;
  /** Ends whatever a killed command may have left of the lab, with or without a readable state. */
  sweep(lab: string, state?: LabState): Promise<void>;
  logs(state: LabState, place: string | undefined): Promise<readonly LogLine[]>;
  /**
   * What to spawn on this machine so that a command runs inside an instance: it passes signals on, and ends as the
   * command does. Only where instances run.
   * @throws UnknownInstance, WhichInstance
   */
  entering?(state: LabState, place: string, command: readonly string[]): Promise<readonly string[]>;
  /** A fresh ID token of a user of the lab. */
  tokenOf(state: LabState, user: string): Promise<string>;
  /** What a person is told after `up`. */
  summary(state: LabState): UpSummary;
}

export interface UpSummary {
  readonly addresses: Readonly<Record<string, string>>;
  readonly users: readonly string[];
  readonly preflight: {
    readonly real: number;
    readonly completed: readonly string[];
    readonly leftOut: readonly string[];
    readonly dropped: readonly string[];
  };
  readonly deployedMilliseconds: number;
  /** What stands under it all: where it listens, what it costs, one or two sentences. */
  readonly closing: string;
}
