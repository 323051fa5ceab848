/** What one cost adds to another, line by line. Pure. */
import type { Cost } from './cost.ts';

export interface CostChange {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly place: string;
  readonly type: string;
  /** As the later cost names it; as the earlier one did where it is gone. */
  readonly what: string;
  /** US dollars a month; 0 where it was not there. */
  readonly before: number;
  readonly after: number;
  /** How much of it is assumed to be used; absent for what costs by time. */
  readonly assumes?: string;
}

export interface CostDifference {
  /** What costs by time. */
  readonly changes: readonly CostChange[];
  readonly perHour: number;
  readonly perMonth: number;
  /** What costs by use. */
  readonly usage: readonly CostChange[];
  readonly usagePerMonth: number;
  /** Something in one of the two is not known. */
  readonly isAtLeast: boolean;
}

interface Line {
  readonly stack: string;
  readonly place: string;
  readonly type: string;
  readonly what: string;
  readonly price: string;
  readonly perMonth: number;
  readonly assumes?: string;
}

/** The same line is the same price at the same place of the same stack. What stays equal is left out. */
export function costDifference(before: Cost, after: Cost): CostDifference {
  return {
    changes: changesBetween(before.lines, after.lines),
    perHour: rounded(after.perHour - before.perHour),
    perMonth: rounded(after.perMonth - before.perMonth),
    usage: changesBetween(before.usage, after.usage),
    usagePerMonth: rounded(after.usagePerMonth - before.usagePerMonth),
    isAtLeast: before.isAtLeast || after.isAtLeast,
  };
}

/** Without what floating point leaves over where two sums are equal. */
function rounded(amount: number): number {
  return Math.round(amount * 1e9) / 1e9;
}

/** In the order removed, changed, added. */
function changesBetween(before: readonly Line[], after: readonly Line[]): readonly CostChange[] {
  const [old, now] = [byPrice(before), byPrice(after)];
  const removed = [...old]
    .filter(([key]) => !now.has(key))
    .map(([, each]) => change('removed', each, { before: each.perMonth, after: 0 }));
  const changed = [...now].flatMap(([key, each]) => {
    const before = old.get(key)?.perMonth ?? each.perMonth;
    if (before === each.perMonth) return [];
    return [change('changed', each, { before, after: each.perMonth })];
  });
  const added = [...now]
    .filter(([key]) => !old.has(key))
    .map(([, each]) => change('added', each, { before: 0, after: each.perMonth }));
  return [...removed, ...changed, ...added];
}

/** Two volumes of one instance have one price: they are one line here. */
function byPrice(lines: readonly Line[]): ReadonlyMap<string, Line> {
  const found = new Map<string, Line>();
  for (const line of lines) {
    const key = `${line.stack}\0${line.place}\0${line.price}`;
    const same = found.get(key);
    const merged = {
      ...line,
      what: same === undefined ? line.what : `${same.what}, ${line.what}`,
      perMonth: line.perMonth + (same?.perMonth ?? 0),
    };
    found.set(key, merged);
  }
  return found;
}

function change(
  kind: CostChange['kind'],
  { place, type, what, assumes }: Line,
  amounts: Pick<CostChange, 'before' | 'after'>,
): CostChange {
  return { kind, place, type, what, ...amounts, ...(assumes === undefined ? {} : { assumes }) };
}
