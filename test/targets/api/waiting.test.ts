import { waiting } from '../../../lib/targets/api/waiting.ts';
import { failed, held } from '../../../lib/verdict.ts';

const { eventually, steadily } = waiting;

/** The milliseconds that the work took. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

test('what holds at once is not waited for', async () => {
  const holds = jest.fn(() => Promise.resolve(true));
  expect(await eventually('it is there', 5, holds)).toBe(true);
  expect(holds).toHaveBeenCalledTimes(1);
});

test('a condition without time to wait is asked once', async () => {
  const holds = jest.fn(() => Promise.resolve(true));
  expect(await eventually('it is there', 0, holds)).toBe(true);
});

test('what comes to hold is asked again until it does', async () => {
  let left = 2;
  const holds = () => Promise.resolve(left-- === 0);
  expect(await eventually('it is there', 5, holds)).toBe(true);
  expect(left).toBe(-1);
});

test('what never holds is given up at the bound, and not before', async () => {
  let answer: boolean | undefined;
  const took = await timed(async () => {
    answer = await eventually('it is there', 0.25, () => Promise.resolve(false));
  });
  expect(answer).toBe(false);
  expect(took).toBeGreaterThan(240);
  expect(took).toBeLessThan(2000);
});

test('fails with what the condition threw', async () => {
  const holds = () => Promise.reject(new Error('gone'));
  await expect(eventually('it is there', 5, holds)).rejects.toThrow('gone');
});

const often = { what: 'it answers', forSeconds: 0.2, perSecond: 50 };

test('what holds every time is probed again and again for the whole time', async () => {
  const probe = jest.fn(() => Promise.resolve(held('200')));
  const took = await timed(async () => {
    expect(await steadily(often, probe)).toEqual(held('200'));
  });
  expect(took).toBeGreaterThan(190);
  expect(probe.mock.calls.length).toBeGreaterThan(1);
  expect(probe.mock.calls.length).toBeLessThan(12);
});

test('the first probe that does not hold decides', async () => {
  const verdicts = [held('200'), failed('503'), held('200')];
  const probe = jest.fn(() => Promise.resolve(verdicts.shift() ?? held('too late')));
  expect(await steadily(often, probe)).toEqual(failed('503'));
  expect(probe).toHaveBeenCalledTimes(2);
});
