/**
 * Target aws from end to end through the command line, played by the embedded emulator: nothing here ever ran on a real
 * account. Then the drill: what is planted is found, what is ours removed, what is foreign never touched.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusalOf, type Properties } from '../../../lib/capabilities.ts';
import { silent } from '../../../lib/output/host.ts';
import { ministack } from '../../../lib/targets/emulator/ministack/adapter.ts';
import { clientFor, type Client } from '../../../lib/targets/api/client.ts';
import { cli, type CliResult } from '../../support/cli.ts';

jest.setTimeout(240_000);

const lab = 'todo-api';
const run = 'played-aws';
const folder = mkdtempSync(join(tmpdir(), 'lab-played-aws-'));
const region = 'us-east-1';
const identity = { accessKeyId: 'test', secretAccessKey: 'test' };
const assets = `cdk-hnb659fds-assets-000000000000-${region}`;
let client: Client;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  await ministack.prepare(silent);
  const { endpoint } = await ministack.start(run, silent);
  client = clientFor({ endpoint, region, identity });
  const config = join(folder, 'lab.config.json');
  const allow = [{ account: '000000000000', regions: [region] }];
  writeFileSync(config, JSON.stringify({ allow, owner: 'ann' }));
  env = {
    ...process.env,
    // The commands tidy up after runs that they know; this emulator is none of theirs.
    LAB_LIVES: join(folder, 'lives'),
    LAB_CONFIG: config,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: identity.accessKeyId,
    AWS_SECRET_ACCESS_KEY: identity.secretAccessKey,
    AWS_REGION: region,
    CI: 'false',
  };
});
afterAll(async () => {
  await ministack.end(run);
  rmSync(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await cli(['down', lab], { env });
  await refusalOf(client.send('s3', 'DeleteBucket', { Bucket: foreign }));
});

const stack = 'TodoApi';
interface Checked {
  readonly target: string;
  readonly verdicts: readonly {
    readonly check: string;
    readonly outcome: string;
    readonly reason: string;
    readonly asTold: boolean | null;
  }[];
}
const foreign = 'todoapi-of-somebody-else';
const typed = (...words: readonly string[]): Promise<CliResult> => cli(words, { env });

async function stackNames(): Promise<readonly unknown[]> {
  const { Stacks = [] } = await client.send('cloudformation', 'DescribeStacks', {});
  return (Stacks as readonly Properties[]).map(({ StackName }) => StackName);
}

async function bucketNames(): Promise<readonly unknown[]> {
  const { Buckets = [] } = await client.send('s3', 'ListBuckets', {});
  return (Buckets as readonly Properties[]).map(({ Name }) => Name);
}

/** Ours in a stack that is gone, named by the function that it held; an interface; and a bucket that is not ours. */
async function plant(): Promise<Readonly<Record<'table' | 'group' | 'eni', string>>> {
  const { Functions } = await client.send('lambda', 'ListFunctions', {});
  const [name] = (Functions as readonly Readonly<Record<string, string>>[]).map(
    ({ FunctionName = '' }) => FunctionName,
  );
  const group = `/aws/lambda/${(name ?? '').replace(/-[^-]+$/, '')}-OFANEARLIERLIFE`;
  await client.send('cloudwatch-logs', 'CreateLogGroup', { logGroupName: group });
  const table = 'TodoApi-DataKept-1';
  await client.send('dynamodb', 'CreateTable', {
    ...{ TableName: table, BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    Tags: [
      { Key: 'lab:id', Value: lab },
      { Key: 'lab:owner', Value: 'ann' },
      { Key: 'lab:created-by', Value: 'aws-lab-kit' },
    ],
  });
  const { Vpc } = await client.send('ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16' });
  const { VpcId } = Vpc as Properties;
  const made = await client.send('ec2', 'CreateSubnet', { VpcId, CidrBlock: '10.0.0.0/24' });
  const { SubnetId } = made['Subnet'] as Properties;
  const { NetworkInterface } = await client.send('ec2', 'CreateNetworkInterface', {
    ...{ SubnetId, Description: `AWS Lambda VPC ENI-${name ?? ''}-0a1b` },
  });
  const eni = String((NetworkInterface as Properties)['NetworkInterfaceId']);
  await client.send('s3', 'CreateBucket', { Bucket: foreign });
  return { table, group, eni };
}

test('a dry run shows every change and leaves nothing', async () => {
  const { code, out } = await typed('up', lab, '--on', 'aws', '--dry-run');
  expect(code).toBe(0);
  expect(out).toMatch(
    /TodoApi: \d+ changes[\s\S]*Add +AWS::DynamoDB::Table[\s\S]*Nothing was made/,
  );
  expect(await stackNames()).toEqual([]);
  expect(await bucketNames()).toEqual([]);
});

test('without a yes nothing is made', async () => {
  const { code, out, err } = await typed('up', lab, '--on', 'aws');
  expect(code).toBe(3);
  expect(out).toMatch(/this makes \d+ resources[\s\S]*an hour/);
  expect(err).toContain('nothing was made');
  expect([await stackNames(), await bucketNames()]).toEqual([[], []]);
});

