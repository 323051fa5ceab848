import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmulatorAdapter } from '../../../lib/targets/emulated/adapter.ts';
import { ministack } from '../../../lib/targets/emulator/ministack/adapter.ts';
import { probedFeatures, runProbes } from '../../../lib/targets/emulated/probes/run.ts';
import { groups } from '../../../lib/targets/emulated/probes/groups.ts';
import { features } from '../../../lib/targets/features.ts';
import { quietHost } from '../../support/quiet-host.ts';

beforeAll(async () => {
  await ministack.prepare(quietHost());
});

test('the pinned MiniStack passes just these probes: another list changes what verdicts may claim', async () => {
  const passed = await runProbes(ministack, quietHost());
  expect(passed).toEqual([
    'iam-enforced',
    'request-validation',
    'rest-cognito',
    'identity-pool',
    'queue-policy',
    'fifo-scope',
    'sns-http',
    'alarms',
    'sns-fifo',
    's3-policy',
    's3-presign',
    's3-cors',
  ]);
});

test('every feature that has a meaning has a probe', () => {
  const probed = groups.flatMap(({ probes }) => Object.keys(probes));
  expect(probed.sort()).toEqual(Object.keys(features).sort());
});

test('two that ask for the first time at once share one probing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-probes-'));
  const file = join(folder, 'features.json');
  let started = 0;
  const counted: EmulatorAdapter = {
    ...ministack,
    start: (...asked) => {
      started += 1;
      return ministack.start(...asked);
    },
  };
  const ask = () => probedFeatures(counted, { file, host: quietHost() });
  const [first, second] = await Promise.all([ask(), ask()]);
  rmSync(folder, { recursive: true });
  expect(second).toEqual(first);
  expect(started).toBe(1);
});
