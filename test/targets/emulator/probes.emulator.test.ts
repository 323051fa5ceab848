import { ministack } from '../../../lib/targets/emulator/ministack/adapter.ts';
import { runProbes } from '../../../lib/targets/emulated/probes/run.ts';
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
    'alarms',
    's3-policy',
    's3-presign',
    's3-cors',
  ]);
});

test('every feature that has a meaning has a probe', () => {
  const probed = groups.flatMap(({ probes }) => Object.keys(probes));
  expect(probed.sort()).toEqual(Object.keys(features).sort());
});
