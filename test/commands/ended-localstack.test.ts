/** A lab that was up on a LocalStack of somebody else, which has ended since. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiLabs } from '../support/api-labs.ts';
import { cli } from '../support/cli.ts';

const lab = apiLabs[0] ?? '';
const lives = mkdtempSync(join(tmpdir(), 'lab-ended-'));
const env = { ...process.env, LAB_LIVES: lives };

beforeEach(() => {
  const live = { endpoint: 'http://127.0.0.1:9', stacks: ['Gone'], deployed: [], users: [] };
  const state = {
    ...{ schemaVersion: 1, lab, target: 'localstack', stage: 'any', parameters: {} },
    ...{ phase: 'up', since: new Date().toISOString(), live },
  };
  mkdirSync(join(lives, 'state'), { recursive: true });
  writeFileSync(join(lives, 'state', `${lab}.json`), JSON.stringify(state));
});
afterAll(() => {
  rmSync(lives, { recursive: true });
});

test('status says so, forgets it and goes on', async () => {
  const { code, err } = await cli(['status'], { env });
  expect(err).toMatch(`${lab} was up on localstack, which has ended since`);
  expect(code).toBe(0);
});

test('down finds nothing that is up', async () => {
  const { code, err } = await cli(['down', lab], { env });
  expect(err).toMatch(/has ended since/);
  expect(code).toBe(0);
});
