/** Whatever is killed at whatever moment: after the next command no process, port or temporary file is left. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { apiLabs } from '../support/api-labs.ts';
import { lives } from '../../lib/root.ts';
import { kill, processesMarked } from '../../lib/state/processes.ts';
import { runFolderOf } from '../../lib/state/runs.ts';
import { readState } from '../../lib/state/state.ts';
import { cli } from '../support/cli.ts';

/** `LAB_KILL_ROUNDS=50 npm run test:emulator -- killed` for the long run. */
const rounds = Number(process.env['LAB_KILL_ROUNDS'] ?? 6);
/** Milliseconds: a call of a killed function hangs for half a minute. */
const patience = 180_000;
const lab = apiLabs[0] ?? '';
const folder = runFolderOf(lab);
const running = (): readonly number[] => processesMarked('LAB_RUN', folder);

afterAll(() => cli(['down', lab]));

async function expectNothingLeft(): Promise<void> {
  const { err } = await cli(['status']);
  expect(err).not.toMatch(/\n\s+at /);
  const state = readState(lab);
  if (state?.phase === 'up') await cli(['down', lab]);
  expect(running()).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  expect(readState(lab)).toBeUndefined();
  expect(readdirSync(join(lives, 'state')).filter((name) => name.includes(lab))).toEqual([]);
}

test.each(Array.from({ length: rounds }, (_, round) => round))(
  'the command is killed at a random moment (round %i)',
  async (round) => {
    const words = round % 2 === 0 ? ['up', lab] : ['check', lab, '--on', 'emulator'];
    await cli(words, { kill: { after: 200 + Math.random() * 4000, signal: 'SIGKILL' } });
    await expectNothingLeft();
  },
  patience,
);

test.each(Array.from({ length: Math.ceil(rounds / 3) }, (_, round) => round))(
  'the emulator is killed in the middle of check (round %i)',
  async () => {
    expect((await cli(['up', lab])).code).toBe(0);
    const checking = cli(['check', lab]);
    await later(400 + Math.random() * 1500);
    kill(running());
    const { code, err } = await checking;
    // It had either been through already, or says what happened.
    expect(code === 0 || /has ended/.test(err)).toBe(true);
    expect([0, 3]).toContain(code);
    await expectNothingLeft();
  },
  patience,
);

test.each(Array.from({ length: Math.ceil(rounds / 3) }, (_, round) => round))(
  'a Lambda child is killed in the middle of check, which is judged all the same (round %i)',
  async () => {
    expect((await cli(['up', lab])).code).toBe(0);
    const checking = cli(['check', lab]);
    await later(400 + Math.random() * 1500);
    const [, ...children] = running();
    kill(children);
    const { code, err } = await checking;
    expect([0, 1].includes(code ?? -1) ? '' : err).toBe('');
    await cli(['down', lab]);
    await expectNothingLeft();
  },
  patience,
);

test(
  'Ctrl-C during up ends all that it began',
  async () => {
    const { code } = await cli(['up', lab], { kill: { after: 1500, signal: 'SIGINT' } });
    expect([0, 130]).toContain(code);
    await expectNothingLeft();
  },
  patience,
);

test(
  'of two commands at once one is refused in a sentence',
  async () => {
    const [first, second] = await Promise.all([cli(['up', lab]), cli(['up', lab])]);
    const refused = [first, second].filter(({ code }) => code !== 0);
    // Where the first had ended before the second looked, both succeed.
    expect(refused.length).toBeLessThan(2);
    for (const { code, err } of refused)
      expect({ code, err }).toEqual({
        code: 3,
        err: expect.stringContaining('another command works on') as string,
      });
    await cli(['down', lab]);
    await expectNothingLeft();
  },
  patience,
);
