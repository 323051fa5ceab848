/** The door to AWS. Played on loopback: no account was ever asked. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../../../lib/targets/aws/enter/sandbox.ts';
import { withAws, type AwsStub, type PlayedAnswers } from '../../../support/aws-stub.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-account-'));
const config = join(folder, 'lab.config.json');
const before = { ...process.env };

beforeEach(() => {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('AWS_')))
    Reflect.deleteProperty(process.env, name);
  allow([{ account: '111122223333', regions: ['eu-central-1', 'eu-west-1'] }]);
});
afterAll(() => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

function allow(list: readonly object[]): void {
  writeFileSync(config, JSON.stringify({ allow: list }));
}

const me = { 'sts.GetCallerIdentity': { Account: '111122223333' } };
const unnamed = { 'iam.ListAccountAliases': { AccountAliases: [] } };
const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const here = { AWS_REGION: 'eu-central-1' };

interface Entered {
  readonly sandbox?: Sandbox;
  readonly error?: { readonly code: string; readonly message: string; readonly next: string };
  readonly calls: readonly string[];
}

/** Each time with modules that were never loaded: the person's environment is read once, when the kit starts. */
function entering(
  variables: Readonly<Record<string, string>>,
  answers: PlayedAnswers = { ...me, ...unnamed },
  look: (sandbox: Sandbox, stub: AwsStub) => Promise<void> = () => Promise.resolve(),
): Promise<Entered> {
  return withAws(answers, async (stub) => {
    Object.assign(process.env, {
      LAB_CONFIG: config,
      AWS_ENDPOINT_URL: stub.endpoint,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      ...variables,
    });
    jest.resetModules();
    const { enterSandbox } = await import('../../../../lib/targets/aws/enter/account.ts');
    try {
      const sandbox = await enterSandbox();
      await look(sandbox, stub);
      return { sandbox, calls: [...stub.calls] };
    } catch (error) {
      return { error: error as Entered['error'] & object, calls: [...stub.calls] };
    }
  });
}

function expectSentence({ error }: Entered, code: string, says: RegExp): void {
  expect(error).toMatchObject({ name: 'KitError', code });
  expect(error?.message).toMatch(says);
  expect(error?.message).not.toMatch(/\n|\bat /);
  expect(error?.next).toMatch(/\w/);
}

const asked = 'sts.GetCallerIdentity';

test('opens for an allowed account in an allowed region', async () => {
  const { sandbox, calls } = await entering({ ...keys, ...here });
  expect(sandbox).toMatchObject({ account: '111122223333', region: 'eu-central-1' });
  expect(sandbox?.title).toBe(
    `aws 111122223333 eu-central-1, played by ${sandbox?.endpoint ?? 'nobody'}`,
  );
  expect(calls).toEqual([asked, 'iam.ListAccountAliases']);
});

test('its client calls as the person, in that region', async () => {
  const answers = { ...me, ...unnamed, 'ec2.DescribeVpcs': { Vpcs: [] } };
  await entering({ ...keys, ...here }, answers, async (sandbox, stub) => {
    await sandbox.client.send('ec2', 'DescribeVpcs', {});
    expect(stub.asked.at(-1)).toMatchObject({ accessKey: 'AKIDEXAMPLE', region: 'eu-central-1' });
  });
  expect.assertions(1);
});

test('takes credentials and region from a profile', async () => {
  writeFileSync(join(folder, 'config'), '[profile play]\nregion = eu-west-1\n');
  writeFileSync(
    join(folder, 'credentials'),
    '[play]\naws_access_key_id = AKIDPLAY\naws_secret_access_key = secret\n',
  );
  const { sandbox } = await entering({ AWS_PROFILE: 'play' });
  expect(sandbox?.region).toBe('eu-west-1');
});

test('refuses an empty list, or none, before anything is asked', async () => {
  allow([]);
  const empty = await entering({ ...keys, ...here });
  expectSentence(empty, 'NoAccountAllowed', /no account is allowed: .*lab\.config\.json/);
  rmSync(config);
  const none = await entering({ ...keys, ...here });
  expectSentence(none, 'NoAccountAllowed', /no account is allowed/);
  expect([empty.calls, none.calls]).toEqual([[], []]);
});

