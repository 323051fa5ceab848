import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { processesMarked } from '../../../lib/state/processes.ts';
import { runFolderOf } from '../../../lib/state/runs.ts';
import { lives, root } from '../../../lib/root.ts';
import { endRun, runMark } from '../../../lib/targets/run-folder.ts';
import { addressFor } from '../../../lib/targets/localstack/addresses.ts';
import { complete } from '../../../lib/targets/localstack/complete.ts';
import { healthOf } from '../../../lib/targets/localstack/health.ts';
import { places, sources } from '../../../lib/targets/localstack/install/places.ts';
import { localstackState } from '../../../lib/targets/localstack/state.ts';
import { listenedOn, running, type Running } from './running.ts';

let localstack: Running;
beforeAll(async () => {
  localstack = await running('_process');
});
afterAll(() => {
  localstack.end();
  endRun(runFolderOf('_killed'));
});

/** 127.0.0.1 as the kernel writes it, and as Java maps it into IPv6. */
const loopback = ['0100007F', '0000000000000000FFFF00000100007F'];

const deployed = (type: string, physicalId: string, properties: Record<string, unknown>) => ({
  stack: 'S',
  logicalId: 'R',
  path: 'S/R',
  type,
  physicalId,
  properties,
});

test('it is the last open release, and nothing is missing of it', async () => {
  expect(await healthOf(localstack.endpoint)).toEqual({ version: '4.14.0', edition: 'open' });
  expect(localstackState()).toMatchObject({ installed: true, version: '4.14.0' });
  expect(localstackState().broken).toBeUndefined();
});

test('what it makes of templates is what its source says', () => {
  const script = join(sources, 'provisions.py');
  const printed = execFileSync(places.python, ['-B', script], { encoding: 'utf8' });
  const kept: unknown = JSON.parse(readFileSync(join(sources, 'provisions.json'), 'utf8'));
  expect(kept).toEqual(JSON.parse(printed));
});

test('no process of the run listens on anything but 127.0.0.1', async () => {
  await localstack.client.send('dynamodb', 'ListTables', {});
  await fetch(localstack.endpoint, {
    method: 'POST',
    body: '{}',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Kinesis_20131202.ListStreams',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request',
    },
  });
  const addresses = listenedOn(localstack.pids());
  // LocalStack itself, DynamoDB Local and kinesis-local.
  expect(addresses.length).toBeGreaterThanOrEqual(3);
  expect(addresses.filter((each) => !loopback.includes(each))).toEqual([]);
});

test('what its provisioners drop is there after completion', async () => {
  const { client } = localstack;
  await client.send('cloudwatch-logs', 'CreateLogGroup', { logGroupName: 'kept' });
  await client.send('s3', 'CreateBucket', { Bucket: 'kept' });
  await client.send('dynamodb', 'CreateTable', {
    TableName: 'kept',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  const block = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };
  await complete(client, [
    deployed('AWS::Logs::LogGroup', 'kept', { RetentionInDays: 7 }),
    deployed('AWS::DynamoDB::Table', 'kept', {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
    deployed('AWS::S3::Bucket', 'kept', {
      PublicAccessBlockConfiguration: block,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
      LifecycleConfiguration: { Rules: [{ Id: 'old', Status: 'Enabled', ExpirationInDays: 30 }] },
    }),
  ]);
  expect(
    await client.send('cloudwatch-logs', 'DescribeLogGroups', { logGroupNamePrefix: 'kept' }),
  ).toMatchObject({ logGroups: [{ retentionInDays: 7 }] });
  expect(
    await client.send('dynamodb', 'DescribeContinuousBackups', { TableName: 'kept' }),
  ).toMatchObject({
    ContinuousBackupsDescription: {
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
    },
  });
  const bucket = { Bucket: 'kept' };
  expect(await client.send('s3', 'GetPublicAccessBlock', bucket)).toMatchObject({
    PublicAccessBlockConfiguration: block,
  });
  expect(await client.send('s3', 'GetBucketOwnershipControls', bucket)).toMatchObject({
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
  });
  expect(await client.send('s3', 'GetBucketLifecycleConfiguration', bucket)).toMatchObject({
    Rules: [{ ID: 'old', Expiration: { Days: 30 } }],
  });
});

test('a website answers under the host name that an output gives', async () => {
  const { client, endpoint } = localstack;
  await client.send('s3', 'CreateBucket', { Bucket: 'site' });
  await client.send('s3', 'PutBucketWebsite', {
    Bucket: 'site',
    WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } },
  });
  await client.send('s3', 'PutObject', { Bucket: 'site', Key: 'index.html', Body: 'welcome' });
  const given = new URL('http://site.s3-website-us-east-1.amazonaws.com');
  const address = addressFor(given, endpoint);
  expect(await bodyAt(`${address?.url ?? ''}/`, address?.host ?? '')).toBe('welcome');
});

function bodyAt(url: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers: { host } }, (answer) => {
      let body = '';
      answer.on('data', (part: Buffer) => (body += part.toString()));
      answer.on('end', () => {
        resolve(body);
      });
    });
    asking.on('error', reject);
    asking.end();
  });
}

test('a command that is killed before it said that the lab stays leaves no process', async () => {
  const script = `
    const { startLocalstack } = await import('${root}/lib/targets/localstack/process.ts');
    const { endpoint } = await startLocalstack('_killed');
    await fetch(endpoint, { method: 'POST', body: '{}', headers: { 'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request' } });
    console.log('up');
    setInterval(() => undefined, 1000);`;
  const command = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { cwd: root, env: { ...process.env, LAB_LIVES: lives }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(command.stdout, 'data');
  const left = (): readonly number[] => processesMarked(runMark, runFolderOf('_killed'));
  // LocalStack, and DynamoDB Local in a session of its own.
  expect(left().length).toBeGreaterThanOrEqual(2);
  command.kill('SIGKILL');
  const until = Date.now() + 5000;
  while (left().length > 0 && Date.now() < until) await new Promise((go) => setTimeout(go, 50));
  expect(left()).toEqual([]);
});
