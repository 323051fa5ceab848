/** `lab doctor --on aws`, row by row. The account is played on loopback. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxRow } from '../../../lib/targets/aws/doctor.ts';
import { withAws, type PlayedAnswers } from '../../support/aws-stub.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-doctor-'));
const config = join(folder, 'lab.config.json');
const before = { ...process.env };
afterAll(() => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  writeFileSync(config, '{ "allow": [{ "account": "111122223333", "regions": ["us-east-1"] }] }');
});

const zones = ['us-east-1a', 'us-east-1b', 'us-east-1e'];
const offeredIn = (places: readonly string[]): object => ({
  InstanceTypeOfferings: places.map((Location) => ({ Location })),
});

const healthy: PlayedAnswers = {
  'sts.GetCallerIdentity': { Account: '111122223333' },
  'iam.ListAccountAliases': { AccountAliases: ['play'] },
  's3.HeadBucket': {},
  'ssm.GetParameter': { Parameter: { Value: '30' } },
  'service-quotas.GetServiceQuota': { Quota: { Value: 5 } },
  'ec2.DescribeVpcs': { Vpcs: [] },
  'ec2.DescribeInternetGateways': { InternetGateways: [] },
  'ec2.DescribeAddresses': { Addresses: [] },
  'ec2.DescribeNatGateways': { NatGateways: [] },
  'ec2.DescribeInstances': { Reservations: [] },
  'ec2.DescribeAvailabilityZones': {
    AvailabilityZones: zones.map((ZoneName) => ({ ZoneName })),
  },
  'ec2.DescribeInstanceTypeOfferings': { ...offeredIn(zones) },
};

interface Examined {
  readonly rows: readonly SandboxRow[];
  readonly calls: readonly string[];
  readonly bad: readonly string[];
}

function examined(
  answers: PlayedAnswers = healthy,
  left: readonly string[] = [],
): Promise<Examined> {
  return withAws(answers, async (stub) => {
    Object.assign(process.env, {
      LAB_CONFIG: config,
      AWS_ENDPOINT_URL: stub.endpoint,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-east-1',
    });
    jest.resetModules();
    const { doctorRows } = await import('../../../lib/targets/aws/doctor.ts');
    const rows = await doctorRows(() => Promise.resolve({ left, notLookedFor: ['snapshots'] }));
    const bad = rows.filter(({ fine }) => !fine).map(({ name }) => name);
    return { rows, bad, calls: [...stub.calls] };
  });
}

function rowOf({ rows }: Examined, name: string): SandboxRow | undefined {
  return rows.find((each) => each.name === name);
}

test('a healthy account is fine in every row, and nothing was changed', async () => {
  const all = await examined();
  expect(all.bad).toEqual([]);
  expect(all.rows.map(({ name, found }) => `${name}: ${found}`)).toEqual([
    expect.stringMatching(/^allow-list: 111122223333 \(us-east-1\); owner .+, expiry after 8 h$/),
    expect.stringMatching(/^credentials, account, region: aws 111122223333 us-east-1, played by/),
    'CDK asset bucket: cdk-hnb659fds-assets-111122223333-us-east-1',
    'CDK bootstrap stack: version 30',
    'room for VPCs: 0 used of 5 (Service Quotas)',
    'room for internet gateways: 0 used of 5 (Service Quotas)',
    'room for Elastic IP addresses: 0 used of 5 (Service Quotas)',
    'room for NAT gateways in one zone: 0 used of 5 (Service Quotas)',
    'room for vCPUs of standard instances: 0 used of 5 (Service Quotas)',
    'instance type t3.micro: offered in 3 of 3 zones',
    'instance type t4g.micro: offered in 3 of 3 zones',
    'leftovers: none (not looked for: snapshots)',
  ]);
  expect(all.calls.filter((call) => !/\.(Get|Describe|List|Head)/.test(call))).toEqual([]);
});

test('without an allow-list it ends there, and nothing is asked', async () => {
  writeFileSync(config, '{}');
  const { rows, calls } = await examined();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    ...{ name: 'allow-list', fine: false, repair: 'docs/sandbox.md says how to write it' },
  });
  expect(calls).toEqual([]);
});

test('a list that cannot be read is a row', async () => {
  writeFileSync(config, '{');
  const { rows } = await examined();
  expect(rows[0]?.found).toMatch(/is no JSON/);
});

test('with the credentials of another account it ends there', async () => {
  const all = await examined({ 'sts.GetCallerIdentity': { Account: '999988887777' } });
  expect(all.rows).toHaveLength(2);
  expect(rowOf(all, 'credentials, account, region')).toMatchObject({
    found: expect.stringMatching(/account 999988887777 is not on the list/) as string,
    fine: false,
  });
  expect(all.calls).toEqual(['sts.GetCallerIdentity']);
});

test('an asset bucket that is missing is no fault: up makes it', async () => {
  const all = await examined({ ...healthy, 's3.HeadBucket': { error: 'NotFound', status: 404 } });
  expect(rowOf(all, 'CDK asset bucket')?.found).toBe('none yet; ./lab up makes it');
  expect(all.bad).toEqual([]);
});

test("an asset bucket of somebody else's is none", async () => {
  const answers: PlayedAnswers = {
    ...healthy,
    's3.HeadBucket': ({ ExpectedBucketOwner }) =>
      ExpectedBucketOwner === '111122223333' ? { error: 'AccessDenied', status: 403 } : {},
  };
  expect((await examined(answers)).bad).toEqual(['CDK asset bucket']);
});

test('no bootstrap stack is no fault', async () => {
  const all = await examined({ ...healthy, 'ssm.GetParameter': { error: 'ParameterNotFound' } });
  expect(rowOf(all, 'CDK bootstrap stack')?.found).toBe('none; labs do without');
  expect(all.bad).toEqual([]);
});

test('a full quota says how to ask for more', async () => {
  const Addresses = Array.from({ length: 5 }, (_, n) => ({ AllocationId: `e-${n}` }));
  const all = await examined({ ...healthy, 'ec2.DescribeAddresses': { Addresses } });
  expect(all.bad).toEqual(['room for Elastic IP addresses']);
  expect(rowOf(all, 'room for Elastic IP addresses')?.repair).toContain(
    '--service-code ec2 --quota-code L-0263D0A3 --desired-value 10',
  );
});

test('an instance type may be missing in a zone that no lab uses', async () => {
  const offerings = offeredIn(['us-east-1a', 'us-east-1b']);
  const all = await examined({ ...healthy, 'ec2.DescribeInstanceTypeOfferings': { ...offerings } });
  expect(rowOf(all, 'instance type t3.micro')).toMatchObject({
    found: 'offered in 2 of 3 zones, not in us-east-1e',
    fine: true,
  });
});

test('an instance type may not be missing in the zones of labs', async () => {
  const offerings = offeredIn(['us-east-1a', 'us-east-1e']);
  const all = await examined({ ...healthy, 'ec2.DescribeInstanceTypeOfferings': { ...offerings } });
  expect(all.bad).toEqual(['instance type t3.micro', 'instance type t4g.micro']);
});

test('what is left of labs is shown, with what removes it', async () => {
  const all = await examined(healthy, ['table TodoApi-Todos', 'log group /aws/lambda/TodoApi-X']);
  expect(rowOf(all, 'leftovers')).toMatchObject({
    found: 'table TodoApi-Todos; log group /aws/lambda/TodoApi-X (not looked for: snapshots)',
    fine: false,
    repair: './lab sweep shows and removes them',
  });
});

test('what may not be asked is a row that says so, and the others stand', async () => {
  const denied = { error: 'UnauthorizedOperation', status: 403 };
  const all = await examined({ ...healthy, 'ec2.DescribeAvailabilityZones': denied });
  expect(all.bad).toEqual(['instance type t3.micro', 'instance type t4g.micro']);
  expect(rowOf(all, 'instance type t3.micro')?.found).toBe(
    'could not be asked: UnauthorizedOperation',
  );
});