test('refuses a list that cannot be read, before anything is asked', async () => {
  writeFileSync(config, '{ "allow": ');
  const found = await entering({ ...keys, ...here });
  expectSentence(found, 'BadConfig', /lab\.config\.json is no JSON/);
  expect(found.calls).toEqual([]);
});

test('refuses without a region', async () => {
  const found = await entering({ ...keys, AWS_PROFILE: 'nowhere' });
  expectSentence(found, 'NoRegion', /no region is chosen in profile 'nowhere'/);
  expect(found.calls).toEqual([]);
});

test('refuses without credentials', async () => {
  const found = await entering(here);
  expectSentence(found, 'NoCredentials', /there are no AWS credentials/);
  expect(found.calls).toEqual([]);
});

const refused: readonly (readonly [error: string, code: string, says: RegExp])[] = [
  ['ExpiredToken', 'CredentialsExpired', /your AWS credentials have expired/],
  ['InvalidClientTokenId', 'CredentialsRefused', /AWS does not know these credentials/],
  ['SignatureDoesNotMatch', 'CredentialsRefused', /AWS does not know these credentials/],
  ['SomethingNew', 'AwsRefused', /AWS refuses sts GetCallerIdentity: SomethingNew/],
];

test('refuses where AWS itself breaks', async () => {
  const answers = { ...me, 'iam.ListAccountAliases': { error: 'Odd', status: 501 } };
  const found = await entering({ ...keys, ...here }, answers);
  expectSentence(found, 'AwsRefused', /AWS refuses iam ListAccountAliases: Odd/);
}, 60_000);

test.each(refused)('refuses on %s after one call', async (error, code, says) => {
  const found = await entering({ ...keys, ...here }, { [asked]: { error, status: 403 } });
  expectSentence(found, code, says);
  expect(found.calls).toEqual([asked]);
});

test('refuses an account that is not on the list after one call', async () => {
  const found = await entering({ ...keys, ...here }, { [asked]: { Account: '999988887777' } });
  expectSentence(found, 'AccountNotAllowed', /account 999988887777 is not on the list/);
  expect(found.error?.next).toContain('allowed are: 111122223333');
  expect(found.calls).toEqual([asked]);
});

test('refuses a region that is not on the list of that account after one call', async () => {
  allow([
    { account: '111122223333', regions: ['eu-west-1'] },
    { account: '444455556666', regions: ['eu-central-1'] },
  ]);
  const found = await entering({ ...keys, ...here });
  expectSentence(found, 'RegionNotAllowed', /region eu-central-1 of account 111122223333/);
  expect(found.error?.next).toBe('AWS_REGION=eu-west-1 is allowed');
  expect(found.calls).toEqual([asked]);
});

test.each(['my-prod', 'prod-eu', 'acme-production-2', 'prd1', 'live'])(
  'refuses an account called %s, and asks no more',
  async (alias) => {
    const answers = { ...me, 'iam.ListAccountAliases': { AccountAliases: [alias] } };
    const found = await entering({ ...keys, ...here }, answers);
    expectSentence(found, 'LooksLikeProduction', new RegExp(`is called '${alias}'`));
    expect(found.calls).toEqual([asked, 'iam.ListAccountAliases']);
  },
);

test.each(['sandbox', 'product-lab', 'delivery', 'alive-and-well', 'reproduction'])(
  'opens for an account called %s',
  async (alias) => {
    const answers = { ...me, 'iam.ListAccountAliases': { AccountAliases: [alias] } };
    expect((await entering({ ...keys, ...here }, answers)).sandbox).toBeDefined();
  },
);

test('refuses where the name of the account may not be read', async () => {
  const answers = { ...me, 'iam.ListAccountAliases': { error: 'AccessDenied', status: 403 } };
  const found = await entering({ ...keys, ...here }, answers);
  expectSentence(found, 'AliasUnknown', /may be production/);
  expect(found.calls).toEqual([asked, 'iam.ListAccountAliases']);
});

