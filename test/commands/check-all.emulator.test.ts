/** `check --on all`, where one of the targets cannot be asked. */
import { cli } from '../support/cli.ts';

test('a target that is refused is named, and the others are judged', async () => {
  const env = { ...process.env, LOCALSTACK_ENDPOINT: 'bogus' };
  const { code, out } = await cli(['check', 's3-website-cors', '--on', 'all'], { env });
  expect(out).toMatch(/CHECK +model( +packets)? +emulator\n/);
  expect(out).toMatch(/Not judged on:[^]*localstack +the address of LocalStack is 'bogus'/);
  expect(code).toBe(0);
}, 120_000);
