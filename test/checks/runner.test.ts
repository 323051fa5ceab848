import { AwsRefusal } from '../../lib/capabilities.ts';
import { judgeChecks, type Judged } from '../../lib/checks/runner.ts';
import { KitError, NoAnswer, Unavailable } from '../../lib/errors.ts';
import type { Check, Telling } from '../../lib/lab.ts';
import type { Judge } from '../../lib/targets/target.ts';
import { failed, held, unverified, type Verdict } from '../../lib/verdict.ts';
import { checkWith, fakeJudge, wayOf } from '../support/fakes.ts';

const stages = ['first', 'second'];
const lab = { lab: 'fake', stage: 'second', stages };

async function judgeOne(
  judge: () => Promise<Verdict>,
  { told, target = {} }: { told?: Telling; target?: Partial<Judge> } = {},
): Promise<Judged | undefined> {
  const tells = told === undefined ? {} : { told: { second: told } };
  const checks = [checkWith('a', { ways: [wayOf(judge)], ...tells })];
  const [only] = await judgeChecks({ ...lab, checks }, fakeJudge(target));
  return only;
}

test('a verdict says what was judged, where, how strongly, and that it is as told', async () => {
  expect(await judgeOne(() => Promise.resolve(held('it is there')))).toEqual({
    ...{ lab: 'fake', stage: 'second', check: 'a', says: 'a works', target: 'model' },
    ...{ outcome: 'held', reason: 'it is there', strength: 'read', asTold: true },
  });
});

const wrong = { fails: 'NO_ROUTE' };
test.each<[says: string, seen: { verdict: Verdict; told?: Telling }, asTold: boolean | null]>([
  ['holds, and nothing is told', { verdict: held('x') }, true],
  ['holds as told', { verdict: held('x'), told: 'holds' }, true],
  ['fails, told to hold', { verdict: failed('x'), told: 'holds' }, false],
  ['fails for the reason told', { verdict: failed('at table: NO_ROUTE'), told: wrong }, true],
  ['fails for another reason', { verdict: failed('timeout'), told: wrong }, false],
  ['holds, told to fail', { verdict: held('NO_ROUTE'), told: wrong }, false],
  ['is unverified, told to hold', { verdict: unverified('x'), told: 'holds' }, null],
  ['is unverified, told to fail', { verdict: unverified('NO_ROUTE'), told: wrong }, null],
])('a check that %s', async (_, { verdict, ...tells }, asTold) => {
  const judged = await judgeOne(() => Promise.resolve(verdict), tells);
  const strength = verdict.outcome === 'unverified' ? null : 'read';
  expect(judged).toMatchObject({ ...verdict, strength, asTold });
});

test('a check told to be absent is not asked', async () => {
  const judge = jest.fn(() => Promise.resolve(held('x')));
  expect(await judgeOne(judge, { told: 'absent' })).toBeUndefined();
  expect(judge).not.toHaveBeenCalled();
});

test('a check that no way can judge is unverified with the reason', async () => {
  const judged = await judgeOne(() => Promise.resolve(held('x')), { target: { capabilities: {} } });
  expect(judged).toMatchObject({
    ...{ outcome: 'unverified', reason: 'lacks fact', strength: null, asTold: null },
  });
});

test.each<[says: string, thrown: Error, verdict: Verdict]>([
  ['what is unavailable', new Unavailable('not built'), unverified('not built')],
  ['a refusal', new AwsRefusal('Denied', 403, 'no'), failed('refused: Denied: no')],
])('%s is a verdict', async (_, thrown, verdict) => {
  const confirmAlive = jest.fn(() => Promise.resolve());
  const judged = await judgeOne(() => Promise.reject(thrown), { target: { confirmAlive } });
  expect(judged).toMatchObject(verdict);
  expect(confirmAlive).not.toHaveBeenCalled();
});

test('a request that nobody answers fails the check, where the target itself is still there', async () => {
  const silence = (): Promise<Verdict> => Promise.reject(new NoAnswer('no answer: ECONNREFUSED'));
  expect(await judgeOne(silence)).toMatchObject(failed('no answer: ECONNREFUSED'));
  const gone = new KitError('TargetLost', 'the emulator has ended');
  const confirmAlive = (): Promise<void> => Promise.reject(gone);
  await expect(judgeOne(silence, { target: { confirmAlive } })).rejects.toBe(gone);
});

test('fails with any other exception, after asking whether the target is still there', async () => {
  const confirmAlive = jest.fn(() => Promise.resolve());
  const bug = new TypeError('a bug of the lab');
  await expect(
    judgeOne(() => Promise.reject(bug), { target: { confirmAlive } }),
  ).rejects.toMatchObject({
    name: 'LabBug',
    cause: bug,
  });
  expect(confirmAlive).toHaveBeenCalledTimes(1);
});

test('fails with the loss of the target where that is behind the exception', async () => {
  const lost = new KitError('TargetLost', 'the emulator is gone');
  const confirmAlive = () => Promise.reject(lost);
  const judge = () => Promise.reject(new TypeError('fetch failed'));
  await expect(judgeOne(judge, { target: { confirmAlive } })).rejects.toBe(lost);
});

test('a check that never answers has failed after a minute', async () => {
  jest.useFakeTimers();
  try {
    const judged = judgeOne(() => new Promise(() => undefined));
    await jest.advanceTimersByTimeAsync(59_000);
    let isOver = false;
    void judged.then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(999);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await judged).toMatchObject({ outcome: 'failed', reason: 'no answer within 60 s' });
  } finally {
    jest.useRealTimers();
  }
});

test('judging stops where the person stops it', async () => {
  const asked = jest.fn(() => Promise.resolve(held('x')));
  const checks: readonly Check[] = [checkWith('a', { ways: [wayOf(asked)] })];
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(judgeChecks({ ...lab, checks }, fakeJudge(), { signal })).rejects.toThrow('stopped');
  expect(asked).not.toHaveBeenCalled();
});
