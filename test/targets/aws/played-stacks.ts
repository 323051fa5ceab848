/** CloudFormation of an account, played: stacks that stand, that go when they are deleted, or that do not. */
import type { Properties } from '../../../lib/capabilities.ts';
import { silent, type Host } from '../../../lib/output/host.ts';
import { clientFor } from '../../../lib/targets/api/client.ts';
import type { Deployed } from '../../../lib/targets/api/deployed.ts';
import type { Sandbox } from '../../../lib/targets/aws/enter/sandbox.ts';
import { createdByKit, type Tag } from '../../../lib/targets/aws/stacks/tags.ts';
import type { Working } from '../../../lib/targets/aws/enter/working.ts';
import { withAws, type AwsStub, type PlayedAnswers } from '../../support/aws-stub.ts';

export const account = '111122223333';
export const region = 'eu-central-1';

export interface PlayedStack {
  readonly name: string;
  /** @default CREATE_COMPLETE */
  readonly status?: string;
  readonly tags?: readonly Tag[];
  readonly resources?: readonly (readonly [logicalId: string, type: string, physicalId: string])[];
  /** What each deletion comes to: the reasons of those that fail; the stack is gone where there are none. @default gone */
  readonly deletions?: readonly (readonly (readonly [logicalId: string, reason: string])[])[];
  readonly changeSets?: readonly string[];
}

/** Tags of the kit. */
export function tagged(lab = 'todo-api', owner = 'ann', expires = '2999-01-01T00:00:00.000Z') {
  return [
    { Key: 'lab:id', Value: lab },
    { Key: 'lab:owner', Value: owner },
    { Key: 'lab:expires', Value: expires },
    createdByKit,
  ];
}

