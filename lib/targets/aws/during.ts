/** `during`: breaks something of the lab on AWS, lets it be judged, and repairs it whatever comes. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Disturbance } from '../../capabilities.ts';
import { KitError, messageOf } from '../../errors.ts';
import { breaks } from './breaks.ts';
import type { Tag } from './tags.ts';
import type { Repairs } from './repairs.ts';
import type { LiveLab } from './live-lab.ts';

const attempts = 3;
const betweenSeconds = 5;

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
