/**
 * Which services get through between two classes of interfaces, as numbers: equal sets have one number, and what two
 * numbers give together is remembered in tables of a fixed size.
 */
import {
  type Intervals,
  equals,
  everyPort,
  intersection,
  noPorts,
  portsText,
  union,
} from './intervals.ts';
import type { Filter } from './filter.ts';

/** Destination ports; of ICMP all ports for an echo, or none. */
export interface Reached {
  readonly tcp: Filter;
  readonly udp: Filter;
  readonly icmp: Filter;
}

/** A number that stands for a {@link Reached}. */
export type ReachedId = number;

export const nothingReached: ReachedId = 0;
export const allReached: ReachedId = 1;

type Operation = (one: Intervals, other: Intervals) => Intervals;

/** Two numbers to one; what falls on the same slot takes its place. */
interface Slots {
  readonly one: Int32Array;
  readonly other: Int32Array;
  readonly result: Int32Array;
}

interface Limits {
  /** More new sets than this are forgotten when {@link ReachedSets.forget} is called. @default some 100 MB of them */
  readonly mostSets?: number;
  /** What two numbers give is remembered for 2 to this power pairs. */
  readonly slotBits?: number;
}

export class ReachedSets {
  private readonly sets: Reached[] = [];
  private readonly keys: string[] = [];
  private readonly numbers = new Map<string, ReachedId>();
  private readonly unions: Slots;
  private readonly intersections: Slots;
  private readonly mostSets: number;
  private readonly slotBits: number;
  private kept = 0;

  constructor({ mostSets = 200_000, slotBits = 20 }: Limits = {}) {
    this.mostSets = mostSets;
    this.slotBits = slotBits;
    this.unions = slotsFor(slotBits);
    this.intersections = slotsFor(slotBits);
    const none: Filter = { sure: noPorts, possible: noPorts };
    const all: Filter = { sure: everyPort, possible: everyPort };
    this.numberOf({ tcp: none, udp: none, icmp: none });
    this.numberOf({ tcp: all, udp: all, icmp: all });
  }

  get(id: ReachedId): Reached {
    const found = this.sets[id];
    if (found === undefined) throw new Error(`no set has the number ${id}`);
    return found;
  }

  numberOf(given: Reached): ReachedId {
    const reached = { tcp: tidy(given.tcp), udp: tidy(given.udp), icmp: tidy(given.icmp) };
    const key = keyOf(reached);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const id = this.sets.push(reached) - 1;
    this.keys.push(key);
    this.numbers.set(key, id);
    return id;
  }

  union(one: ReachedId, other: ReachedId): ReachedId {
    if (one === other || other === nothingReached) return one;
    if (one === nothingReached) return other;
    if (one === allReached || other === allReached) return allReached;
    return this.remembered(this.unions, one < other ? [one, other] : [other, one], union);
  }

  intersection(one: ReachedId, other: ReachedId): ReachedId {
    if (one === other || other === allReached) return one;
    if (one === allReached) return other;
    if (one === nothingReached || other === nothingReached) return nothingReached;
    const pair: readonly [number, number] = one < other ? [one, other] : [other, one];
    return this.remembered(this.intersections, pair, intersection);
  }

  private remembered(
    { one, other, result }: Slots,
    [low, high]: readonly [ReachedId, ReachedId],
    operation: Operation,
  ): ReachedId {
    const slot = Math.imul(Math.imul(low, 0x9e3779b1) ^ high, 0x85ebca6b) >>> (32 - this.slotBits);
    if (one[slot] === low && other[slot] === high) return result[slot] ?? nothingReached;
    const [left, right] = [this.get(low), this.get(high)];
    const found = this.numberOf({
      tcp: combined(left.tcp, right.tcp, operation),
      udp: combined(left.udp, right.udp, operation),
      icmp: combined(left.icmp, right.icmp, operation),
    });
    one[slot] = low;
    other[slot] = high;
    result[slot] = found;
    return found;
  }

  /** From here on, {@link forget} leaves what is known now. */
  keep(): void {
    this.kept = this.sets.length;
  }

  /** Drops what has come since {@link keep}, where that is much: its numbers mean nothing any more. */
  forget(): void {
    if (this.sets.length - this.kept < this.mostSets) return;
    for (const key of this.keys.slice(this.kept)) this.numbers.delete(key);
    this.keys.length = this.kept;
    this.sets.length = this.kept;
    for (const { one } of [this.unions, this.intersections]) one.fill(0);
  }
}

function slotsFor(bits: number): Slots {
  const size = 1 << bits;
  return {
    one: new Int32Array(size),
    other: new Int32Array(size),
    result: new Int32Array(size),
  };
}

function combined(one: Filter, other: Filter, operation: Operation): Filter {
  const sure = operation(one.sure, other.sure);
  if (one.sure === one.possible && other.sure === other.possible) return { sure, possible: sure };
  return { sure, possible: operation(one.possible, other.possible) };
}

/** Where nothing is unknown both are one, so that all that follows is done once. */
function tidy(filter: Filter): Filter {
  const { sure, possible } = filter;
  return sure !== possible && equals(sure, possible) ? { sure, possible: sure } : filter;
}

function keyOf({ tcp, udp, icmp }: Reached): string {
  return `${filterKey(tcp)} ${filterKey(udp)} ${filterKey(icmp)}`;
}

function filterKey({ sure, possible }: Filter): string {
  return sure === possible ? portsText(sure) : `${portsText(sure)}/${portsText(possible)}`;
}