test('up, called, checked, down: nothing is left', async () => {
  const up = await typed('up', lab, '--on', 'aws', '--yes');
  expect({ code: up.code, err: up.err }).toMatchObject({ code: 0 });
  expect(up.out).toContain('./lab sweep --remove takes it away');
  expect(await bucketNames()).toEqual([assets]);
  const state = readFileSync(join(folder, 'lives', 'state', `${lab}.json`), 'utf8');
  expect(JSON.parse(state)).toMatchObject({ phase: 'up', live: { owner: 'ann', region } });
  const called = await typed('call', lab, 'POST', '/todos', '{"title":"pass"}', '--as', 'A');
  expect(called).toMatchObject({ code: 0, out: expect.stringMatching(/^201 /) as string });
  // A stand-in is believed in what was probed there, and in nothing else: the probes have left nothing.
  expect(await stackNames()).toEqual([stack]);
  const checked = await typed('check', lab, '--json');
  const { data } = JSON.parse(checked.out) as { data: Checked };
  expect(data.target).toBe('aws');
  const outcomes = data.verdicts.map(({ check, outcome }) => [check, outcome]);
  expect(Object.fromEntries(outcomes)).toMatchObject({
    ...{ 'no-token-401': 'held', 'crud-round-trip': 'held', 'function-least-privilege': 'held' },
    ...{ 'bad-body-400': 'unverified', 'templates-cached': 'unverified' },
  });
  const unsure = data.verdicts.filter(({ outcome }) => outcome === 'unverified');
  expect(unsure.map(({ reason }) => reason.split(' (')[0])).toEqual([
    'aws has no request-validation',
    'aws has no policy-variables',
    'aws has no api-cache',
  ]);
  expect(data.verdicts.filter(({ asTold }) => asTold === false)).toEqual([]);
  expect(checked.code).toBe(0);
  const again = await typed('up', lab, '--on', 'aws', '--yes');
  expect(again.out).toContain('is up already');
  const down = await typed('down', lab);
  expect(down).toMatchObject({
    code: 0,
    out: expect.stringContaining('nothing is left') as string,
  });
  expect([await stackNames(), await bucketNames()]).toEqual([[], []]);
  expect(await typed('sweep')).toMatchObject({ code: 0 });
});

test.each(['SIGINT', 'SIGKILL'] as const)(
  'up is ended by %s at some moment: what it noted is enough for down',
  async (signal) => {
    const after = 2500 + Math.random() * 12_000;
    const words = ['up', lab, '--on', 'aws', '--yes'];
    const { code } = await cli(words, { env, kill: { after, signal } });
    expect([0, 130, null]).toContain(code);
    const down = await typed('down', lab);
    expect({ after, code: down.code, out: down.out }).toMatchObject({ code: 0 });
    expect([await stackNames(), await bucketNames()]).toEqual([[], []]);
  },
);

test('a lab of another owner is refused, and goes on', async () => {
  expect((await typed('up', lab, '--on', 'aws', '--yes')).code).toBe(0);
  const config = join(folder, 'ben.config.json');
  const allow = [{ account: '000000000000', regions: [region] }];
  writeFileSync(config, JSON.stringify({ allow, owner: 'ben' }));
  const ben = { ...env, LAB_CONFIG: config, LAB_LIVES: join(folder, 'ben') };
  const refused = await cli(['up', lab, '--on', 'aws', '--yes'], { env: ben });
  expect(refused).toMatchObject({
    code: 3,
    err: expect.stringContaining("belongs to 'ann', and you are 'ben'") as string,
  });
  expect(await stackNames()).toEqual(['TodoApi']);
  expect(await cli(['sweep'], { env: ben })).toMatchObject({ code: 0 });
  expect((await typed('down', lab)).code).toBe(0);
});

test('the drill: down finds what is planted, sweep removes what is ours, the foreign bucket stays', async () => {
  expect((await typed('up', lab, '--on', 'aws', '--yes')).code).toBe(0);
  const { table, group, eni } = await plant();
  const down = await typed('down', lab);
  expect(down.code).toBe(1);
  for (const planted of [table, group, eni]) expect(down.out).toContain(planted);
  expect(down.out).not.toContain(foreign);
  expect(down.err).toContain(`Not touched: AWS::S3::Bucket ${foreign}`);

  const looked = await typed('sweep');
  expect(looked.code).toBe(1);
  for (const planted of [table, group, eni, foreign]) expect(looked.out).toContain(planted);
  const asked = await typed('sweep', '--remove');
  expect(asked).toMatchObject({
    code: 3,
    err: expect.stringContaining('nothing was removed') as string,
  });

  const swept = await typed('sweep', '--remove', '--yes');
  expect(swept.code).toBe(0);
  expect(swept.out).toContain(`Removed AWS::DynamoDB::Table ${table}`);
  expect(swept.out).toContain(`Removed AWS::Logs::LogGroup ${group}`);
  expect(swept.out).toContain(`Removed AWS::EC2::NetworkInterface ${eni}`);
  expect(await bucketNames()).toEqual([foreign]);
  expect(await typed('down', lab)).toMatchObject({ code: 0 });
  const last = await typed('sweep', '--json');
  const { data } = JSON.parse(last.out) as { data: { found: readonly Properties[] } };
  expect(data.found.map(({ id, why }) => [id, why])).toEqual([[foreign, 'foreign']]);
});

test('a stack that nobody here knows any more is found and removed with all that it held', async () => {
  expect((await typed('up', lab, '--on', 'aws', '--yes')).code).toBe(0);
  rmSync(join(folder, 'lives', 'state'), { recursive: true });
  const looked = await typed('sweep');
  expect(looked.out).toMatch(
    /AWS::CloudFormation::Stack.*no lab that is up on this machine knows it/,
  );
  const swept = await typed('sweep', '--remove', '--yes');
  expect(swept).toMatchObject({ code: 0 });
  expect(await stackNames()).toEqual([]);
  // Its bucket of assets is found when no stack needs it any more.
  expect((await typed('sweep', '--remove', '--yes')).code).toBe(0);
  expect(await bucketNames()).not.toContain(assets);
});
