import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabState } from '../../lib/state/state.ts';

const lives = mkdtempSync(join(tmpdir(), 'lab-state-'));
process.env['LAB_LIVES'] = lives;
/** Loaded late: where states are kept is read when the module is. */
const load = () => import('../../lib/state/state.ts');

beforeEach(() => {
  rmSync(lives, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(lives, { recursive: true, force: true });
});

const state: LabState = {
  ...{ schemaVersion: 1, lab: 'my-lab', target: 'emulator', stage: 'first', phase: 'up' },
  ...{ parameters: { variant: 'learning' }, since: '2026-01-01T00:00:00.000Z', live: { port: 1 } },
};

function writeText(lab: string, text: string): void {
  mkdirSync(join(lives, 'state'), { recursive: true });
  writeFileSync(join(lives, 'state', `${lab}.json`), text);
}

test('a lab without a state is down', async () => {
  const { readState, labsWithState } = await load();
  expect([readState('my-lab'), labsWithState()]).toEqual([undefined, []]);
});

test('a state that is written is read again, until it is forgotten', async () => {
  const { readState, writeState, forgetState, labsWithState } = await load();
  writeState({ ...state, lab: 'other' });
  writeState({ ...state, stage: 'second' });
  writeState(state);
  expect(readState('my-lab')).toEqual(state);
  expect(labsWithState()).toEqual(['my-lab', 'other']);
  forgetState('my-lab');
  forgetState('my-lab');
  expect([readState('my-lab'), labsWithState()]).toEqual([undefined, ['other']]);
});

test('a state holds passwords, so only its owner reads it, and nothing half-written stays beside it', async () => {
  const { writeState } = await load();
  writeState(state);
  expect(readdirSync(join(lives, 'state'))).toEqual(['my-lab.json']);
  expect(statSync(join(lives, 'state', 'my-lab.json')).mode & 0o777).toBe(0o600);
});

test.each([
  ['that is cut short', JSON.stringify(state).slice(0, 40)],
  ['that is empty', ''],
  ['that is nothing', 'null'],
  ['of another version', JSON.stringify({ ...state, schemaVersion: 2 })],
  ['of another lab', JSON.stringify({ ...state, lab: 'other' })],
  ['without what the target noted', JSON.stringify({ ...state, live: undefined })],
])('refuses a state %s, says how to go on, and still lists the lab', async (_, text) => {
  const { readState, labsWithState } = await load();
  writeText('my-lab', text);
  expect(() => readState('my-lab')).toThrow(
    expect.objectContaining({
      code: 'BadState',
      message: expect.stringMatching(/state\/my-lab\.json cannot be read: /) as string,
      next: './lab down my-lab ends what it may have described and removes it',
    }) as Error,
  );
  expect(labsWithState()).toEqual(['my-lab']);
});
