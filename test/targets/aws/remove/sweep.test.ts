/** What a sweep calls forgotten, in an account played on loopback and with states of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Forgotten } from '../../../../lib/targets/aws/remove/sweep.ts';
import type { PlayedAnswers } from '../../../support/aws-stub.ts';
import { assemblyOfTopic, bucket } from '../deploy/assemblies.ts';
import {
  account,
  arnOf,
  playedStacks,
  region,
  tagged,
  workingIn,
  type PlayedStack,
} from '../played-stacks.ts';

jest.setTimeout(60_000);

const lives = mkdtempSync(join(tmpdir(), 'lab-lives-'));
const before = process.env['LAB_LIVES'];
process.env['LAB_LIVES'] = lives;
const assembly = assemblyOfTopic();
beforeEach(() => {
  rmSync(join(lives, 'state'), { recursive: true, force: true });
});
afterAll(() => {
  if (before === undefined) delete process.env['LAB_LIVES'];
  else process.env['LAB_LIVES'] = before;
  rmSync(lives, { recursive: true });
  assembly.remove();
});

/** By the word of this machine, todo-api is up in the account. */
function isUpHere(parts: object = {}): void {
  mkdirSync(join(lives, 'state'), { recursive: true });
  const live = { account, region, stacks: ['TodoApi'], assetBuckets: [bucket] };
  const state = { schemaVersion: 1, lab: 'todo-api', target: 'aws', phase: 'up', live, ...parts };
  writeFileSync(join(lives, 'state', 'todo-api.json'), JSON.stringify(state));
}

async function forgotten(
  stacks: readonly PlayedStack[],
  answers: PlayedAnswers = {},
): Promise<readonly Forgotten[]> {
  return workingIn({ ...playedStacks(stacks), ...answers }, async ({ sandbox, host }) => {
    // Loaded only now: where states are is read when the module is.
    const { forgottenIn } = await import('../../../../lib/targets/aws/remove/sweep.ts');
    return (await forgottenIn(sandbox, host)).found;
  });
}

const past = '2020-01-01T00:00:00.000Z';
const stackOf = (owner: string, expires?: string): PlayedStack => ({
  name: 'TodoApi',
  tags: tagged('todo-api', owner, expires),
});

test('a stack of the kit that no lab of this machine knows is forgotten', async () => {
  expect(await forgotten([stackOf('ann')])).toEqual([
    {
      ...{ type: 'AWS::CloudFormation::Stack', id: arnOf('TodoApi'), region, why: 'tag' },
      says: 'no lab that is up on this machine knows it',
      ...{ lab: 'todo-api', owner: 'ann', isUpHere: false },
    },
  ]);
});

test('a lab that is up here is not, until it expires', async () => {
  isUpHere();
  expect(await forgotten([stackOf('ann')])).toEqual([]);
  const [expired] = await forgotten([stackOf('ann', past)]);
  expect(expired).toMatchObject({ isUpHere: true, says: `it expired at ${past}` });
});

test("another owner's stack is theirs until it expires", async () => {
  expect(await forgotten([stackOf('ben')])).toEqual([]);
  expect(await forgotten([stackOf('ben', past)])).toMatchObject([{ owner: 'ben' }]);
});

test('a stack without the tags of the kit is nobody we know, also after a bare cdk deploy', async () => {
  const bare = [{ Key: 'lab:id', Value: 'todo-api' }];
  expect(await forgotten([{ name: 'Shop' }, { name: 'TodoApi', tags: bare }])).toEqual([]);
});

test('a stack in review that a dry run left is forgotten, one of a release is not', async () => {
  const status = 'REVIEW_IN_PROGRESS';
  const found = await forgotten([
    { name: 'Ours', status, changeSets: ['aws-lab-kit-preview-1'] },
    { name: 'Release', status, changeSets: ['release-7'] },
  ]);
  expect(found.map(({ id }) => id)).toEqual([arnOf('Ours')]);
});

const tableArn = `arn:aws:dynamodb:${region}:${account}:table/Kept`;
const stackTag = (name: string) => ({ Key: 'aws:cloudformation:stack-id', Value: arnOf(name) });

function indexed(ResourceARN: string, Tags: readonly object[]): PlayedAnswers {
  return {
    'resource-groups-tagging-api.GetResources': {
      ResourceTagMappingList: [{ ResourceARN, Tags }],
    },
    'dynamodb.DescribeTable': { Table: {} },
    's3.HeadBucket': {},
  };
}

