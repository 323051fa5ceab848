/** A lab removed from an account that is played on loopback: no account was ever asked. */
import { removeLab } from '../../../../lib/targets/aws/remove/remove.ts';
import { createdByKit } from '../../../../lib/targets/aws/stacks/tags.ts';
import type { PlayedAnswers } from '../../../support/aws-stub.ts';
import {
  deployedAs,
  playedStacks,
  region,
  tagged,
  workingIn,
  type PlayedStack,
} from '../played-stacks.ts';
import { removed, stateOf, table } from './removing.ts';

jest.setTimeout(60_000);

const held: PlayedStack['resources'] = [['Table', 'AWS::DynamoDB::Table', 'TodoApi-Table-1']];
const todo: PlayedStack = { name: 'TodoApi', tags: tagged(), resources: held };
const slow = { error: 'Throttling', status: 400, message: 'Rate exceeded' };

test('a lab that goes leaves nothing, and that was looked at', async () => {
  const { left, notLookedFor, calls } = await removed(playedStacks([todo]));
  expect({ left, notLookedFor }).toEqual({ left: [], notLookedFor: [] });
  const deletedAt = calls.indexOf('cloudformation.DeleteStack');
  expect(deletedAt).toBeGreaterThan(-1);
  expect(calls.lastIndexOf('dynamodb.DescribeTable')).toBeGreaterThan(deletedAt);
});

test('stacks go in reverse order', async () => {
  const order: unknown[] = [];
  const played = playedStacks([
    { name: 'Network', tags: tagged() },
    { name: 'App', tags: tagged() },
  ]);
  const remove = played['cloudformation.DeleteStack'] as (input: object) => object;
  const noting = (input: Readonly<Record<string, unknown>>): object => {
    order.push(/stack\/(\w+)/.exec(String(input['StackName']))?.[1]);
    return remove(input);
  };
  await removed({ ...played, 'cloudformation.DeleteStack': noting } as PlayedAnswers, [], {
    notes: { stacks: ['Network', 'App'] },
  });
  expect(order).toEqual(['App', 'Network']);
});

test('an answer that is throttled is asked for again', async () => {
  const played = playedStacks([todo]);
  const describe = played['cloudformation.DescribeStacks'] as (input: object) => object;
  let times = 0;
  const throttled = (input: object): object => ((times += 1) % 3 === 0 ? slow : describe(input));
  const { left } = await removed({
    ...played,
    'cloudformation.DescribeStacks': throttled,
  } as PlayedAnswers);
  expect(left).toEqual([]);
  expect(times).toBeGreaterThan(2);
});

test('a deletion that fails is told with the reason of the resource, and the table that it keeps', async () => {
  const { left } = await removed({
    ...playedStacks([{ ...todo, deletions: [[['Table', 'it is protected']]] }]),
    'dynamodb.DescribeTable': { Table: { TableName: 'TodoApi-Table-1' } },
  });
  expect(left).toEqual([
    'AWS::CloudFormation::Stack TodoApi: DELETE_FAILED',
    'AWS::Some::Thing Table of TodoApi: it is protected',
    `AWS::DynamoDB::Table TodoApi-Table-1 in ${region}: it was in stack TodoApi`,
  ]);
});

test('a retained resource that CloudFormation skips in silence is found', async () => {
  const { left } = await removed(
    {
      ...playedStacks([todo]),
      'dynamodb.DescribeTable': { Table: { TableName: 'TodoApi-Table-1' } },
    },
    [{ ...table, deletionPolicy: 'Retain' }],
  );
  expect(left).toEqual([
    `AWS::DynamoDB::Table TodoApi-Table-1 in ${region}: it was in stack TodoApi, whose template says Retain`,
  ]);
});

const inVpc = deployedAs('Handler', 'AWS::Lambda::Function', {
  physicalId: 'TodoApi-Handler-1',
  properties: { VpcConfig: { SubnetIds: ['subnet-1'] } },
});
const held1: PlayedStack = {
  name: 'TodoApi',
  tags: tagged(),
  resources: [['Handler', 'AWS::Lambda::Function', 'TodoApi-Handler-1']],
  deletions: [[['Subnet', 'The subnet has dependencies (DependencyViolation)']], []],
};
const heldInterface = {
  ...{ NetworkInterfaceId: 'eni-1', Status: 'in-use' },
  Description: 'AWS Lambda VPC ENI-TodoApi-Handler-1-abc',
};

test('interfaces of functions in a VPC are waited for, which is said, and the stack is deleted once more', async () => {
  const { left, said, calls } = await removed(
    {
      ...playedStacks([held1]),
      'ec2.DescribeNetworkInterfaces': [
        { NetworkInterfaces: [heldInterface] },
        { NetworkInterfaces: [{ ...heldInterface, Status: 'available' }] },
        { NetworkInterfaces: [] },
      ],
      'ec2.DeleteNetworkInterface': {},
    },
    [inVpc],
  );
  expect(left).toEqual([]);
  expect(said.join('\n')).toMatch(/network interfaces of functions in a VPC.*up to 45 minutes/);
  expect(calls.filter((each) => each === 'cloudformation.DeleteStack')).toHaveLength(2);
  expect(calls).toContain('ec2.DeleteNetworkInterface');
});

test('interfaces that AWS never lets go are given up after the bound and told', async () => {
  const failing = held1.deletions?.[0] ?? [];
  const { left, calls } = await removed(
    {
      ...playedStacks([{ ...held1, deletions: [failing, failing] }]),
      'ec2.DescribeNetworkInterfaces': { NetworkInterfaces: [heldInterface] },
    },
    [inVpc],
    { interfacesMilliseconds: 60 },
  );
  expect(calls.filter((each) => each === 'cloudformation.DeleteStack')).toHaveLength(2);
  expect(left.join('\n')).toMatch(/DELETE_FAILED[\s\S]*eni-1 .*which Lambda has not let go yet/);
});

