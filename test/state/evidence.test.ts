import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceRow } from '../../lib/state/evidence.ts';

const lives = mkdtempSync(join(tmpdir(), 'lab-evidence-'));
process.env['LAB_LIVES'] = lives;
/** Loaded late: where evidence is kept is read when the module is. */
const load = () => import('../../lib/state/evidence.ts');
afterAll(() => {
  rmSync(lives, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(join(lives, 'evidence.json'), { force: true, recursive: true });
});

const row = (lab: string, stage: string, at: string): EvidenceRow => ({
  ...{ lab, target: 'model', stage, at, versions: 'kit 0.1.0' },
  counts: { held: 1, failed: 0, unverified: 0, otherwise: 0 },
});

test('the newest row for a lab, target and stage replaces the older', async () => {
  const { recordEvidence, readEvidence } = await load();
  const other: EvidenceRow = { ...row('a', 'one', '1'), target: 'emulator' };
  for (const each of [row('a', 'one', '1'), row('a', 'two', '1'), row('b', 'one', '1'), other])
    recordEvidence(each);
  recordEvidence(row('a', 'one', '2'));
  expect(readEvidence()).toEqual([
    ...[row('a', 'two', '1'), row('b', 'one', '1'), other, row('a', 'one', '2')],
  ]);
});

test('evidence that cannot be read is none, and is made anew', async () => {
  const { recordEvidence, readEvidence } = await load();
  writeFileSync(join(lives, 'evidence.json'), '[{"lab":');
  expect(readEvidence()).toEqual([]);
  recordEvidence(row('a', 'one', '1'));
  expect(readEvidence()).toEqual([row('a', 'one', '1')]);
});

test('evidence that cannot be written is a warning and no error', async () => {
  const { recordEvidence } = await load();
  expect(recordEvidence(row('a', 'one', '1'))).toBeUndefined();
  rmSync(join(lives, 'evidence.json'));
  mkdirSync(join(lives, 'evidence.json'));
  expect(recordEvidence(row('a', 'one', '1'))).toMatch(/evidence\.json cannot be written: /);
});