test('a tagged resource is forgotten when its stack is gone, and not while it stands', async () => {
  const kept = [...tagged(), stackTag('TodoApi')];
  const alone = await forgotten([], indexed(tableArn, kept));
  expect(alone.map(({ type, id }) => [type, id])).toEqual([['AWS::DynamoDB::Table', 'Kept']]);
  isUpHere();
  expect(await forgotten([stackOf('ann')], indexed(tableArn, kept))).toEqual([]);
});

test('the asset bucket of the kit is forgotten when no stack of the kit stands', async () => {
  const tags = tagged('assets').filter(({ Key }) => ['lab:id', 'lab:created-by'].includes(Key));
  const index = indexed(`arn:aws:s3:::${bucket}`, tags);
  expect(await forgotten([], index)).toMatchObject([{ id: bucket, lab: 'assets' }]);
  expect(await forgotten([stackOf('ben')], index)).toEqual([]);
});

const deleted: PlayedStack = {
  ...{ ...stackOf('ann'), status: 'DELETE_COMPLETE' },
  resources: [
    ['Handler', 'AWS::Lambda::Function', 'TodoApi-Handler-1'],
    ['Table', 'AWS::DynamoDB::Table', 'TodoApi-Table-1'],
  ],
};
const insights = (tags: readonly object[]): PlayedAnswers => ({
  'ec2.DescribeNetworkInsightsPaths': {
    NetworkInsightsPaths: [{ NetworkInsightsPathId: 'nip-1', Tags: tags }],
  },
});

test('a path of a check that was ended is forgotten, unless its lab is up here', async () => {
  expect(await forgotten([], insights(tagged()))).toMatchObject([
    { type: 'AWS::EC2::NetworkInsightsPath', id: 'nip-1', lab: 'todo-api', owner: 'ann' },
  ]);
  expect(await forgotten([], insights(tagged('todo-api', 'ben')))).toEqual([]);
  isUpHere();
  expect(await forgotten([stackOf('ann')], insights(tagged()))).toEqual([]);
});

test('where nobody may look what checks left, that is told and the rest is found', async () => {
  const answers = {
    ...playedStacks([stackOf('ann')]),
    'ec2.DescribeNetworkInsightsAnalyses': { error: 'UnauthorizedOperation', status: 403 },
  };
  await workingIn(answers, async ({ sandbox, host }) => {
    const { forgottenIn } = await import('../../../../lib/targets/aws/remove/sweep.ts');
    const { found, notLookedFor } = await forgottenIn(sandbox, host);
    expect(found).toHaveLength(1);
    expect(notLookedFor).toEqual(['what checks make (UnauthorizedOperation)']);
  });
});

test('a lab of which down left something is not up here, nor is one whose state cannot be read', async () => {
  isUpHere({ phase: 'changing', left: ['AWS::CloudFormation::Stack TodoApi: DELETE_FAILED'] });
  expect(await forgotten([stackOf('ann')])).toMatchObject([{ isUpHere: false }]);
  writeFileSync(join(lives, 'state', 'todo-api.json'), '{ "lab": ');
  expect(await forgotten([stackOf('ann')])).toMatchObject([{ isUpHere: false }]);
});

const remains: PlayedAnswers = {
  'dynamodb.DescribeTable': { Table: {} },
  'cloudwatch-logs.DescribeLogGroups': {
    logGroups: [{ logGroupName: '/aws/lambda/TodoApi-Handler-1' }],
  },
  's3.ListBuckets': { Buckets: [{ Name: 'todoapi-theirs' }] },
};

test('a deleted stack still tells what it held: what it kept, what its functions left, what only looks so', async () => {
  const found = await forgotten([deleted], remains);
  expect(found.map(({ why, id, owner }) => [why, id, owner])).toEqual([
    ['stack', 'TodoApi-Table-1', 'ann'],
    ['name', '/aws/lambda/TodoApi-Handler-1', 'ann'],
    ['foreign', 'todoapi-theirs', null],
  ]);
});

test("what another owner's deleted stack left is theirs", async () => {
  const theirs = { ...deleted, tags: tagged('todo-api', 'ben') };
  expect(await forgotten([theirs], remains)).toEqual([]);
});
