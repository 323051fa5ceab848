/** In which order and how many at once the runner asks checks. */
import { setTimeout as later } from 'node:timers/promises';
import fc from '../support/fast-check.ts';
import { judgeChecks } from '../../lib/checks/runner.ts';
import type { Check } from '../../lib/lab.ts';
import { held } from '../../lib/verdict.ts';
import { checkWith, fakeJudge, wayOf } from '../support/fakes.ts';

interface Plan {
  readonly disturbs: boolean;
  readonly milliseconds: number;
}

/** Checks that note how many others are judged while they are. */
function watched(plans: readonly Plan[]) {
  const running = new Set<number>();
  const together: number[] = plans.map(() => 0);
  const order: number[] = [];
  const look = (): void => {
    for (const each of running) together[each] = Math.max(together[each] ?? 0, running.size);
  };
  const checks: readonly Check[] = plans.map(({ disturbs, milliseconds }, index) => {
    const judge = async () => {
      order.push(index);
      running.add(index);
      look();
      await later(milliseconds);
      running.delete(index);
      return held(`${index}`);
    };
    const needs = disturbs ? (['fact', 'during'] as const) : (['fact'] as const);
    return checkWith(`check-${index}`, { ways: [wayOf(judge, { needs })] });
  });
  return { checks, together, order };
}

const judge = (checks: readonly Check[], onJudged: (check: string) => void = () => undefined) =>
  judgeChecks({ lab: 'fake', stage: 'one', stages: ['one'], checks }, fakeJudge(), {
    onJudged: ({ check }) => {
      onJudged(check);
    },
  });

const plain = (milliseconds: number): Plan => ({ disturbs: false, milliseconds });
const disturbing: Plan = { disturbs: true, milliseconds: 5 };

test('twelve checks are judged at once, and no more', async () => {
  const { checks, together } = watched(Array.from({ length: 20 }, () => plain(5)));
  await judge(checks);
  expect(Math.max(...together)).toBe(12);
});

test('verdicts come in the order of the checks, and are told as they come in', async () => {
  const { checks } = watched([plain(30), disturbing, plain(1)]);
  const told: string[] = [];
  const verdicts = await judge(checks, (check) => told.push(check));
  expect(verdicts.map(({ check }) => check)).toEqual(['check-0', 'check-1', 'check-2']);
  expect(told).toEqual(['check-2', 'check-0', 'check-1']);
});

test('a check that disturbs the lab waits for the others and has it to itself', async () => {
  const { checks, together, order } = watched([
    ...[disturbing, plain(20), disturbing, plain(1), plain(10)],
  ]);
  await judge(checks);
  expect([together[0], together[2]]).toEqual([1, 1]);
  expect(order.slice(-2)).toEqual([0, 2]);
});

test('whatever the checks, at most twelve run at once and a disturbing one runs alone', async () => {
  const plans = fc.array(fc.record({ disturbs: fc.boolean(), milliseconds: fc.nat({ max: 4 }) }), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(plans, async (some) => {
      const { checks, together } = watched(some);
      const verdicts = await judge(checks);
      expect(verdicts.map(({ reason }) => reason)).toEqual(some.map((_, index) => `${index}`));
      expect(some.every(({ disturbs }, index) => !disturbs || together[index] === 1)).toBe(true);
      expect(Math.max(0, ...together)).toBeLessThanOrEqual(12);
    }),
    { numRuns: 30 },
  );
});

test('after one has thrown no further check is begun', async () => {
  const { checks, order } = watched(Array.from({ length: 30 }, () => plain(5)));
  const throws = checkWith('bug', { ways: [wayOf(() => Promise.reject(new Error('a bug')))] });
  await expect(judge([throws, ...checks])).rejects.toThrow('a bug');
  const begun = order.length;
  await later(30);
  expect(order).toHaveLength(begun);
});