test('goes on where throttling ends', async () => {
  const answers = { ...unnamed, [asked]: [{ error: 'Throttling' }, { Account: '111122223333' }] };
  const { sandbox, calls } = await entering({ ...keys, ...here }, answers);
  expect(sandbox).toBeDefined();
  expect(calls).toEqual([asked, asked, 'iam.ListAccountAliases']);
});

test('refuses where throttling does not end', async () => {
  const found = await entering({ ...keys, ...here }, { [asked]: { error: 'Throttling' } });
  expectSentence(found, 'Throttled', /AWS throttles the calls of this account/);
  expect(new Set(found.calls)).toEqual(new Set([asked]));
  expect(found.calls).toHaveLength(6);
}, 60_000);

test('says that AWS cannot be reached', async () => {
  const found = await entering({ ...keys, ...here, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  expectSentence(found, 'AwsUnreachable', /AWS cannot be reached/);
}, 60_000);

test('refuses an endpoint that is no URL', async () => {
  const found = await entering({ ...keys, ...here, AWS_ENDPOINT_URL: 'localhost' });
  expectSentence(found, 'BadEndpoint', /AWS_ENDPOINT_URL is 'localhost'/);
  expect(found.calls).toEqual([]);
});

async function atServer(server: Server, protocol = 'http') {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const AWS_ENDPOINT_URL = `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const found = await entering({ ...keys, ...here, AWS_ENDPOINT_URL });
  await new Promise((resolve) => server.close(resolve));
  return found;
}

test('inside, silence ends a call as well', async () => {
  const { sandbox } = await entering({ ...keys, ...here });
  expect(sandbox?.client.connection.silenceMilliseconds).toBe(30_000);
});

const page = (status: number) =>
  createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end('<!DOCTYPE html><html><body><p>Welcome</p></body></html>');
  });

test('https where http is spoken says that AWS cannot be reached', async () => {
  expectSentence(await atServer(page(200), 'https'), 'AwsUnreachable', /AWS cannot be reached/);
}, 60_000);

test('a web page is not taken for AWS', async () => {
  expectSentence(await atServer(page(200)), 'NotAws', /is not AWS/);
}, 60_000);

test('nothing is said of a profile beside keys', async () => {
  const written = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  writeFileSync(join(folder, 'config'), '[profile play]\nregion = eu-west-1\n');
  await entering({ ...keys, ...here, AWS_PROFILE: 'play' });
  expect(written).not.toHaveBeenCalled();
  written.mockRestore();
});

test('an endpoint of one service is refused', async () => {
  const of = { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' };
  const found = await entering({ ...keys, ...here, ...of });
  expectSentence(found, 'BadEndpoint', /AWS_ENDPOINT_URL_STS is 'http:\/\/127\.0\.0\.1:1'/);
  expect(found.calls).toEqual([]);
});

test.each([
  ['endpoint_url', 'endpoint_url = http://127.0.0.1:1', { AWS_ENDPOINT_URL: '' }],
  ['services', 'services = mine', {}],
])('a profile that sets %s is refused', async (setting, line, more) => {
  writeFileSync(join(folder, 'config'), `[default]\n[profile play]\n${line}\n`);
  const found = await entering({ ...keys, ...here, ...more, AWS_PROFILE: 'play' });
  expectSentence(found, 'BadEndpoint', new RegExp(`profile 'play' sets ${setting}`));
  expect(found.calls).toEqual([]);
});

test('an endpoint of the profile gives way to the variable, and one of another profile is nobody', async () => {
  writeFileSync(
    join(folder, 'config'),
    '[profile play]\nendpoint_url = http://127.0.0.1:1\n[profile other]\nservices = mine\n',
  );
  writeFileSync(
    join(folder, 'credentials'),
    '[play]\naws_access_key_id = AKIDPLAY\naws_secret_access_key = secret\n',
  );
  expect((await entering({ ...here, AWS_PROFILE: 'play' })).sandbox).toBeDefined();
});
