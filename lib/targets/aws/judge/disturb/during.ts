/** `during`: breaks something of the lab on AWS, lets it be judged, and repairs it whatever comes. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Disturbance } from '../../../../capabilities.ts';
import { KitError, messageOf } from '../../../../errors.ts';
import type { Host } from '../../../../output/host.ts';
import { breaks } from './breaks.ts';
import type { Tag } from '../../stacks/tags.ts';
import type { Repairs } from './repairs.ts';
import type { LiveLab } from '../live-lab.ts';

const attempts = 3;
const betweenSeconds = 5;

/** Those of this process that are not repaired yet. */
const unrepaired = new Set<Promise<unknown>>();

/** Waits for every repair: a check whose time was up goes on breaking and repairing behind its verdict. */
export async function everythingRepaired(host: Pick<Host, 'progress'>): Promise<void> {
  while (unrepaired.size > 0) {
    host.progress('waiting until what a check has broken is repaired');
    await Promise.allSettled(unrepaired);
  }
}

/** The disturbances of one lab: one at a time, but for one inside another. */
export class Disturbances {
  private readonly lab: LiveLab;
  private readonly tags: readonly Tag[];
  private readonly inside = new AsyncLocalStorage<true>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(lab: LiveLab, tags: readonly Tag[] = []) {
    this.lab = lab;
    this.tags = tags;
  }

  /**
   * A check whose time was up is still repaired before the next disturbance begins.
   * @throws Unavailable for what could not be repaired afterwards, NotRepaired where a repair did not go through
   */
  during<T>(disturbance: Disturbance, judge: () => Promise<T>): Promise<T> {
    if (this.inside.getStore() === true) return this.disturb(disturbance, judge);
    const turn = this.last.then(() =>
      this.inside.run(true, () => this.disturb(disturbance, judge)),
    );
    this.last = turn.catch(() => undefined);
    unrepaired.add(turn);
    const done = (): boolean => unrepaired.delete(turn);
    turn.then(done, done);
    return turn;
  }

  private async disturb<T>(disturbance: Disturbance, judge: () => Promise<T>): Promise<T> {
    const { lab } = this;
    lab.signal.throwIfAborted();
    const undoing: Undo[] = [];
    const repairs: Repairs = { add: (what, undo) => undoing.unshift({ what, undo }) };
    const broken = breaks(lab, { disturbance, repairs, tags: this.tags });
    let repaired: Promise<void> | undefined;
    const repair = async (): Promise<void> => {
      // What is being done is let come to its end: only then is it known what there is to undo.
      await broken.catch(() => undefined);
      repaired ??= this.undo(undoing);
      return repaired;
    };
    const undo = lab.host.onInterrupt(repair);
    try {
      await broken;
      return await judge();
    } finally {
      await repair();
      undo.forget();
    }
  }

  /** Every repair is tried, whatever becomes of the others. */
  private async undo(undoing: readonly Undo[]): Promise<void> {
    const failed: string[] = [];
    for (const each of undoing) {
      const problem = await this.tried(each);
      if (problem !== undefined) failed.push(`${each.what} (${problem})`);
    }
    if (failed.length > 0)
      throw new KitError('NotRepaired', `the lab is left broken: ${failed.join('; ')}`, {
        next: `do by hand: ${undoing.map(({ what }) => what).join(', then ')}; or ./lab down and up`,
      });
  }

  private async tried({ undo }: Undo): Promise<string | undefined> {
    let problem: string | undefined;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      try {
        await undo();
        return undefined;
      } catch (error) {
        problem = messageOf(error);
      }
      if (attempt < attempts) await this.lab.clock.pause(betweenSeconds * 1000);
    }
    return problem;
  }
}

interface Undo {
  readonly what: string;
  readonly undo: () => Promise<void>;
}
