/** Whatever is killed at whatever moment: after the next command no process, port or temporary file is left. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { labIds } from '../../lib/catalog.ts';
import { lives } from '../../lib/root.ts';
import { kill, processesMarked } from '../../lib/state/processes.ts';
import { runFolderOf } from '../../lib/state/runs.ts';
import { readState } from '../../lib/state/state.ts';
import { cli } from '../support/cli.ts';

/** `LAB_KILL_ROUNDS=50 npm run test:emulator -- killed` for the long run. */
const rounds = Number(process.env['LAB_KILL_ROUNDS'] ?? 6);
const lab = labIds().includes('todo-api') ? 'todo-api' : (labIds()[0] ?? '');
const folder = runFolderOf(lab);
const running = (): readonly number[] => processesMarked('LAB_RUN', folder);

afterAll(() => cli(['down', lab]));

async function expectNothingLeft(): Promise<void> {
  const { err } = await cli(['status']);
  expect(err).not.toMatch(/\n\s+at /);
  const state = readState(lab);
  if (state?.phase === 'up') expect((await cli(['down', lab])).code).toBe(0);
  expect(running()).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  expect(readState(lab)).toBeUndefined();
  expect(
    readdirSync(join(lives, 'state')).filter(
      (name) => name.includes(lab) && !name.endsWith('.lock'),
    ),
  ).toEqual([]);
}

test.each(Array.from({ length: rounds }, (_, round) => round))(
  'the command is killed at a random moment (round %i)',
  async (round) => {
    const words = round % 2 === 0 ? ['up', lab] : ['check', lab, '--on', 'emulator'];
    await cli(words, { kill: { after: 200 + Math.random() * 4000, signal: 'SIGKILL' } });
    await expectNothingLeft();
  },
  60_000,
);

test.each(Array.from({ length: Math.ceil(rounds / 3) }, (_, round) => round))(
  'the emulator is killed in the middle of check (round %i)',
  async () => {
    expect((await cli(['up', lab])).code).toBe(0);
    const checking = cli(['check', lab]);
    await later(400 + Math.random() * 1500);
    kill(running());
    const { code, err } = await checking;
    expect([0, 3]).toContain(code);
    if (code === 3) expect(err).toMatch(/has ended/);
    await expectNothingLeft();
  },
  60_000,
);

test.each(Array.from({ length: Math.ceil(rounds / 3) }, (_, round) => round))(
  'a Lambda child is killed in the middle of check, which is judged all the same (round %i)',
  async () => {
    expect((await cli(['up', lab])).code).toBe(0);
    const checking = cli(['check', lab]);
    await later(400 + Math.random() * 1500);
    const [, ...children] = running();
    kill(children);
    expect([0, 1]).toContain((await checking).code);
    await cli(['down', lab]);
    await expectNothingLeft();
  },
  60_000,
);

test('Ctrl-C during up ends all that it began', async () => {
  const { code } = await cli(['up', lab], { kill: { after: 1500, signal: 'SIGINT' } });
  expect([0, 130]).toContain(code);
  await expectNothingLeft();
}, 60_000);

test('of two commands at once one is refused in a sentence', async () => {
  const [first, second] = await Promise.all([cli(['up', lab]), cli(['up', lab])]);
  const codes = [first.code, second.code].sort();
  // Where the first had ended before the second looked, both succeed.
  expect([
    [0, 3],
    [0, 0],
  ]).toContainEqual(codes);
  if (codes[1] === 3) expect(first.err + second.err).toMatch(/another command works on/);
  await cli(['down', lab]);
  await expectNothingLeft();
}, 60_000);
