/** What a month costs, and what a change makes of it, in words. Pure. */
import type { Cost } from '../cost/cost.ts';
import type { CostChange, CostDifference } from '../cost/difference.ts';
import { dollars } from '../output/money.ts';

export interface Monthly {
  /** `at least 36.50` */
  readonly amount: string;
  readonly unit: string;
}

/** What costs by use is not in the amount. */
export function monthOf({ perMonth, isAtLeast, usage }: Cost): Monthly {
  return {
    amount: `${isAtLeast ? 'at least ' : ''}${dollars(perMonth)}`,
    unit: `US dollars a month${usage.length === 0 ? '' : ' and what is used'}`,
  };
}

/** `36.50 US dollars more, and what is used`; undefined where nothing changes. */
export function monthDifference({ perMonth, usage }: CostDifference): string | undefined {
  if (perMonth === 0) return usage.length === 0 ? undefined : 'the same, but for what is used';
  const amount = `${dollars(Math.abs(perMonth))} US dollars ${perMonth > 0 ? 'more' : 'less'}`;
  return usage.length === 0 ? amount : `${amount}, and what is used differs`;
}

/** What it is, and from what to what it goes. */
export function chargeChange({ kind, what, before, after }: CostChange): string {
  return kind === 'changed' ? `${what}: ${dollars(before)} -> ${dollars(after)}` : what;
}
