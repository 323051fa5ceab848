/** `up LAB --on aws` where it must not: one sentence, exit code 3, and nothing asked beyond who calls. Played on loopback. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withAws, type PlayedAnswers } from '../support/aws-stub.ts';
import { cli, type CliResult } from '../support/cli.ts';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'lab-refused-'));
const config = join(folder, 'lab.config.json');
const lives = join(folder, 'lives');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const who = 'sts.GetCallerIdentity';
const aliases = 'iam.ListAccountAliases';
const me: PlayedAnswers = { [who]: { Account: '111122223333' } };
const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const here = { AWS_REGION: 'eu-central-1' };
const sandbox = [{ account: '111122223333', regions: ['eu-central-1'] }];

interface Case {
  readonly allow?: readonly object[];
  readonly person?: NodeJS.ProcessEnv;
  readonly answers?: PlayedAnswers;
  readonly says: RegExp;
  readonly calls: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  'no credentials': {
    person: here,
    says: /^there are no AWS credentials/,
    calls: [],
  },
  'no region': {
    person: keys,
    says: /^no region is chosen/,
    calls: [],
  },
  'credentials of another account': {
    answers: { [who]: { Account: '999988887777' } },
    says: /^account 999988887777 is not on the list of .*lab\.config\.json\nallowed are: 111122223333/,
    calls: [who],
  },
  'another region': {
    person: { ...keys, AWS_REGION: 'us-east-1' },
    says: /^region us-east-1 of account 111122223333 is not on the list of .*\nAWS_REGION=eu-central-1 is allowed$/,
    calls: [who],
  },
  'an empty allow-list': {
    allow: [],
    says: /^no account is allowed: .*lab\.config\.json has none on its list/,
    calls: [],
  },
  'expired credentials': {
    answers: { [who]: { error: 'ExpiredToken', status: 403 } },
    says: /^your AWS credentials have expired \(sts GetCallerIdentity: ExpiredToken\)\nsign in again/,
    calls: [who],
  },
  'an account that is called production': {
    answers: { ...me, [aliases]: { AccountAliases: ['shop-production'] } },
    says: /^account 111122223333 is called 'shop-production', which looks like production/,
    calls: [who, aliases],
  },
};

interface Refused extends CliResult {
  readonly calls: readonly string[];
}

function typedIn(words: readonly string[], given: Partial<Case>): Promise<Refused> {
  const { allow = sandbox, person = { ...keys, ...here }, answers = me } = given;
  writeFileSync(config, JSON.stringify({ allow, owner: 'ann' }));
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return withAws(answers, async (stub) => {
    const env = {
      ...Object.fromEntries(others),
      ...{ LAB_CONFIG: config, LAB_LIVES: lives, CI: 'false' },
      ...{ AWS_ENDPOINT_URL: stub.endpoint, AWS_EC2_METADATA_DISABLED: 'true' },
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      ...person,
    };
    return { ...(await cli(words, { env })), calls: [...stub.calls] };
  });
}

const states = (): readonly string[] =>
  existsSync(join(lives, 'state')) ? readdirSync(join(lives, 'state')) : [];

test.each(Object.entries(cases))('up with %s', async (_what, given) => {
  const { code, out, err, calls } = await typedIn(
    ['up', 'todo-api', '--on', 'aws', '--yes'],
    given,
  );
  expect(err.trimEnd()).toMatch(given.says);
  // The sentence, and what to type.
  expect(err.trimEnd().split('\n')).toHaveLength(2);
  expect({ code, out, calls, states: states() }).toEqual({
    ...{ code: 3, out: '', states: [] },
    calls: given.calls,
  });
});

test.each([
  ['up', 'todo-api', '--on', 'aws', '--dry-run'],
  ['check', 'todo-api', '--on', 'aws', '--yes'],
  ['sweep', '--remove', '--yes'],
])('%s %s is refused in another account just so', async (...words) => {
  const given = cases['credentials of another account'];
  const { code, out, err, calls } = await typedIn(words, given ?? {});
  expect(err).toMatch(given?.says ?? /never/);
  expect({ code, out, calls, states: states() }).toEqual({
    ...{ code: 3, out: '', calls: [who], states: [] },
  });
});

test('who is let in is asked more than that', async () => {
  const answers = { ...me, [aliases]: { AccountAliases: ['play'] } };
  const { code, out, calls } = await typedIn(['up', 'todo-api', '--on', 'aws'], { answers });
  expect(code).toBe(3);
  expect(out).toMatch(/^todo-api, .* on aws\n/);
  expect(calls).toContain('cloudformation.DescribeStacks');
});
