/** What is up: one readable file per lab under .lab/state. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { KitError, messageOf } from '../errors.ts';
import type { Parameters } from '../parameters.ts';
import { lives, shown } from '../root.ts';
import { writeWhole } from './unfinished.ts';
import type { LiveTargetName } from '../targets/target.ts';

export interface LabState {
  readonly schemaVersion: 1;
  readonly lab: string;
  readonly target: LiveTargetName;
  readonly stage: string;
  readonly parameters: Parameters;
  /** `changing` only while a command works on it: one that finds it so without that command tidies up. */
  readonly phase: 'changing' | 'up';
  /** The experiment that the lab is broken with. */
  readonly fault?: string | undefined;
  /** The stage at which it was before it was broken at another: repair goes back there. */
  readonly wholeStage?: string | undefined;
  /** ISO time at which the lab came up. */
  readonly since: string;
  /** What the last `down` found still there, one line each; absent where none has ended so. */
  readonly left?: readonly string[] | undefined;
  /** The target's own notes: where it listens, which stacks it deployed, who the users are. */
  readonly live: Readonly<Record<string, unknown>>;
}

const folder = join(lives, 'state');

function fileOf(lab: string): string {
  return join(folder, `${lab}.json`);
}

/** Labs that have a state file, readable or not. */
export function labsWithState(): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/**
 * The state of the lab, or nothing where it is down.
 * @throws BadState where the file is cut short or of another version
 */
export function readState(lab: string): LabState | undefined {
  const file = fileOf(lab);
  if (!existsSync(file)) return undefined;
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as Partial<LabState>;
    if (state.schemaVersion !== 1 || state.lab !== lab || state.live === undefined)
      throw new Error('it lacks what a state has');
    return state as LabState;
  } catch (error) {
    throw new KitError('BadState', `${shown(file)} cannot be read: ${messageOf(error)}`, {
      cause: error,
      next: `./lab down ${lab} ends what it may have described and removes it`,
    });
  }
}

/** Written whole or not at all. */
export function writeState(state: LabState): void {
  mkdirSync(folder, { recursive: true });
  writeWhole(fileOf(state.lab), `${JSON.stringify(state, null, 2)}\n`, 0o600);
}

export function forgetState(lab: string): void {
  rmSync(fileOf(lab), { force: true });
}
