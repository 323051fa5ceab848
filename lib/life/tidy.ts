/** What killed commands and dead emulators left behind is put in order before the next command looks. */
import { join } from 'node:path';
import { KitError } from '../errors.ts';
import type { Host } from '../output/host.ts';
import { forgetDeadLocks, isLocked } from '../state/lock.ts';
import { forgetState, labsWithState, readState, type LabState } from '../state/state.ts';
import { lives, made } from '../root.ts';
import { runs } from '../state/runs.ts';
import { forgetUnfinished } from '../state/unfinished.ts';
import { liveTarget, localTargets, targetOf } from '../targets/index.ts';

/** Every lab that no living command works on: what does not run any more is removed, and said. */
export async function tidy(host: Host): Promise<void> {
  forgetDeadLocks();
  for (const folder of [join(lives, 'state'), join(made, 'assemblies'), join(made, 'emulator')])
    forgetUnfinished(folder);
  const labs = new Set([...labsWithState(), ...runs()]);
  for (const lab of [...labs].filter((each) => !isLocked(each))) await tidyLab(lab, host);
}

/** The same for one lab; the caller holds its lock. */
export async function tidyLab(lab: string, host: Host): Promise<void> {
  const state = readable(lab);
  if (state === 'unreadable') return;
  if (state === undefined) {
    // A run folder whose command died before it wrote a state.
    if (runs().includes(lab)) await sweepEverywhere(lab);
    return;
  }
  const target = await targetOf(state);
  if (state.phase === 'up' && target.isAlive(state)) return;
  if (target.remains) {
    host.warn(
      `A command on ${lab} on ${state.target} was interrupted; ./lab up ${lab} goes on, ./lab down ${lab} removes what there is.`,
    );
    return;
  }
  await target.sweep(lab, state);
  forgetState(lab);
  host.warn(
    state.phase === 'up'
      ? `${lab} was up on ${state.target}, which has ended since; what it left is removed.`
      : `A command on ${lab} was interrupted; what it left is removed, the lab is down.`,
  );
}

/** Ends whatever there is of the lab here, whatever its state says. */
export async function sweepEverywhere(lab: string): Promise<void> {
  for (const name of localTargets) await (await liveTarget(name)).sweep(lab);
  forgetState(lab);
}

/** A state that is cut short stays for the command that names its lab: that one says so. */
function readable(lab: string): LabState | undefined | 'unreadable' {
  try {
    return readState(lab);
  } catch (error) {
    if (error instanceof KitError && error.code === 'BadState') return 'unreadable';
    throw error;
  }
}
