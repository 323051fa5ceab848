/** What an API emulator has to offer so that labs can live on it. MiniStack is one, LocalStack another. */
import type { Feature } from '../../capabilities.ts';
import type { Host } from '../../output/host.ts';
import type { Resource } from '../../template/template.ts';
import type { Client } from '../api/client.ts';
import type { Deployed } from '../api/deployed.ts';
import type { Address } from '../api/request.ts';
import type { LiveTargetName } from '../target.ts';

export interface EmulatorAdapter {
  readonly target: Extract<LiveTargetName, 'emulator' | 'localstack'>;
  /** With its version: `MiniStack 1.5.33`. */
  readonly title: string;
  /** Is it the kit's own, and not somebody else's that runs? */
  readonly isOwn: boolean;
  /** What this machine lacks for it, as a sentence; nothing where it is installed or can be. */
  missing(): string | undefined;
  /** Installs it where it is not there yet and nobody has to be asked. @throws the sentence of what is missing */
  prepare(host: Host): Promise<void>;
  /** One for this lab, on loopback. Whoever starts it must call `stay`, or `end` of the adapter. */
  start(lab: string, host: Host): Promise<Started>;
  /** Does what was started still run? */
  isAlive(lab: string, run: Run): boolean;
  /** Ends what was started for the lab, its children and its files, noted or not. What somebody else started goes on. */
  end(lab: string, run?: Run): Promise<void>;
  /** What it really makes of a template. */
  provisions(): Promise<Provisions>;
  /** A type that it lacks: is it left out by name, with what cannot stand without it? Otherwise the lab is refused. */
  leavesOut(type: string): boolean;
  /** Types that its provisioner lacks, and `complete` makes. */
  readonly makesByApi: ReadonlySet<string>;
  /** Does a change of a stack change what is there? Otherwise the lab is removed and deployed afresh. */
  readonly updatesInPlace: boolean;
  /** Does by API what its provisioner drops. Gives what it did, one short line each. */
  complete(client: Client, deployed: readonly Deployed[]): Promise<readonly string[]>;
  /** Takes away what `complete` made and no stack removes. */
  clear?(client: Client, deployed: readonly Deployed[]): Promise<void>;
  /** Is this property, which the provisioner drops, seen to by `complete`? */
  readonly isCompleted: (type: string, property: string) => boolean;
  /** Where the resource answers HTTP, or nothing where it does not. */
  addressOf(resource: Deployed, all: readonly Deployed[], endpoint: string): Address | undefined;
  /** Where a URL that an output gives is really answered; nothing where it is not. */
  addressFor(url: URL, all: readonly Deployed[], endpoint: string): Address | undefined;
  /** What was declared before; nothing where this version was never probed. */
  knownFeatures(): ReadonlySet<Feature> | undefined;
  /** Declared by probes, kept with the version. */
  features(host: Host): Promise<ReadonlySet<Feature>>;
  /** What no verdict from it says anything about. */
  notExercised(resources: readonly Resource[]): string | undefined;
}

/** What a state file keeps of a started emulator. */
export interface Run {
  readonly endpoint: string;
  /** Of a process of ours. */
  readonly pid?: number;
  /** Of a container of ours. */
  readonly container?: string;
}

export interface Started extends Run {
  /** From now on it lives longer than this command. */
  readonly stay: () => void;
}

/** What it makes of a type. */
export interface Provision {
  /** The property paths that are read when a resource is made. `*`: whatever is there. */
  readonly reads: readonly string[];
  /** Taken without asking whether the template has them: a resource without one cannot be made. */
  readonly demands: readonly string[];
  /** What a template has of these it needs; a resource that loses one in a projection goes with it. */
  readonly required: readonly string[];
}

/** By resource type. */
export type Provisions = ReadonlyMap<string, Provision>;
