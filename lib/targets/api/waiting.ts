/** Waiting, the one place where a live target does it. */
import { setTimeout as later } from 'node:timers/promises';
import type { Capabilities } from '../../capabilities.ts';
import type { Verdict } from '../../verdict.ts';

export function pause(milliseconds: number): Promise<void> {
  return later(milliseconds);
}

const pollMilliseconds = 100;

/** `eventually` and `steadily` by the wall clock: an API answers in the template's own time. */
export const waiting: Pick<Capabilities, 'eventually' | 'steadily'> = {
  eventually: async (_what, withinSeconds, holds) => {
    const until = Date.now() + withinSeconds * 1000;
    do {
      if (await holds()) return true;
      await pause(pollMilliseconds);
    } while (Date.now() < until);
    return false;
  },
  steadily: async ({ what, forSeconds, perSecond }, probe) => {
    const until = Date.now() + forSeconds * 1000;
    let last: Verdict = { outcome: 'unverified', reason: `${what}: nothing was probed` };
    do {
      last = await probe();
      if (last.outcome !== 'held') return last;
      await pause(1000 / perSecond);
    } while (Date.now() < until);
    return last;
  },
};
