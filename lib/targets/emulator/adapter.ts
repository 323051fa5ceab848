/** What an API emulator has to offer so that labs can live on it. MiniStack is one. */
import type { Feature } from '../../capabilities.ts';
import type { Host } from '../../output/host.ts';
import type { Resource } from '../../template/template.ts';
import type { Client } from '../api/client.ts';
import type { Deployed } from '../api/deployed.ts';

export interface EmulatorAdapter {
  /** With its version: `MiniStack 1.5.33`. */
  readonly title: string;
  /** What this machine lacks for it, as a sentence; nothing where it is installed or can be. */
  missing(): string | undefined;
  /** Installs it where it is not there yet. @throws the sentence of what is missing */
  prepare(host: Host): Promise<void>;
  /** Starts one for this lab alone, on loopback and a free port. Whoever starts it must call `stay` or `end`. */
  start(lab: string): Promise<Started>;
  /** What it really makes of a template. */
  provisions(): Promise<Provisions>;
  /** Does by API what its provisioner drops. Gives what it did, one short line each. */
  complete(client: Client, deployed: readonly Deployed[]): Promise<readonly string[]>;
  /** Is this property, which the provisioner drops, seen to by `complete`? */
  readonly isCompleted: (type: string, property: string) => boolean;
  /** Where the resource answers HTTP, or nothing where it does not. */
  addressOf(resource: Deployed, all: readonly Deployed[], endpoint: string): string | undefined;
  /** Declared by probes, kept with the version. */
  features(host: Host): Promise<ReadonlySet<Feature>>;
  /** What no verdict from it says anything about. */
  notExercised(resources: readonly Resource[]): string | undefined;
}

export interface Started {
  readonly endpoint: string;
  readonly pid: number;
  /** From now on it lives longer than this command. */
  stay(): void;
  /** Ends it, its children and its files. */
  end(): void;
}

/** Resource types, each with the property paths that are read when it is made. `*`: whatever is there. */
export type Provisions = ReadonlyMap<string, readonly string[]>;
