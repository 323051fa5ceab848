/** What the state file keeps of a lab on an emulator. */
import type { LabState } from '../../state/state.ts';
import type { Deployed } from '../api/deployed.ts';
import type { User } from '../api/users.ts';
import type { UpSummary } from '../target.ts';
import type { Run } from './adapter.ts';

export interface Notes extends Run {
  /** The emulator with its version. */
  readonly title: string;
  readonly stacks: readonly string[];
  /** Of the stacks for which the assembly names one. */
  readonly accounts?: Readonly<Record<string, string>>;
  readonly deployed: readonly Deployed[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly users: readonly User[];
  readonly preflight: UpSummary['preflight'];
  readonly deployedMilliseconds: number;
  /** The assembly that is deployed. */
  readonly folder: string;
}

/** Is it the kit's to end? */
export function isOurs({ pid, container }: Run): boolean {
  return pid !== undefined || container !== undefined;
}

export function notesOf({ live }: Pick<LabState, 'live'>): Notes {
  return live as unknown as Notes;
}