test('what only looks like ours is named and never touched', async () => {
  const { left, said, calls } = await removed({
    ...playedStacks([todo]),
    's3.ListBuckets': { Buckets: [{ Name: 'todoapi-somebody-elses' }, { Name: 'another' }] },
  });
  expect(left).toEqual([]);
  expect(said).toEqual([
    expect.stringContaining('Not touched: AWS::S3::Bucket todoapi-somebody-elses') as string,
  ]);
  expect(calls.filter((each) => /s3\.(Delete|Put)/.test(each))).toEqual([]);
});

test('a stack that somebody else has made since under the same name is not deleted', async () => {
  const { said, calls } = await removed(playedStacks([{ ...todo, tags: [] }]));
  expect(said).toEqual([expect.stringContaining('Not touched: the stack TodoApi') as string]);
  expect(calls).not.toContain('cloudformation.DeleteStack');
});

test('a log group that a function of the lab made by itself goes with it, and that is said', async () => {
  const { said, calls } = await removed(
    { ...playedStacks([{ ...held1, deletions: [] }]), 'cloudwatch-logs.DeleteLogGroup': {} },
    [inVpc],
  );
  expect(calls).toContain('cloudwatch-logs.DeleteLogGroup');
  expect(said).toEqual([
    'Removed log group /aws/lambda/TodoApi-Handler-1, which its function had made by itself.',
  ]);
});

test('production keeps its logs, what its buckets hold and what it protects', async () => {
  const protectedTable = { ...table, properties: { DeletionProtectionEnabled: true } };
  const bucket = deployedAs('Files', 'AWS::S3::Bucket', {
    ...{ physicalId: 'todoapi-files-1', deletionPolicy: 'Delete' },
  });
  const all = [protectedTable, bucket, inVpc];
  const { calls } = await removed(playedStacks([todo]), all, { variant: 'production' });
  const changes = /^(s3\.Delete|s3\.ListObject|dynamodb\.Update|cloudwatch-logs\.Delete)/;
  expect(calls.filter((each) => changes.test(each))).toEqual([]);
  const learning = await removed(
    {
      ...playedStacks([todo]),
      'dynamodb.UpdateTable': {},
      's3.HeadBucket': {},
      's3.ListObjectVersions': { Versions: [] },
    },
    all,
  );
  expect(learning.calls).toEqual(
    expect.arrayContaining(['dynamodb.UpdateTable', 's3.ListObjectVersions']),
  );
});

const assets = 'cdk-hnb659fds-assets';
const ofKit = { TagSet: [{ Key: 'lab:id', Value: 'assets' }, createdByKit] };
const uploads: PlayedAnswers = {
  's3.GetBucketTagging': ofKit,
  's3.HeadBucket': {},
  's3.ListObjectVersions': { Versions: [] },
  's3.DeleteBucket': {},
};

test('the asset bucket that the kit made goes with its last lab, and not before', async () => {
  const notes = { assetBuckets: [assets] };
  const last = await removed({ ...playedStacks([todo]), ...uploads }, [], { notes });
  expect(last.calls).toContain('s3.DeleteBucket');
  expect(last.said.join()).toContain(`Removed ${assets}`);
  const other = { name: 'AlbAsg', tags: tagged('alb-asg', 'ben') };
  const needed = await removed({ ...playedStacks([todo, other]), ...uploads }, [], { notes });
  expect(needed.calls).not.toContain('s3.DeleteBucket');
});

test('the asset bucket of a bootstrap stays', async () => {
  const bootstrap = { 's3.GetBucketTagging': { TagSet: [] } };
  const answers = { ...playedStacks([todo]), ...uploads, ...bootstrap };
  const { calls } = await removed(answers, [], { notes: { assetBuckets: [assets] } });
  expect(calls).not.toContain('s3.DeleteBucket');
});

test('in another account or region nothing is asked at all', async () => {
  for (const elsewhere of [{ account: '999999999999' }, { region: 'us-east-1' }])
    await workingIn(playedStacks([todo]), async (working, stub) => {
      const state = stateOf(working, [table], { notes: elsewhere });
      await expect(removeLab(state, working)).rejects.toMatchObject({
        code: 'OtherSandbox',
        message: expect.stringContaining(Object.values(elsewhere)[0] ?? '') as string,
      });
      expect(stub.calls).toEqual([]);
    });
});

test('what may not be asked is said, and never taken for gone', async () => {
  const { left, notLookedFor } = await removed({
    ...playedStacks([todo]),
    'dynamodb.DescribeTable': { error: 'AccessDeniedException', status: 400 },
    'resource-groups-tagging-api.GetResources': { error: 'AccessDeniedException', status: 400 },
  });
  expect(left).toEqual([]);
  expect(notLookedFor).toEqual([
    'AWS::DynamoDB::Table (AccessDeniedException)',
    'Tags (AccessDeniedException)',
  ]);
});

test('Ctrl-C ends the waiting', async () => {
  const aborter = new AbortController();
  const played = playedStacks([todo]);
  const busy = {
    ...played,
    'cloudformation.DeleteStack': () => {
      aborter.abort();
      return {
        error: 'ValidationError',
        message: 'cannot be deleted in status UPDATE_IN_PROGRESS',
      };
    },
  };
  await expect(removed(busy, [table], { host: { signal: aborter.signal } })).rejects.toMatchObject({
    name: 'AbortError',
  });
});
