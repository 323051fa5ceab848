/** A lab's life on a target: up, changed in place, down. One command at a time. */
import { assemblyFolder, assemblyOf } from '../assembly/assembly.ts';
import { KitError } from '../errors.ts';
import type { Host, Undoing } from '../output/host.ts';
import type { Parameters } from '../parameters.ts';
import { lockLab } from '../state/lock.ts';
import { forgetState, readState, writeState, type LabState } from '../state/state.ts';
import { liveTarget, targetOf } from '../targets/index.ts';
import type { Judge, LiveTarget, LiveTargetName, Removed, TargetName } from '../targets/target.ts';
import { tidyLab } from './tidy.ts';

/** How a lab is to be. */
export interface Wanted {
  readonly lab: string;
  readonly target: LiveTargetName;
  /** Where it is, for a target that runs already. */
  readonly endpoint?: string | undefined;
  readonly stage: string;
  readonly parameters: Parameters;
  readonly fault?: string | undefined;
  readonly wholeStage?: string | undefined;
  /** Does it stay up when the command ends? @default true */
  readonly stays?: boolean;
  /** The first line, said once the target has let the person in. */
  readonly says?: string;
}

/** Runs the work while no other command may change the lab, after what a dead one left is put in order. */
export async function withLab<T>(
  lab: string,
  { host, command }: { host: Host; command: string },
  work: () => Promise<T>,
): Promise<T> {
  const unlock = lockLab(lab, command);
  try {
    await tidyLab(lab, host);
    return await work();
  } finally {
    unlock();
  }
}

/** Is what runs what the files of the lab and the kit say now? */
export function isCurrent({ lab, stage, parameters, fault, live }: LabState): boolean {
  return live['folder'] === assemblyFolder({ lab, stage, parameters, fault });
}

/** Brings the lab into the wanted shape: from nothing, or in place where it is up. The caller holds the lab. */
export async function bring(wanted: Wanted, host: Host): Promise<LabState> {
  const { lab, stage, parameters, fault, wholeStage, stays = true, says } = wanted;
  const before = readState(lab);
  refuseElsewhere(wanted, before);
  const target =
    before === undefined ? await liveTarget(wanted.target, wanted) : await targetOf(before);
  await target.enter?.();
  if (says !== undefined) host.say(says);
  host.progress(`synthesizing ${lab}`);
  const { folder } = await assemblyOf({ lab, stage, parameters, fault });
  const changing: LabState = {
    ...{ schemaVersion: 1, lab, target: wanted.target, stage, parameters, fault, wholeStage },
    ...{ phase: 'changing', since: new Date().toISOString(), live: {}, ...startOf(before) },
  };
  writeState(changing);
  const change = new Change(target, lab, before);
  const undo = host.onInterrupt(() => change.interrupted(host));
  const note = (live: LabState['live']): void => {
    change.isNoted = true;
    writeState({ ...changing, live });
  };
  try {
    const request = { lab, stage, parameters, fault, folder, stays, note };
    const live = await target.up(request, host, before);
    const state: LabState = { ...changing, phase: stays ? 'up' : 'changing', live };
    writeState(state);
    if (stays) undo.forget();
    return state;
  } catch (error) {
    await change.failed(undo);
    throw error;
  }
}

function startOf(before: LabState | undefined): Partial<Pick<LabState, 'since' | 'live'>> {
  return before === undefined ? {} : { since: before.since, live: before.live };
}

/** What becomes of the state when a change does not come to its end. */
class Change {
  /** Has the target noted what it is about to make? */
  isNoted = false;
  private readonly target: LiveTarget;
  private readonly lab: string;
  private readonly before: LabState | undefined;

  constructor(target: LiveTarget, lab: string, before: LabState | undefined) {
    this.target = target;
    this.lab = lab;
    this.before = before;
  }

  async interrupted(host: Host): Promise<void> {
    const { lab, target } = this;
    if (target.remains) return;
    await target.sweep(lab, readState(lab));
    forgetState(lab);
    if (this.before !== undefined)
      host.warn(`${lab} was in the middle of a change; it is down now.`);
  }

  /** What was up and still stands is left as it was. */
  async failed(undo: Undoing): Promise<void> {
    const { before, target } = this;
    const stands = before !== undefined && target.isAlive(before);
    if (!stands) await undo.run();
    undo.forget();
    // What may have been begun outside this machine is not forgotten.
    if (target.remains && this.isNoted) return;
    if (stands) writeState(before);
    else forgetState(this.lab);
  }
}

/** @throws UpElsewhere */
export function refuseElsewhere(
  { lab, target }: { readonly lab: string; readonly target: TargetName },
  running: LabState | undefined,
): void {
  if (running === undefined || running.target === target) return;
  throw new KitError('UpElsewhere', `${lab} is up on ${running.target}, not on ${target}`, {
    next: `./lab down ${lab} first`,
  });
}

/** Removes the lab and looks that it is gone. The caller holds it. */
export async function takeDown(state: LabState, host: Host): Promise<Removed> {
  const target = await targetOf(state);
  await target.enter?.();
  const changing: LabState = { ...state, phase: 'changing', left: undefined };
  writeState(changing);
  const removed = await target.down(state, host);
  // What is left outside this machine is looked for again by the next `down`.
  if (!target.remains || removed.left.length === 0) forgetState(state.lab);
  else writeState({ ...changing, left: removed.left });
  return removed;
}

/** A judge of the lab as it is up. */
export async function attach(state: LabState, host: Host): Promise<Judge> {
  return (await targetOf(state)).attach(state, host);
}
