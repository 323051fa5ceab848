/** What was recorded is answered again: in its order, for the same questions, and for no others. */
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsRefusal, type Capabilities, type Properties } from '../../../lib/capabilities.ts';
import { judgeChecks } from '../../../lib/checks/runner.ts';
import { Unavailable } from '../../../lib/errors.ts';
import { by } from '../../../lib/lab.ts';
import { waiting } from '../../../lib/targets/api/waiting.ts';
import { recorded, readRecording } from '../../../lib/targets/recording/recording.ts';
import { replayed } from '../../../lib/targets/recording/replay.ts';
import { failed, held } from '../../../lib/verdict.ts';
import { checkWith, fakeJudge } from '../../support/fakes.ts';

let parent = '';
let folder = '';

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lab-replay-'));
  folder = join(parent, 'run');
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

const about = { lab: 'fake', stage: 'first' };
type Asking = Pick<Capabilities, 'sdk' | 'eventually' | 'steadily' | 'during'>;

/** Asks once where the answers come from, once from the recording alone. */
async function twice<T>(
  sdk: Capabilities['sdk'],
  work: (asking: Asking) => Promise<T>,
): Promise<{ readonly live: T; readonly again: T }> {
  const during: Capabilities['during'] = (_, judge) => judge();
  const judge = fakeJudge({ capabilities: { sdk, during, ...waiting } });
  const live = await work(recorded(judge, folder, about).forCheck?.('one') as Asking);
  const again = await work(replayed(folder).forCheck?.('one') as Asking);
  return { live, again };
}

