/** Sets of ports: sorted ranges that neither overlap nor touch. Pure; every function gives such a set again. */
import { type Range, allPorts } from '../services.ts';

export type Intervals = readonly Range[];

export const noPorts: Intervals = [];
export const everyPort: Intervals = [allPorts];

/** The set that holds these ranges, in any order, overlapping or not. */
export function intervals(ranges: readonly Range[]): Intervals {
  const sorted = ranges
    .filter(([first, last]) => first <= last)
    .sort(([one], [other]) => one - other);
  const merged: [number, number][] = [];
  for (const [first, last] of sorted) append(merged, first, last);
  return merged;
}

function append(to: [number, number][], first: number, last: number): void {
  const previous = to.at(-1);
  if (previous === undefined || previous[1] + 1 < first) to.push([first, last]);
  else if (previous[1] < last) previous[1] = last;
}

export function isEmpty(set: Intervals): boolean {
  return set.length === 0;
}

export function contains(set: Intervals, port: number): boolean {
  return set.some(([first, last]) => first <= port && port <= last);
}

export function union(one: Intervals, other: Intervals): Intervals {
  if (one === other || other.length === 0) return one;
  if (one.length === 0) return other;
  return intervals([...one, ...other]);
}

export function intersection(one: Intervals, other: Intervals): Intervals {
  if (one === other) return one;
  const both: Range[] = [];
  let [left, right] = [0, 0];
  for (;;) {
    const [a, b] = [one[left], other[right]];
    if (a === undefined || b === undefined) return both;
    const [first, last] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
    if (first <= last) both.push([first, last]);
    if (a[1] < b[1]) left += 1;
    else right += 1;
  }
}

/** What is in `one` and not in `other`. */
export function difference(one: Intervals, other: Intervals): Intervals {
  if (one.length === 0 || other.length === 0) return one;
  return one.flatMap((range) => cut(range, other));
}

function cut([start, last]: Range, holes: Intervals): readonly Range[] {
  const rest: Range[] = [];
  let first = start;
  for (const [from, to] of holes) {
    if (to < first || from > last) continue;
    if (first < from) rest.push([first, from - 1]);
    first = to + 1;
  }
  if (first <= last) rest.push([first, last]);
  return rest;
}

/** Is all of `inner` in `outer`? */
export function covers(outer: Intervals, inner: Intervals): boolean {
  if (outer === inner || outer === everyPort) return true;
  return inner.every(([first, last]) => outer.some(([from, to]) => from <= first && last <= to));
}

export function equals(one: Intervals, other: Intervals): boolean {
  return (
    one === other ||
    (one.length === other.length &&
      one.every(([first, last], at) => first === other[at]?.[0] && last === other[at][1]))
  );
}

/** How many ports. */
export function sizeOf(set: Intervals): number {
  return set.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** `22, 1024-65535` */
export function portsText(set: Intervals): string {
  return set.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
