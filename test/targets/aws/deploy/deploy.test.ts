/** The CDK toolkit against a played AWS: what it is told to do, and what a failure says. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { made } from '../../../../lib/root.ts';
import { deployAssembly } from '../../../../lib/targets/aws/deploy/deploy.ts';
import type { PlayedAnswers } from '../../../support/aws-stub.ts';
import { assemblyOfTopic } from './assemblies.ts';
import { account, arnOf, workingIn } from '../played-stacks.ts';

jest.setTimeout(120_000);

const assembly = assemblyOfTopic();
afterAll(() => {
  assembly.remove();
});

const label = { lab: 'todo-api', owner: 'ann', expires: '2999-01-01T00:00:00.000Z' };
const stack = { StackName: 'TodoApi', StackId: arnOf('TodoApi'), CreationTime: new Date() };

/** Of the topic, then of the stack: the newest first, as CloudFormation gives them. */
function events(status: string, reason?: string): readonly object[] {
  const at = {
    StackName: 'TodoApi',
    StackId: arnOf('TodoApi'),
    Timestamp: new Date(Date.now() + 60_000),
  };
  const topic = {
    ...at,
    ...{ LogicalResourceId: 'News', ResourceType: 'AWS::SNS::Topic', ResourceStatus: status },
    ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
  };
  const other = {
    ...{ ...at, LogicalResourceId: 'Other', ResourceType: 'AWS::SNS::Topic' },
    ...{ ResourceStatus: 'CREATE_FAILED', ResourceStatusReason: 'Resource creation cancelled' },
  };
  return [
    ...(reason === undefined ? [] : [{ ...other, EventId: 'other' }]),
    { ...topic, EventId: 'topic' },
  ];
}

/** A stack that is not there, until its change set is executed and comes to this status. */
function deployment(status: string, told: readonly object[]): PlayedAnswers {
  let stands = false;
  // The toolkit knows it by the words alone.
  const gone = (name: unknown) => ({
    error: 'ValidationError',
    message: `Stack with id ${String(name)} does not exist`,
  });
  const id = { Id: 'arn:aws:cloudformation:eu-central-1:111122223333:changeSet/x/1' };
  return {
    'sts.GetCallerIdentity': { Account: account, Arn: `arn:aws:iam::${account}:user/ann` },
    's3.ListObjectsV2': { Contents: [{ Key: 'hash.json' }], KeyCount: 1 },
    's3.GetBucketLocation': {},
    'cloudformation.DescribeStacks': ({ StackName }) =>
      stands && String(StackName).includes('TodoApi')
        ? { Stacks: [{ ...stack, StackStatus: status }] }
        : gone(StackName),
    'cloudformation.CreateChangeSet': { ...id, StackId: arnOf('TodoApi') },
    'cloudformation.DescribeChangeSet': {
      ...{ ...id, ChangeSetId: id.Id, ChangeSetName: 'x', StackId: arnOf('TodoApi') },
      ...{ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', CreationTime: new Date() },
      Changes: [{ Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: 'News' } }],
    },
    'cloudformation.ExecuteChangeSet': () => {
      stands = true;
      return {};
    },
    'cloudformation.DescribeStackEvents': { StackEvents: told },
    'cloudformation.DescribeEvents': { OperationEvents: [] },
    'cloudformation.GetTemplate': ({ StackName }) => gone(StackName),
  };
}

interface Deployed {
  readonly error: { readonly code: string; readonly message: string; readonly next: string };
  readonly progress: readonly string[];
  readonly asked: readonly { readonly call: string; readonly input: unknown }[];
}

async function deploying(answers: PlayedAnswers): Promise<Deployed> {
  const progress: string[] = [];
  const host = { progress: (step: string) => progress.push(step) };
  return workingIn(
    answers,
    async (working, stub) => {
      let error: unknown;
      await deployAssembly(assembly.folder, label, working).catch((thrown: unknown) => {
        error = thrown;
      });
      return { error: error as Deployed['error'], progress, asked: [...stub.asked] };
    },
    { host },
  );
}

test('a deployment goes through a change set of the kit with tags of lab, owner, expiry and kit', async () => {
  const { error, progress, asked } = await deploying(
    deployment('CREATE_COMPLETE', events('CREATE_COMPLETE')),
  );
  expect(error).toBeUndefined();
  const made1 = asked.find(({ call }) => call === 'cloudformation.CreateChangeSet')?.input;
  expect(made1).toMatchObject({
    ChangeSetName: expect.stringMatching(/^aws-lab-kit-/) as string,
    Tags: [
      { Key: 'lab:id', Value: 'todo-api' },
      { Key: 'lab:owner', Value: 'ann' },
      { Key: 'lab:expires', Value: '2999-01-01T00:00:00.000Z' },
      { Key: 'lab:created-by', Value: 'aws-lab-kit' },
    ],
  });
  expect(progress.join('\n')).toMatch(/deploying TodoApi \(.*News CREATE_COMPLETE\)/);
});

test('a failure says the reason of the first resource that failed, and what removes the rest', async () => {
  const { error } = await deploying(
    deployment('ROLLBACK_COMPLETE', events('CREATE_FAILED', 'the topic may not be made')),
  );
  expect(error).toMatchObject({
    code: 'DeploymentFailed',
    message: 'News: the topic may not be made',
    next: './lab down todo-api removes what there is',
  });
});

test('credentials that expire on the way are said as that', async () => {
  const { error } = await deploying({
    ...deployment('CREATE_COMPLETE', []),
    'cloudformation.CreateChangeSet': {
      ...{ error: 'ExpiredToken', status: 403 },
      message: 'The security token included in the request is expired',
    },
  });
  expect(error).toMatchObject({ code: 'CredentialsExpired' });
  expect(error.next).toContain('./lab up todo-api goes on');
});

test('the environment is as before, and the cache that the toolkit was given is gone', async () => {
  const before = { ...process.env };
  await deploying(deployment('CREATE_COMPLETE', events('CREATE_COMPLETE')));
  for (const name of ['AWS_ENDPOINT_URL', 'CDK_HOME']) expect(process.env[name]).toBe(before[name]);
  expect(existsSync(join(made, 'toolkit', `cache.${process.pid}`))).toBe(false);
  expect(existsSync(join(assembly.folder, 'manifest.json'))).toBe(true);
});