function inTurn(...answers: readonly (Properties | Error)[]): Capabilities['sdk'] {
  const left = [...answers];
  return () => {
    const next = left.shift() ?? {};
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
}

const ask = (asking: Asking, input: Properties = {}) => asking.sdk('sqs', 'ReceiveMessage', input);

test('the same question gets its answers in their order', async () => {
  const { live, again } = await twice(inTurn({ n: 1 }, { n: 2 }, { n: 3 }), async (asking) => [
    await ask(asking),
    await ask(asking, { other: true }),
    await ask(asking),
  ]);

  expect(live).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  expect(again).toEqual(live);
});

test('a question that was never recorded, or once too often, is refused with its words', async () => {
  await twice(inTurn({ n: 1 }), (asking) => ask(asking));
  const asking = replayed(folder).forCheck?.('one') as Asking;

  await expect(ask(asking, { Q: 'other' })).rejects.toMatchObject({
    code: 'NotRecorded',
    message: expect.stringMatching(
      /one asks what was never recorded: .*ReceiveMessage.*other/,
    ) as string,
  });
  await ask(asking);
  await expect(ask(asking)).rejects.toThrow(/more often than when it was recorded/);
});

test('a check knows only its own questions', async () => {
  await twice(inTurn({ n: 1 }), (asking) => ask(asking));

  const other = replayed(folder).forCheck?.('two') as Asking;

  await expect(ask(other)).rejects.toMatchObject({ code: 'NotRecorded' });
});

test.each([
  ['any', () => randomUUID()],
  ['digits as an account has', () => `${randomUUID().slice(0, 24)}${randomInt(1e11, 1e12)}`],
  ['digits as a time has', () => `${randomUUID().slice(0, 24)}a1${randomInt(6e8, 9e8)}b`],
])('ids that a check makes up come back as it made them up this time: %s', async (_, newId) => {
  const echo: Capabilities['sdk'] = (_, __, { id }) =>
    Promise.resolve({ id, own: `of ${String(id)}` });

  const { again } = await twice(echo, async (asking) => {
    const ids = [newId(), newId()];
    const found = await Promise.all(ids.map((id) => ask(asking, { id })));
    return { ids, found };
  });

  expect(again.found.map(({ own }) => own)).toEqual(again.ids.map((id) => `of ${id}`));
});

test('of two ids that an answer gave each leads to what was asked about it', async () => {
  const [a, b] = [randomUUID(), randomUUID()];
  const sdk: Capabilities['sdk'] = (_, command, { id }) =>
    Promise.resolve(command === 'List' ? { ids: [a, b] } : { is: id === a ? 'a' : 'b' });

  const { live } = await twice(sdk, (asking) => look(asking, false));
  const again = await look(replayed(folder).forCheck?.('one') as Asking, true);

  expect(live).toEqual(['a', 'b']);
  expect(again).toEqual(['b', 'a']);

  async function look(asking: Asking, isBackwards: boolean): Promise<unknown[]> {
    const ids = (await asking.sdk('sqs', 'List', {}))['ids'] as string[];
    const found: unknown[] = [];
    for (const id of isBackwards ? ids.reverse() : ids)
      found.push((await asking.sdk('sqs', 'Get', { id }))['is']);
    return found;
  }
});

test('refusals, what is not there and errors come again as they came', async () => {
  const errors = [
    new AwsRefusal('AccessDenied', 403, 'no'),
    new Unavailable('not built at this stage: Web'),
    new Error('socket hang up'),
  ];

  const { live, again } = await twice(inTurn(...errors), async (asking) => {
    const seen: unknown[] = [];
    for (const _ of errors) seen.push(await ask(asking).catch((error: unknown) => error));
    return seen;
  });

  expect(again).toEqual(live);
  expect(again[0]).toBeInstanceOf(AwsRefusal);
  expect(again[1]).toBeInstanceOf(Unavailable);
});

test('a condition that came true is looked at until it does, without waiting', async () => {
  const { again } = await twice(inTurn({ n: 1 }, { n: 2 }, { n: 3 }), (asking) =>
    asking.eventually('three', 5, async () => (await ask(asking))['n'] === 3),
  );

  expect(again).toBe(true);
});

test('a condition that never came true is looked at no oftener', async () => {
  const { live, again } = await twice(inTurn(), async (asking) => {
    let looks = 0;
    const is = await asking.eventually('never', 0.3, async () => {
      looks += 1;
      await ask(asking);
      return false;
    });
    return { is, looks };
  });

  expect(again).toEqual(live);
});

test('what held steadily holds as often; under a disturbance the check is judged again', async () => {
  const { live, again } = await twice(inTurn(), (asking) =>
    asking.during({ kind: 'stop', of: 'Web' }, () =>
      asking.steadily({ what: 'answers', forSeconds: 0.2, perSecond: 20 }, async () => {
        await ask(asking);
        return held('answers');
      }),
    ),
  );

  expect(again).toEqual(live);
});

test('dates, bytes, sets and bodies are what they were; a time is as far from now as it was then', async () => {
  const bytes = new TextEncoder().encode('{"a":1}');
  const answer = {
    Expiration: new Date(Date.now() + 3_600_000),
    Payload: bytes,
    Names: new Set(['a']),
    Body: {
      transformToByteArray: () => Promise.resolve(bytes),
      transformToString: () => Promise.resolve(''),
    },
  };

  const { live, again } = await twice(inTurn(answer), (asking) => ask(asking));

  for (const each of [live, again]) {
    expect(each['Payload']).toEqual(bytes);
    expect(each['Names']).toEqual(new Set(['a']));
    await expect(
      (each['Body'] as { transformToString(): Promise<string> }).transformToString(),
    ).resolves.toBe('{"a":1}');
  }
  const left = (again['Expiration'] as Date).getTime() - Date.now();
  expect(Math.abs(left - 3_600_000)).toBeLessThan(5000);
});

test('checks that ask the same at the same time keep their own answers', async () => {
  let calls = 0;
  const sdk: Capabilities['sdk'] = () => Promise.resolve({ n: (calls += 1) });
  const judge = fakeJudge({ target: 'aws', title: 'aws', capabilities: { sdk } });
  const checks = ['a', 'b', 'c', 'd'].map((id) =>
    checkWith(id, {
      ways: [
        by(['sdk'], async (eyes) => {
          const { n } = await eyes.sdk('sqs', 'ReceiveMessage', {});
          return (Number(n) % 2 === 0 ? held : failed)(String(n));
        }),
      ],
    }),
  );
  const asked = { lab: 'fake', stage: 'first', stages: ['first'], checks };
  const live = await judgeChecks(asked, recorded(judge, folder, about));

  const again = await judgeChecks({ ...asked, checks: [...checks].reverse() }, replayed(folder));

  expect([...again].reverse()).toEqual(live);
  expect(live.map(({ outcome }) => outcome)).toEqual(['failed', 'held', 'failed', 'held']);
});

test('a recording says where, when and what was recorded, and is not written over', () => {
  const judge = fakeJudge({ target: 'aws', title: 'aws 111122223333 eu-west-1' });
  recorded(judge, folder, about);

  expect(readRecording(folder)).toMatchObject({
    ...{ schemaVersion: 1, target: 'aws', lab: 'fake', stage: 'first' },
    title: 'aws 111122223333 eu-west-1',
    lacks: { reach: 'lacks reach' },
    strengths: { fact: 'read', http: 'seen' },
  });
  expect(readdirSync(folder)).toEqual(['recording.json']);
  expect(replayed(folder).title).toMatch(/^aws 111122223333 eu-west-1, as recorded on \d{4}-/);
  expect(replayed(folder).lacks('reach')).toBe('lacks reach');
  expect(() => recorded(judge, folder, about)).toThrow(/is not empty/);
});

test('fails on what is no recording', () => {
  writeFileSync(join(parent, 'recording.json'), '{}');

  expect(() => replayed(parent)).toThrow(/is no recording: it is of another version/);
  expect(() => replayed(join(parent, 'nowhere'))).toThrow(/is no recording/);
});
