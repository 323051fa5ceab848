/** What killed commands and dead emulators left behind is put in order before the next command looks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../errors.ts';
import type { Host } from '../output/host.ts';
import { count } from '../output/table.ts';
import { forgetDeadLocks, isLocked } from '../state/lock.ts';
import { forgetState, labsWithState, readState, type LabState } from '../state/state.ts';
import { lives, made, shown } from '../root.ts';
import { runs } from '../state/runs.ts';
import { forgetUnfinished } from '../state/unfinished.ts';
import { liveTarget, localTargets, targetOf } from '../targets/index.ts';

/** Every lab that no living command works on: what does not run any more is removed, and said. */
export async function tidy(host: Host): Promise<void> {
  forgetDeadLocks();
  for (const name of ['assemblies', 'emulator', 'judged']) forgetUnfinished(join(made, name));
  forgetUnfinished(join(lives, 'state'));
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
    host.warn(whatStands(state));
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

/** What there may be of a lab where it outlives this machine, and what to type. */
function whatStands({ lab, target, left = [] }: LabState): string {
  if (left.length === 0)
    return `A command on ${lab} on ${target} was interrupted; ./lab up ${lab} goes on, ./lab down ${lab} removes what there is.`;
  const things = `${count(left.length, 'thing')} of it ${left.length === 1 ? 'is' : 'are'}`;
  return `${lab} was taken down on ${target}, and ${things} still there: ${left[0] ?? ''}${left.length > 1 ? ' ...' : ''}; ./lab sweep shows them, with --remove it removes what is not protected, then ./lab down ${lab} looks again.`;
}

/**
 * Ends whatever there is of the lab on this machine, whatever its state says, and forgets it.
 * @throws StandsElsewhere, MayStandElsewhere as {@link refuseToForget}
 */
export async function sweepEverywhere(lab: string): Promise<void> {
  await refuseToForget(lab);
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

/**
 * Only `down` forgets what outlives this machine, once it has looked that it is gone.
 * @throws StandsElsewhere for a lab that is up there; MayStandElsewhere where nobody can read that it is not
 */
export async function refuseToForget(lab: string): Promise<void> {
  if (!labsWithState().includes(lab)) return;
  const state = readable(lab);
  if (state === undefined) return;
  if (state !== 'unreadable') {
    if (!(await targetOf(state)).remains) return;
    throw new KitError(
      'StandsElsewhere',
      `${lab} is up on ${state.target} and would be forgotten`,
      {
        next: `./lab down ${lab} first; ./lab sweep shows what else of labs stands there`,
      },
    );
  }
  const file = join(lives, 'state', `${lab}.json`);
  const named = targetIn(readFileSync(file, 'utf8'));
  if (localTargets.some((each) => each === named)) return;
  throw new KitError(
    'MayStandElsewhere',
    `${shown(file)} cannot be read, and ${lab} may be up on ${named ?? 'aws'}`,
    {
      next: `./lab sweep finds what stands there and with --remove removes it; after that delete ${shown(file)}`,
    },
  );
}

/** What a state that cannot be read still says of its target: it stands near the beginning. */
function targetIn(text: string): string | undefined {
  return /"target":\s*"([a-z]+)"/.exec(text)?.[1];
}
