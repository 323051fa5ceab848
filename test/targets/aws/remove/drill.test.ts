/**
 * The leftovers drill through the command line, in an account played on loopback: what is planted is found by `down` and by
 * `sweep`, what is ours is removed, what is foreign never touched. Judged by the calls that came.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Properties } from '../../../../lib/capabilities.ts';
import { playAws, type AwsStub, type PlayedAnswers } from '../../../support/aws-stub.ts';
import { cli, type CliResult } from '../../../support/cli.ts';
import {
  account,
  deployedAs,
  nothingElse,
  playedStacks,
  region,
  tagged,
} from '../played-stacks.ts';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'lab-drill-'));
const state = join(folder, 'lives', 'state', 'todo-api.json');
const config = join(folder, 'lab.config.json');
let stub: AwsStub;

const table = 'TodoApi-Table-1';
const group = '/aws/lambda/TodoApi-Handler-OFANEARLIERLIFE';
const eni = 'eni-0a1b';
const path = 'nip-0a1b';
const foreign = 'todoapi-of-somebody-else';
/** Tried blindly: the group is its function's alone, and here there is none. */
const ofItsFunction = 'cloudwatch-logs.DeleteLogGroup /aws/lambda/TodoApi-Handler-1';
const ours = [table, group, eni];

/** What stands in the account beside the stack; a deletion takes it away. */
function planted(): PlayedAnswers {
  const there = new Set([...ours, path, foreign]);
  const listed = <T>(id: string, item: T): readonly T[] => (there.has(id) ? [item] : []);
  const removes =
    (member: string) =>
    (input: Properties): Properties | { error: string } =>
      there.delete(String(input[member])) ? {} : { error: 'ResourceNotFoundException' };
  return {
    'dynamodb.DescribeTable': () =>
      there.has(table) ? { Table: { TableName: table } } : { error: 'ResourceNotFoundException' },
    'dynamodb.ListTables': () => ({ TableNames: listed(table, table) }),
    'dynamodb.DeleteTable': removes('TableName'),
    'cloudwatch-logs.DescribeLogGroups': () => ({
      logGroups: listed(group, { logGroupName: group }),
    }),
    'cloudwatch-logs.DeleteLogGroup': removes('logGroupName'),
    'ec2.DescribeNetworkInterfaces': () => ({
      NetworkInterfaces: listed(eni, {
        ...{ NetworkInterfaceId: eni, Status: 'available' },
        Description: 'AWS Lambda VPC ENI-TodoApi-Handler-1-0a1b',
      }),
    }),
    'ec2.DeleteNetworkInterface': removes('NetworkInterfaceId'),
    'ec2.DescribeNetworkInsightsPaths': () => ({
      NetworkInsightsPaths: listed(path, { NetworkInsightsPathId: path, Tags: tagged() }),
    }),
    'ec2.DeleteNetworkInsightsPath': removes('NetworkInsightsPathId'),
    's3.ListBuckets': () => ({ Buckets: listed(foreign, { Name: foreign }) }),
    's3.HeadBucket': {},
    's3.GetBucketTagging': { error: 'NoSuchTagSet', status: 404 },
    's3.ListObjectVersions': { Versions: [{ Key: 'diary.txt', VersionId: '1' }] },
    's3.DeleteObjects': {},
    's3.DeleteBucket': removes('Bucket'),
  };
}

const held = [
  ['Table', 'AWS::DynamoDB::Table', table],
  ['Handler', 'AWS::Lambda::Function', 'TodoApi-Handler-1'],
] as const;

beforeAll(async () => {
  stub = await playAws({
    'sts.GetCallerIdentity': { Account: account },
    'iam.ListAccountAliases': { AccountAliases: [] },
    ...nothingElse,
    ...playedStacks([{ name: 'TodoApi', tags: tagged(), resources: held }]),
    ...planted(),
  });
  mkdirSync(join(folder, 'lives', 'state'), { recursive: true });
  writeFileSync(config, JSON.stringify({ allow: [{ account, regions: [region] }], owner: 'ann' }));
  const deployed = held.map(([id, type, physicalId]) =>
    deployedAs(id, type, { physicalId, deletionPolicy: id === 'Table' ? 'Retain' : 'Delete' }),
  );
  const live = {
    ...{ account, region, endpoint: stub.endpoint, title: 'aws', stacks: ['TodoApi'], deployed },
    ...{ assetBuckets: [], outputs: {}, users: [], folder: '', owner: 'ann', expires: '' },
  };
  const kept = { schemaVersion: 1, lab: 'todo-api', target: 'aws', stage: 'rest', phase: 'up' };
  writeFileSync(state, JSON.stringify({ ...kept, parameters: {}, since: '', live }));
});
afterAll(async () => {
  await stub.close();
  rmSync(folder, { recursive: true });
});

interface Typed extends CliResult {
  /** What was changed, and of what. */
  readonly changes: readonly string[];
}

async function typed(...words: readonly string[]): Promise<Typed> {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = {
    ...Object.fromEntries(others),
    ...{ LAB_CONFIG: config, LAB_LIVES: join(folder, 'lives'), CI: 'false' },
    ...{ AWS_ENDPOINT_URL: stub.endpoint, AWS_REGION: region },
    ...{ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
  };
  const before = stub.asked.length;
  const result = await cli(words, { env });
  const changes = stub.asked
    .slice(before)
    .filter(({ call }) => !/\.(Get|List|Describe|Head)/.test(call))
    .map(({ call, input }) => `${call} ${String(Object.values(input)[0])}`);
  return { ...result, changes };
}

test('the drill: all that is planted is found, ours removed, the foreign bucket never touched', async () => {
  const down = await typed('down', 'todo-api');
  expect(down.code).toBe(1);
  for (const each of ours) expect(down.out).toContain(each);
  expect(down.out).not.toContain(foreign);
  expect(down.err).toContain(`Not touched: AWS::S3::Bucket ${foreign}`);
  expect(down.changes).toEqual([
    expect.stringMatching(/^cloudformation\.DeleteStack .*TodoApi/),
    ofItsFunction,
  ]);
  expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({
    left: expect.arrayContaining([expect.stringContaining(table)]) as unknown,
  });

  const looked = await typed('sweep');
  expect(looked.code).toBe(1);
  const [own = '', never = ''] = looked.out.split('Never touched:');
  for (const each of [...ours, path]) expect(own).toContain(each);
  expect(own).not.toContain(foreign);
  expect(never).toContain(foreign);
  expect(looked.changes).toEqual([]);

  const asked = await typed('sweep', '--remove');
  expect(asked).toMatchObject({ code: 3, changes: [] });

  const swept = await typed('sweep', '--remove', '--yes');
  expect(swept.code).toBe(0);
  expect([...swept.changes].sort()).toEqual([
    `cloudwatch-logs.DeleteLogGroup ${group}`,
    `dynamodb.DeleteTable ${table}`,
    `ec2.DeleteNetworkInsightsPath ${path}`,
    `ec2.DeleteNetworkInterface ${eni}`,
  ]);

  const again = await typed('down', 'todo-api');
  expect(again).toMatchObject({ code: 0, changes: [ofItsFunction] });
  expect(existsSync(state)).toBe(false);
  const last = await typed('sweep');
  expect(last).toMatchObject({ code: 0, changes: [] });
  expect(last.out).toContain(foreign);
});
