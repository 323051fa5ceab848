import fc from '../../support/fast-check.ts';
import {
  type Intervals,
  intersection,
  intervals,
  union,
} from '../../../lib/network/sets/intervals.ts';
import {
  type Reached,
  ReachedSets,
  allReached,
  nothingReached,
} from '../../../lib/network/sets/reached.ts';

const ports = fc
  .uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 5 })
  .map((some) => intervals(some.map((port) => [port, port])));
const filter = fc
  .tuple(ports, ports)
  .map(([one, other]) => ({ sure: one, possible: union(one, other) }));
const reached = fc.record({ tcp: filter, udp: filter, icmp: filter });

type Operation = (one: Intervals, other: Intervals) => Intervals;

function both(one: Reached, other: Reached, operation: Operation): Reached {
  const of = (service: keyof Reached) => ({
    sure: operation(one[service].sure, other[service].sure),
    possible: operation(one[service].possible, other[service].possible),
  });
  return { tcp: of('tcp'), udp: of('udp'), icmp: of('icmp') };
}

describe('numbered sets', () => {
  it('give by number what the sets give, also when asked again and in the other order', () => {
    // So few slots that most pairs share one.
    const sets = new ReachedSets({ slotBits: 3 });
    fc.assert(
      fc.property(fc.array(reached, { minLength: 2, maxLength: 8 }), (some) => {
        const ids = some.map((each) => sets.numberOf(each));
        for (const [one, left] of some.entries())
          for (const [other, right] of some.entries()) {
            const [a, b] = [ids[one] ?? 0, ids[other] ?? 0];
            expect(sets.get(sets.union(a, b))).toEqual(both(left, right, union));
            expect(sets.get(sets.intersection(a, b))).toEqual(both(left, right, intersection));
            expect(sets.union(b, a)).toBe(sets.union(a, b));
          }
      }),
      { numRuns: 40 },
    );
  });

  it('have one number for equal sets, and know nothing and everything', () => {
    const sets = new ReachedSets();
    const tcp80 = { sure: [[80, 80]], possible: [[80, 80]] } as const;
    const none = { sure: [], possible: [] };
    const one = sets.numberOf({ tcp: tcp80, udp: none, icmp: none });
    expect(sets.numberOf({ tcp: { ...tcp80 }, udp: none, icmp: none })).toBe(one);
    expect(sets.numberOf({ tcp: none, udp: none, icmp: none })).toBe(nothingReached);
    expect(sets.union(one, allReached)).toBe(allReached);
    expect(sets.intersection(one, nothingReached)).toBe(nothingReached);
  });

  it('are forgotten when they are many, but for those that are kept', () => {
    const sets = new ReachedSets({ mostSets: 10 });
    const none = { sure: [], possible: [] };
    const numberFor = (port: number) => {
      const tcp = { sure: intervals([[port, port]]), possible: intervals([[port, port]]) };
      return sets.numberOf({ tcp, udp: none, icmp: none });
    };
    const [kept, other] = [numberFor(1), numberFor(2)];
    sets.keep();
    const sum = sets.union(kept, other);
    for (let port = 10; port < 30; port += 1) numberFor(port);
    sets.forget();
    expect(numberFor(1)).toBe(kept);
    expect(numberFor(99)).toBe(sum);
    expect(sets.get(sets.union(kept, other)).tcp.sure).toEqual([[1, 2]]);
  });
});
