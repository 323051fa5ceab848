import { ministack } from '../../../lib/targets/emulator/ministack/adapter.ts';
import { runProbes } from '../../../lib/targets/emulator/probes/run.ts';
import { probes } from '../../../lib/targets/emulator/probes/probes.ts';
import { features } from '../../../lib/targets/features.ts';
import { quietHost } from '../../support/quiet-host.ts';

beforeAll(async () => {
  await ministack.prepare(quietHost());
});

test('the pinned MiniStack passes just these probes: another list changes what verdicts may claim', async () => {
  const passed = await runProbes(ministack, quietHost());
  expect(passed).toEqual(['rest-cognito', 'request-validation', 'iam-enforced', 'identity-pool']);
});

test('every feature that has a meaning has a probe', () => {
  expect(Object.keys(probes).sort()).toEqual(Object.keys(features).sort());
});
