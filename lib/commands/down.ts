/** `lab down LAB`: removes a lab and looks that nothing of it is left. */
import { loadLab } from '../catalog.ts';
import { exitCodes, KitError } from '../errors.ts';
import { takeDown } from '../life/live.ts';
import { sweepEverywhere, tidyLab } from '../life/tidy.ts';
import type { Host, Outcome } from '../output/host.ts';
import { seconds } from '../output/table.ts';
import { lockLab } from '../state/lock.ts';
import { runs } from '../state/runs.ts';
import { labsWithState, readState } from '../state/state.ts';
import type { Removed } from '../targets/target.ts';
import type { Typed } from './command.ts';

interface Data extends Removed {
  readonly lab: string;
  /** What there was to remove: a lab that was up, a state that could not be read, nothing. */
  readonly was: 'up' | 'unreadable' | 'down';
  readonly milliseconds: number;
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const since = performance.now();
  const lab = typed.words[0] ?? '';
  // What is up is taken down whatever became of the lab's files.
  if (![...labsWithState(), ...runs()].includes(lab)) await loadLab(lab);
  const unlock = lockLab(lab, `down ${lab}`);
  try {
    const removed = await remove(lab, host);
    const exitCode = removed.left.length === 0 ? exitCodes.asTold : exitCodes.otherwise;
    return { data: { lab, ...removed, milliseconds: performance.now() - since }, exitCode };
  } finally {
    unlock();
  }
}

async function remove(lab: string, host: Host): Promise<Removed & Pick<Data, 'was'>> {
  const nothing = { left: [], notLookedFor: [] };
  try {
    await tidyLab(lab, host);
    const state = readState(lab);
    if (state === undefined) return { ...nothing, was: 'down' };
    return { ...(await takeDown(state, host)), was: 'up' };
  } catch (error) {
    if (!(error instanceof KitError && error.code === 'BadState')) throw error;
    await sweepEverywhere(lab);
    return { ...nothing, was: 'unreadable' };
  }
}

export function text({ lab, was, left, notLookedFor, milliseconds }: Data): readonly string[] {
  if (was === 'down') return [`${lab} is down; there was nothing to remove.`];
  if (was === 'unreadable')
    return [
      `The state of ${lab} could not be read. Every process and file that it may have described is gone; ${lab} is down.`,
    ];
  if (left.length > 0)
    return [
      `Removed in ${seconds(milliseconds)}, but still there:`,
      ...left.map((each) => `  ${each}`),
    ];
  const seen =
    notLookedFor.length === 0
      ? 'nothing is left'
      : `nothing is left of what can be looked for, which ${notLookedFor.join(', ')} cannot`;
  return [`Down in ${seconds(milliseconds)}; looked, and ${seen}.`];
}
