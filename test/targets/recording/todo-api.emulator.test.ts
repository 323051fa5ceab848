/** A whole lab recorded where it runs, and judged again from the recording alone. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checksOf, loadLab } from '../../../lib/catalog.ts';
import { judgeChecks, type Judged } from '../../../lib/checks/runner.ts';
import { attach, bring, takeDown, withLab } from '../../../lib/life/live.ts';
import { chosenParameters } from '../../../lib/parameters.ts';
import type { User } from '../../../lib/targets/api/users.ts';
import { recorded, readRecording } from '../../../lib/targets/recording/recording.ts';
import { replayed } from '../../../lib/targets/recording/replay.ts';
import type { Judge } from '../../../lib/targets/target.ts';
import { quietHost } from '../../support/quiet-host.ts';

const id = 'todo-api';
const stage = 'rest';
const host = quietHost();
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-recording-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function judged(judge: Judge): Promise<readonly Judged[]> {
  const { stages } = await loadLab(id);
  return judgeChecks({ lab: id, stage, stages, checks: await checksOf(id) }, judge);
}

/** Judged on the emulator and written down; with the passwords that its users had. */
async function recordedRun(): Promise<{ live: readonly Judged[]; passwords: readonly string[] }> {
  const parameters = chosenParameters(await loadLab(id), {});
  return withLab(id, { host, command: 'test' }, async () => {
    const state = await bring({ lab: id, target: 'emulator', stage, parameters }, host);
    const users = state.live['users'] as readonly User[];
    try {
      const judge = recorded(await attach(state, host), folder, {
        lab: id,
        stage,
        live: state.live,
      });
      return { live: await judged(judge), passwords: users.map(({ password }) => password) };
    } finally {
      await takeDown(state, host);
    }
  });
}

test('a check run that was recorded is replayed with identical verdicts, and keeps no password', async () => {
  const { live, passwords } = await recordedRun();

  const again = await judged(replayed(folder));

  expect(outcomes(again)).toEqual(outcomes(live));
  expect(live.filter(({ outcome }) => outcome === 'held').length).toBeGreaterThan(4);
  expect(readRecording(folder)).toMatchObject({ lab: id, stage, target: 'emulator' });
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => readFileSync(join(each.parentPath, each.name), 'utf8'))
    .join('');
  expect(passwords.length).toBe(2);
  expect(passwords.filter((each) => written.includes(each))).toEqual([]);
});

function outcomes(verdicts: readonly Judged[]): readonly object[] {
  return verdicts.map(({ check, outcome, strength, asTold, target }) => ({
    ...{ check, outcome, strength, asTold, target },
  }));
}