export function arnOf(name: string): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${name}/1`;
}

const gone = { error: 'ValidationError', message: 'Stack does not exist' };

/** What it answers; the stacks change as they are deleted. */
export function playedStacks(given: readonly PlayedStack[]): PlayedAnswers {
  const stacks = given.map((each) => new Played(each));
  const named = ({ StackName }: Properties): Played | undefined => {
    const asked = String(StackName);
    const isId = asked.startsWith('arn:');
    return stacks.find((each) =>
      isId ? arnOf(each.name) === asked : each.name === asked && each.stands,
    );
  };
  return {
    'cloudformation.DescribeStacks': (input) => {
      if (input['StackName'] === undefined)
        return { Stacks: stacks.filter(({ stands }) => stands).map((each) => each.described()) };
      const found = named(input);
      return found === undefined ? gone : { Stacks: [found.described()] };
    },
    'cloudformation.DescribeStackEvents': (input) => ({ StackEvents: named(input)?.events ?? [] }),
    'cloudformation.ListStackResources': (input) => ({
      StackResourceSummaries: named(input)?.summaries() ?? [],
    }),
    'cloudformation.ListStacks': () => ({
      StackSummaries: stacks
        .filter(({ stands }) => !stands)
        .map(({ name }) => ({
          ...{ StackName: name, StackId: arnOf(name), StackStatus: 'DELETE_COMPLETE' },
          CreationTime: new Date(),
        })),
    }),
    'cloudformation.ListChangeSets': (input) => ({
      Summaries: (named(input)?.changeSets ?? []).map((ChangeSetName) => ({ ChangeSetName })),
    }),
    'cloudformation.DeleteStack': (input) => named(input)?.delete() ?? {},
  };
}

class Played {
  readonly name: string;
  readonly changeSets: readonly string[];
  status: string;
  readonly events: Properties[];
  private readonly given: PlayedStack;
  private deletions = 0;

  constructor(given: PlayedStack) {
    this.given = given;
    this.name = given.name;
    this.changeSets = given.changeSets ?? [];
    this.status = given.status ?? 'CREATE_COMPLETE';
    this.events = this.summaries().map((each, index) => ({
      ...each,
      ...{ EventId: `made-${index}`, ResourceStatus: 'CREATE_COMPLETE', Timestamp: new Date() },
    }));
  }

  get stands(): boolean {
    return this.status !== 'DELETE_COMPLETE';
  }

  described(): Properties {
    const { name, status, given } = this;
    return {
      ...{ StackName: name, StackId: arnOf(name), StackStatus: status },
      ...{ CreationTime: new Date(), Tags: given.tags ?? [] },
    };
  }

  summaries(): readonly Properties[] {
    return (this.given.resources ?? []).map(([LogicalResourceId, ResourceType, id]) => ({
      ...{ LogicalResourceId, ResourceType, PhysicalResourceId: id },
      ...{ ResourceStatus: 'CREATE_COMPLETE', LastUpdatedTimestamp: new Date() },
    }));
  }

  delete(): Properties {
    const failing = this.given.deletions?.[this.deletions] ?? [];
    this.deletions += 1;
    this.status = failing.length === 0 ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
    const failures = failing.map(([LogicalResourceId, ResourceStatusReason], index) => ({
      ...{ LogicalResourceId, ResourceStatusReason, ResourceStatus: 'DELETE_FAILED' },
      ...{ EventId: `failed-${this.deletions}-${index}`, ResourceType: 'AWS::Some::Thing' },
      Timestamp: new Date(),
    }));
    this.events.unshift(...failures);
    return {};
  }
}

/** An account that holds nothing else. */
export const nothingElse: PlayedAnswers = {
  'resource-groups-tagging-api.GetResources': { ResourceTagMappingList: [] },
  'cloudwatch-logs.DescribeLogGroups': { logGroups: [] },
  'cloudwatch-logs.DeleteLogGroup': { error: 'ResourceNotFoundException' },
  'ec2.DescribeNetworkInterfaces': { NetworkInterfaces: [] },
  'ec2.DescribeNetworkInsightsAnalyses': { NetworkInsightsAnalyses: [] },
  'ec2.DescribeNetworkInsightsPaths': { NetworkInsightsPaths: [] },
  'ec2.DescribeNetworkAcls': { NetworkAcls: [] },
  's3.ListBuckets': { Buckets: [] },
  's3.HeadBucket': { error: 'NotFound', status: 404 },
  's3.GetBucketTagging': { error: 'NoSuchBucket', status: 404 },
  'dynamodb.ListTables': { TableNames: [] },
  'dynamodb.DescribeTable': { error: 'ResourceNotFoundException' },
  'lambda.ListFunctions': { Functions: [] },
  'lambda.GetFunction': { error: 'ResourceNotFoundException', status: 404 },
  'iam.ListRoles': { Roles: [], IsTruncated: false },
  'sqs.ListQueues': { QueueUrls: [] },
  'sns.ListTopics': { Topics: [] },
};

interface Setting {
  readonly host?: Partial<Host>;
  /** How long AWS is given to let go of network interfaces. */
  readonly interfacesMilliseconds?: number;
}

/** Works in an account that answers so, and gives every call that was made. */
export async function workingIn<T>(
  answers: PlayedAnswers,
  work: (working: Working, stub: AwsStub) => Promise<T>,
  { host = {}, interfacesMilliseconds = 60_000 }: Setting = {},
): Promise<T> {
  return withAws({ ...nothingElse, ...answers }, (stub) =>
    work(
      {
        sandbox: sandboxAt(stub.endpoint),
        host: { ...silent, ...host },
        pace: { pollMilliseconds: 1, interfacesMilliseconds },
      },
      stub,
    ),
  );
}

export function sandboxAt(endpoint: string): Sandbox {
  const identity = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const client = clientFor({ endpoint, region, identity, attempts: 3 });
  return { account, region, endpoint, title: `aws ${account} ${region}`, client };
}

export function deployedAs(
  logicalId: string,
  type: string,
  parts: Partial<Deployed> = {},
): Deployed {
  return {
    ...{ stack: 'TodoApi', logicalId, path: `TodoApi/${logicalId}`, type },
    ...{ physicalId: '', properties: {} },
    ...parts,
  };
}
