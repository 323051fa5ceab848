/** `lab.config.json`: what is allowed, and the sentence where it is not what it should be. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KitError } from '../../../../lib/errors.ts';
import { readConfig } from '../../../../lib/targets/aws/enter/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-config-'));
const file = join(folder, 'lab.config.json');

beforeEach(() => {
  process.env['LAB_CONFIG'] = file;
  rmSync(file, { force: true });
});
afterAll(() => {
  delete process.env['LAB_CONFIG'];
  rmSync(folder, { recursive: true, force: true });
});

function refusal(text: string): KitError | undefined {
  writeFileSync(file, text);
  try {
    readConfig();
    return undefined;
  } catch (error) {
    if (error instanceof KitError) return error;
    throw error;
  }
}

const allowing = (account: unknown, regions: unknown): string =>
  JSON.stringify({ allow: [{ account, regions }] });

test('without a file nothing is allowed', () => {
  expect(readConfig().allow).toEqual([]);
});

test('what is not said is the person at this machine and eight hours', () => {
  writeFileSync(file, allowing('111122223333', ['eu-central-1', 'us-gov-west-1']));
  expect(readConfig()).toEqual({
    file,
    allow: [{ account: '111122223333', regions: ['eu-central-1', 'us-gov-west-1'] }],
    owner: userInfo().username,
    expiresAfterHours: 8,
  });
});

test('owner and hours are taken as they are written', () => {
  writeFileSync(file, '{ "owner": "grace@example.com", "expiresAfterHours": 0.5 }');
  expect(readConfig()).toMatchObject({ owner: 'grace@example.com', expiresAfterHours: 0.5 });
});

const bad: readonly (readonly [text: string, says: RegExp])[] = [
  ['{ "allow": [', /is no JSON: .*JSON/],
  ['[]', /holds \[\], not an object/],
  ['{ "alow": [] }', /has no setting 'alow'/],
  ['{ "allow": {} }', /says allow is \{\}, not a list/],
  ['{ "allow": ["111122223333"] }', /allows "111122223333", not an account with its regions/],
  [allowing('11112222333', ['us-east-1']), /names account "11112222333", not twelve digits/],
  [
    allowing(111122223333, ['us-east-1']),
    /names account 111122223333, not twelve digits in quotes/,
  ],
  [allowing('*', ['us-east-1']), /names account "\*", not twelve digits/],
  [
    allowing('111122223333', 'us-east-1'),
    /regions of account 111122223333 is "us-east-1", not a list/,
  ],
  [allowing('111122223333', undefined), /regions of account 111122223333 is nothing, not a list/],
  [allowing('111122223333', ['*']), /names region "\*" of account 111122223333/],
  [allowing('111122223333', ['US-EAST-1']), /names region "US-EAST-1"/],
  ['{ "allow": [{ "account": "1", "region": "us-east-1" }] }', /says 'region' of account "1"/],
  ['{ "owner": "" }', /says owner is "", not a name/],
  ['{ "owner": "a\\nb" }', /says owner is "a\\nb", not a name/],
  ['{ "expiresAfterHours": "8" }', /says expiresAfterHours is "8", not a number up to 168/],
  ['{ "expiresAfterHours": 0 }', /says expiresAfterHours is 0/],
  ['{ "expiresAfterHours": 169 }', /says expiresAfterHours is 169/],
];

test.each(bad)('refuses %s with the value and the file', (text, says) => {
  const found = refusal(text);
  expect(found?.code).toBe('BadConfig');
  expect(found?.message).toMatch(says);
  expect(found?.message).toContain(file);
  expect(found?.message).not.toMatch(/\n/);
  expect(found?.next).not.toBe('');
});

test('a folder in its place is refused', () => {
  mkdirSync(file);
  expect(() => readConfig()).toThrow(/lab\.config\.json cannot be read: it is a folder/);
  expect(() => readConfig()).toThrow(KitError);
  rmSync(file, { recursive: true });
});

test('an empty LAB_CONFIG is none', () => {
  process.env['LAB_CONFIG'] = '';
  expect(readConfig().file).toBe('lab.config.json');
});

test('a mark of the byte order is skipped', () => {
  writeFileSync(file, `\uFEFF${allowing('111122223333', ['eu-central-1'])}`);
  expect(readConfig().allow).toHaveLength(1);
});
