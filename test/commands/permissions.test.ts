/** `lab permissions`, as a person types it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiLabs } from '../support/api-labs.ts';
import { cli } from '../support/cli.ts';

const lab = apiLabs[0] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'lab-permissions-'));
const LAB_CONFIG = join(folder, 'lab.config.json');
const env = { ...process.env, LAB_CONFIG };
beforeEach(() => {
  rmSync(LAB_CONFIG, { force: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Printed {
  readonly data: {
    readonly account: string;
    readonly policies: readonly { readonly Statement: readonly unknown[] }[];
    readonly notKnown: readonly string[];
  };
}

test('without an allow-list the policy is for any account, and says so', async () => {
  const { code, out } = await cli(['permissions', lab], { env });
  expect(code).toBe(0);
  expect(out).toMatch(/For any account: with one account in lab\.config\.json/);
  expect(out).toMatch(/"Version": "2012-10-17"/);
  expect(out).toMatch(/read in cfn-lint [\d.]+, of \d{4}-\d\d-\d\d/);
  expect(out).not.toMatch(/not known/);
}, 120_000);

test('with one account on the list the policy names it and its regions', async () => {
  writeFileSync(
    LAB_CONFIG,
    '{ "allow": [{ "account": "111122223333", "regions": ["eu-central-1", "eu-west-1"] }] }',
  );
  const { code, out } = await cli(['permissions', lab, '--json'], { env });
  const { data } = JSON.parse(out) as Printed;
  expect({ code, account: data.account, notKnown: data.notKnown }).toEqual({
    ...{ code: 0, account: '111122223333', notKnown: [] },
  });
  const text = JSON.stringify(data.policies);
  expect(text).toMatch(/arn:aws:[a-z]+:eu-west-1:111122223333:/);
  expect(text).not.toMatch(/arn:aws:[a-z]+:\*/);
}, 120_000);

test('a list that cannot be read is refused with a sentence', async () => {
  writeFileSync(LAB_CONFIG, '{ "allow": 7 }');
  const { code, err } = await cli(['permissions', lab], { env });
  expect(code).toBe(3);
  expect(err).toMatch(/lab\.config\.json says allow is 7, not a list/);
}, 120_000);
