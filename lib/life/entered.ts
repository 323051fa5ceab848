/** A command inside an instance of a running lab: what to spawn for it on this machine. */
import { loadLab } from '../catalog.ts';
import { KitError } from '../errors.ts';
import type { Host } from '../output/host.ts';
import { readState } from '../state/state.ts';
import { targetOf } from '../targets/index.ts';
import { tidy } from './tidy.ts';

export interface Inside {
  readonly lab: string;
  /** Of the instance, as typed. */
  readonly place: string;
  readonly command: readonly string[];
}

/** @throws UnknownLab, NotUp, NotEntered, UnknownInstance, WhichInstance */
export async function wordsInto(
  { lab, place, command }: Inside,
  host: Host,
): Promise<readonly string[]> {
  await loadLab(lab);
  await tidy(host);
  const state = readState(lab);
  if (state?.phase !== 'up')
    throw new KitError('NotUp', `${lab} is not up`, { next: `./lab up ${lab} --on packets` });
  const target = await targetOf(state);
  if (target.entering === undefined)
    throw new KitError('NotEntered', `${lab} is up on ${target.title}, which runs no instances`, {
      next: `./lab down ${lab}, then ./lab up ${lab} --on packets`,
    });
  return target.entering(state, place, command);
}
