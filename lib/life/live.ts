/** A lab's life on a target: up, changed in place, down. One command at a time. */
import { assemblyFolder, assemblyOf } from '../assembly/assembly.ts';
import type { Host } from '../output/host.ts';
import type { Parameters } from '../parameters.ts';
import { lockLab } from '../state/lock.ts';
import { forgetState, readState, writeState, type LabState } from '../state/state.ts';
import { liveTarget } from '../targets/index.ts';
import type { Judge, LiveTargetName, Removed } from '../targets/target.ts';
import { tidyLab } from './tidy.ts';

/** How a lab is to be. */
export interface Wanted {
  readonly lab: string;
  readonly target: LiveTargetName;
  readonly stage: string;
  readonly parameters: Parameters;
  readonly fault?: string | undefined;
  readonly wholeStage?: string | undefined;
  /** Does it stay up when the command ends? @default true */
  readonly stays?: boolean;
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
  const { lab, stage, parameters, fault, wholeStage, stays = true } = wanted;
  const before = readState(lab);
  const target = await liveTarget(wanted.target);
  host.progress(`synthesizing ${lab}`);
  const { folder } = await assemblyOf({ lab, stage, parameters, fault });
  const begun = before ?? { since: new Date().toISOString(), live: {} };
  const changing: LabState = {
    ...{ schemaVersion: 1, lab, target: wanted.target, stage, parameters, fault, wholeStage },
    ...{ phase: 'changing', since: begun.since, live: begun.live },
  };
  writeState(changing);
  const undo = host.onInterrupt(async () => {
    await target.sweep(lab);
    forgetState(lab);
    if (before !== undefined) host.warn(`${lab} was in the middle of a change; it is down now.`);
  });
  try {
    const request = { lab, stage, parameters, fault, folder, stays };
    const live = await target.up(request, host, before);
    const state: LabState = { ...changing, phase: stays ? 'up' : 'changing', live };
    writeState(state);
    if (stays) undo.forget();
    return state;
  } catch (error) {
    // What was up and still stands is left as it was.
    if (before === undefined || !target.isAlive(before)) await undo.run();
    else writeState(before);
    undo.forget();
    throw error;
  }
}

/** Removes the lab and looks that it is gone. The caller holds it. */
export async function takeDown(state: LabState, host: Host): Promise<Removed> {
  const target = await liveTarget(state.target);
  writeState({ ...state, phase: 'changing' });
  const removed = await target.down(state, host);
  forgetState(state.lab);
  return removed;
}

/** A judge of the lab as it is up. */
export async function attach(state: LabState): Promise<Judge> {
  return (await liveTarget(state.target)).attach(state);
}
