/** What surely gets through a gate, and what may: equal where nothing is unknown. */
import { type Intervals, everyPort, noPorts, union } from './intervals.ts';

export interface Filter {
  readonly sure: Intervals;
  readonly possible: Intervals;
}

export const nothing: Filter = { sure: noPorts, possible: noPorts };
export const all: Filter = { sure: everyPort, possible: everyPort };
export const unsaid: Filter = { sure: noPorts, possible: everyPort };

export function either(one: Filter, other: Filter): Filter {
  return {
    sure: union(one.sure, other.sure),
    possible: union(one.possible, other.possible),
  };
}
