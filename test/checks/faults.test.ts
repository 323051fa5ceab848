import fc from '../support/fast-check.ts';
import { faultResult } from '../../lib/checks/faults.ts';
import type { Judged } from '../../lib/checks/runner.ts';
import type { CounterExample } from '../../lib/lab.ts';
import { judgedAs } from '../support/fakes.ts';

type Outcomes = Readonly<Record<string, Judged['outcome']>>;
const all = (outcomes: Outcomes): readonly Judged[] =>
  Object.entries(outcomes).map(([check, outcome]) => judgedAs(check, outcome));

const fault: CounterExample = {
  ...{ id: 'broken', stage: 'first', fails: ['a', 'b'], alsoFails: { c: 'it rests on a' } },
};

interface Case {
  readonly says: string;
  readonly without: Outcomes;
  readonly under: Outcomes;
  readonly outcome: string;
  readonly reason: string;
  readonly fell?: readonly string[];
}

const whole: Outcomes = { a: 'held', b: 'held', c: 'held', d: 'held' };
const fallen: Outcomes = { a: 'failed', b: 'failed', c: 'failed', d: 'held' };
const cases: readonly Case[] = [
  {
    says: 'all that is told falls and nothing else',
    ...{ without: whole, under: fallen, outcome: 'caught', reason: 'a, b failed' },
    fell: ['a', 'b', 'c'],
  },
  {
    says: 'one that it names cannot be judged here',
    without: { ...whole, b: 'unverified' },
    under: { ...fallen, b: 'unverified' },
    ...{ outcome: 'caught', reason: 'a failed', fell: ['a', 'c'] },
  },
  {
    says: 'none that it names can be judged here',
    without: { a: 'unverified', b: 'unverified', d: 'held' },
    under: { a: 'unverified', b: 'unverified', d: 'held' },
    ...{ outcome: 'not judged', reason: 'a unverified', fell: [] },
  },
  {
    says: 'one that it names is not asked at its stage',
    ...{ without: { d: 'held' }, under: { d: 'held' } },
    ...{ outcome: 'refused', reason: 'it names a, which is not asked at its stage', fell: [] },
  },
  {
    says: 'one that it names does not hold without it',
    ...{ without: { ...whole, b: 'failed' }, under: fallen },
    ...{ outcome: 'refused', reason: 'b does not hold without it: b failed' },
  },
  {
    says: 'one that it names still holds',
    ...{ without: whole, under: { ...fallen, b: 'held' } },
    ...{ outcome: 'missed', reason: 'b was to fail and is held' },
  },
  {
    says: 'one that it names can no longer be judged',
    ...{ without: whole, under: { ...fallen, b: 'unverified' } },
    ...{ outcome: 'missed', reason: 'b was to fail and is unverified' },
  },
  {
    says: 'one that it names is gone',
    ...{ without: whole, under: { a: 'failed', c: 'failed', d: 'held' } },
    ...{ outcome: 'missed', reason: 'b was to fail and is not there' },
  },
  {
    says: 'what was to fall besides stands',
    ...{ without: whole, under: { ...fallen, c: 'held' } },
    ...{ outcome: 'missed', reason: 'c was to fail and is held' },
  },
  {
    says: 'what falls besides did not hold before',
    ...{ without: { ...whole, c: 'failed' }, under: fallen },
    ...{ outcome: 'caught', reason: 'a, b failed', fell: ['a', 'b'] },
  },
  {
    says: 'something falls that nobody told of',
    ...{ without: whole, under: { ...fallen, d: 'failed' } },
    ...{ outcome: 'missed', reason: 'd failed besides: d failed' },
  },
  {
    says: 'several things are otherwise',
    ...{ without: whole, under: { a: 'held', b: 'failed', c: 'failed', d: 'failed' } },
    ...{ outcome: 'missed', reason: 'a was to fail and is held; d failed besides: d failed' },
  },
];

test.each(cases)('$outcome where $says', ({ without, under, outcome, reason, fell }) => {
  const result = faultResult(fault, all(without), all(under));
  expect(result).toMatchObject({ id: 'broken', outcome, reason });
  expect(fell === undefined || fell.join() === result.fell.join()).toBe(true);
});

test.each([
  ['read', 'read', true],
  ['read', 'seen', false],
  ['proved', 'proved', false],
] as const)('noticed by what is %s and %s: only by reading %s', (a, b, byReading) => {
  const under = [
    judgedAs('a', 'failed', { strength: a }),
    judgedAs('b', 'failed', { strength: b }),
  ];
  const two: CounterExample = { id: 'x', stage: 'first', fails: ['a', 'b'] };
  expect(faultResult(two, all({ a: 'held', b: 'held' }), under)).toMatchObject({ byReading });
});

const outcomes = fc.constantFrom('held', 'failed', 'unverified');
const ids = ['a', 'b', 'c', 'd', 'e'];
const seen = fc
  .record(Object.fromEntries(ids.map((id) => [id, outcomes])), { requiredKeys: [] })
  .map((each) => all(each as Outcomes));
const faults = fc
  .tuple(fc.subarray(ids, { minLength: 1 }), fc.subarray(ids))
  .map(([[first = 'a', ...more], also]): CounterExample => ({
    ...{ id: 'x', stage: 'first', fails: [first, ...more] },
    alsoFails: Object.fromEntries(also.map((each) => [each, 'why'])),
  }));

test('a fault is caught if and only if the named checks that are judged fell, and no other', () => {
  fc.assert(
    fc.property(faults, seen, seen, (some, without, under) => {
      const before = (id: string) => without.find(({ check }) => check === id)?.outcome;
      const after = (id: string) => under.find(({ check }) => check === id)?.outcome;
      const fell = ids.filter((id) => before(id) === 'held' && after(id) === 'failed');
      const judged = some.fails.filter((id) => ['held', 'failed'].includes(before(id) ?? ''));
      const also = Object.keys(some.alsoFails ?? {}).filter((id) => before(id) === 'held');
      const told = [...some.fails, ...also];
      const isCaught =
        some.fails.every((id) => before(id) !== undefined) &&
        judged.length > 0 &&
        [...judged, ...also].every((id) => fell.includes(id)) &&
        fell.every((id) => told.includes(id));
      expect(faultResult(some, without, under).outcome === 'caught').toBe(isCaught);
    }),
    { numRuns: 1000 },
  );
});
