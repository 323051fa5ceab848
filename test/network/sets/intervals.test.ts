import fc from '../../support/fast-check.ts';
import {
  type Intervals,
  contains,
  covers,
  difference,
  equals,
  everyPort,
  intersection,
  intervals,
  isEmpty,
  noPorts,
  portsText,
  sizeOf,
  union,
} from '../../../lib/network/sets/intervals.ts';
import type { Range } from '../../../lib/network/services.ts';

/** Few ports, so that ranges touch, overlap and hold one another often. */
const port = fc.integer({ min: 0, max: 30 });
const range = fc
  .tuple(port, port)
  .map(([one, other]): Range => [Math.min(one, other), Math.max(one, other)]);
const set = fc.array(range, { maxLength: 6 }).map(intervals);

const ports = Array.from({ length: 32 }, (_, index) => index);
const members = (some: Intervals) => ports.filter((each) => contains(some, each));

function expectTidy(some: Intervals): void {
  for (const [at, [first, last]] of some.entries()) {
    expect(first).toBeLessThanOrEqual(last);
    const next = some[at + 1];
    if (next !== undefined) expect(next[0]).toBeGreaterThan(last + 1);
  }
}

describe('port sets', () => {
  it('hold what either set holds, after a union', () => {
    fc.assert(
      fc.property(set, set, (one, other) => {
        const both = union(one, other);
        expectTidy(both);
        expect(members(both)).toEqual(
          ports.filter((each) => contains(one, each) || contains(other, each)),
        );
      }),
    );
  });

  it('hold what both sets hold, after an intersection', () => {
    fc.assert(
      fc.property(set, set, (one, other) => {
        const both = intersection(one, other);
        expectTidy(both);
        expect(members(both)).toEqual(
          ports.filter((each) => contains(one, each) && contains(other, each)),
        );
      }),
    );
  });

  it('hold what only the first set holds, after a difference', () => {
    fc.assert(
      fc.property(set, set, (one, other) => {
        const rest = difference(one, other);
        expectTidy(rest);
        expect(members(rest)).toEqual(
          ports.filter((each) => contains(one, each) && !contains(other, each)),
        );
      }),
    );
  });

  it('cover one another when every port of the one is in the other', () => {
    fc.assert(
      fc.property(set, set, (one, other) => {
        expect(covers(one, other)).toBe(members(other).every((each) => contains(one, each)));
        expect(equals(one, other)).toBe(covers(one, other) && covers(other, one));
      }),
    );
  });

  it('are made of ranges in any order', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 6 }), (ranges) => {
        const made = intervals(ranges);
        expectTidy(made);
        expect(members(made)).toEqual(
          ports.filter((each) => ranges.some(([first, last]) => first <= each && each <= last)),
        );
        expect(sizeOf(made)).toBe(members(made).length);
      }),
    );
  });

  it('are empty without a range, and read as people write them', () => {
    expect(isEmpty(noPorts)).toBe(true);
    expect(isEmpty(intervals([[5, 4]]))).toBe(true);
    expect(isEmpty(everyPort)).toBe(false);
    expect(
      portsText(
        intervals([
          [1024, 65_535],
          [22, 22],
        ]),
      ),
    ).toBe('22, 1024-65535');
  });
});
