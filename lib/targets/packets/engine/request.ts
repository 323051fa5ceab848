/** What the command that brings a lab up sends to the engine, and what the engine says meanwhile. */
import type { Fleet } from '../../../fleet/fleet.ts';
import type { Network } from '../../../network/network.ts';
import type { Parameters } from '../../../parameters.ts';
import type { OutsideHost } from '../compile/scene.ts';

/** Said by `resolve`, and by whoever needs a name answered. */
export const noNames = 'packets answers questions about names from the next version on';

export interface EngineRequest {
  readonly lab: string;
  readonly network: Network;
  readonly fleet: Fleet;
  readonly parameters: Parameters;
  readonly outside: readonly OutsideHost[];
  /** Key of an asset in its bucket -> the file in the assembly. */
  readonly objects: ReadonlyMap<string, string>;
  /** Real seconds for one second of the template's health checks. */
  readonly scale: number;
}

/** From the engine to the command that started it. */
export type EngineWord =
  | { readonly says: 'progress'; readonly step: string }
  | {
      readonly says: 'up';
      readonly networkMilliseconds: number;
      readonly bootedMilliseconds: number;
    }
  | {
      readonly says: 'failed';
      readonly code: string;
      readonly message: string;
      readonly next?: string | undefined;
    };

/** And back: a request, a word that it may stay, or one of its doors with the listening socket as handle. */
export type CommandWord =
  | { readonly says: 'begin'; readonly request: EngineRequest }
  | { readonly says: 'door'; readonly door: DoorTo }
  | { readonly says: 'stay' };

/** A port on 127.0.0.1 that leads to an entry of the lab. */
export interface DoorTo {
  /** The entry, by id: a load balancer, an instance, an Elastic IP. */
  readonly to: string;
  readonly port: number;
}
