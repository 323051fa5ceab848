/** What the state of a lab notes of target `packets`. */
import type { LabState } from '../../state/state.ts';
import type { OpenedDoor } from './engine-client.ts';

export interface Notes {
  /** Of the process in the host's own namespaces that holds all others. */
  readonly pid: number;
  /** The run folder: the engine's socket and log. */
  readonly run: string;
  /** The assembly. */
  readonly folder: string;
  readonly doors: readonly (OpenedDoor & { readonly name: string })[];
  /** By name: what the template gives out. */
  readonly outputs: Readonly<Record<string, { readonly stack: string; readonly value: string }>>;
  readonly scale: number;
  readonly networkMilliseconds: number;
  readonly bootedMilliseconds: number;
  /** Of instances whose boot has failed, a sentence each. */
  readonly failures: readonly string[];
  readonly leftOut: readonly string[];
  readonly counts: { readonly hosts: number; readonly balancers: number; readonly subnets: number };
}

export function notesOf({ live }: Pick<LabState, 'live'>): Notes {
  return live as unknown as Notes;
}
