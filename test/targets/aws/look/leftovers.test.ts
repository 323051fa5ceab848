/** Every way of finding what a lab left behind, in an account played on loopback. */
import type { Deployed } from '../../../../lib/targets/api/deployed.ts';
import type { Finding } from '../../../../lib/targets/aws/look/finding.ts';
import { findLeftovers } from '../../../../lib/targets/aws/look/leftovers.ts';
import type { PlayedAnswers } from '../../../support/aws-stub.ts';
import { account, deployedAs, region, tagged, workingIn } from '../played-stacks.ts';

jest.setTimeout(60_000);

async function found(
  answers: PlayedAnswers,
  deployed: readonly Deployed[] = [],
): Promise<readonly (readonly [why: Finding['why'], type: string, id: string])[]> {
  return workingIn(answers, async ({ sandbox }) => {
    const searched = { lab: 'todo-api', owner: 'ann', stacks: ['TodoApi'], deployed };
    const { findings } = await findLeftovers(sandbox, searched);
    return findings.map(({ why, type, id }) => [why, type, id] as const);
  });
}

const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:${region}:${account}:${rest}`;
const index = (...arns: readonly string[]): PlayedAnswers => ({
  'resource-groups-tagging-api.GetResources': {
    ResourceTagMappingList: arns.map((ResourceARN) => ({ ResourceARN, Tags: tagged() })),
  },
});

test('what carries the tags is found and asked once more, as the index names also what is gone', async () => {
  const answers = {
    ...index(
      arn('dynamodb', 'table/Kept'),
      arn('lambda', 'function:Gone'),
      arn('rds', 'snapshot:final'),
      `arn:aws:apigateway:${region}::/restapis/abc/stages/prod`,
    ),
    'dynamodb.DescribeTable': { Table: {} },
  };
  expect(await found(answers)).toEqual([
    ['tag', 'AWS::DynamoDB::Table', 'Kept'],
    // Nobody can ask for it: the index is believed.
    ['tag', 'rds:snapshot', arn('rds', 'snapshot:final')],
  ]);
});

test('the index is asked for the tags of lab, owner and kit, page by page', async () => {
  const asked: unknown[] = [];
  const pages: PlayedAnswers = {
    'resource-groups-tagging-api.GetResources': (input) => {
      asked.push(input);
      const ResourceTagMappingList = [{ ResourceARN: arn('sns', `Topic${asked.length}`) }];
      return { ResourceTagMappingList, PaginationToken: asked.length === 1 ? 'more' : '' };
    },
    'sns.GetTopicAttributes': { Attributes: {} },
  };
  expect((await found(pages)).map(([, , id]) => id)).toEqual([
    arn('sns', 'Topic1'),
    arn('sns', 'Topic2'),
  ]);
  expect(asked[1]).toMatchObject({
    PaginationToken: 'more',
    TagFilters: [
      { Key: 'lab:id', Values: ['todo-api'] },
      { Key: 'lab:owner', Values: ['ann'] },
      { Key: 'lab:created-by', Values: ['aws-lab-kit'] },
    ],
  });
});

const theirs = tagged('todo-api', 'ben');
const ofChecks: PlayedAnswers = {
  'ec2.DescribeNetworkInsightsAnalyses': {
    NetworkInsightsAnalyses: [{ NetworkInsightsAnalysisId: 'nia-1', Tags: tagged() }],
  },
  'ec2.DescribeNetworkInsightsPaths': {
    NetworkInsightsPaths: [
      { NetworkInsightsPathId: 'nip-1', Tags: tagged() },
      { NetworkInsightsPathId: 'nip-theirs', Tags: theirs },
    ],
  },
  'ec2.DescribeNetworkAcls': {
    NetworkAcls: [
      { NetworkAclId: 'acl-default', Tags: [] },
      { NetworkAclId: 'acl-1', Tags: tagged() },
    ],
  },
};

test('what checks made in a network of the lab is found by its tags, also before the index knows it', async () => {
  const vpc = deployedAs('Vpc', 'AWS::EC2::VPC', { physicalId: '' });
  const answers = { ...ofChecks, ...index(arn('ec2', 'network-insights-path/nip-1')) };
  expect(await found(answers, [vpc])).toEqual([
    ['tag', 'AWS::EC2::NetworkInsightsAnalysis', 'nia-1'],
    ['tag', 'AWS::EC2::NetworkInsightsPath', 'nip-1'],
    ['tag', 'AWS::EC2::NetworkAcl', 'acl-1'],
  ]);
  // Without a network no check makes one, and nobody needs the permission to look.
  expect(await found(ofChecks)).toEqual([]);
});

const handler = deployedAs('Handler', 'AWS::Lambda::Function', { physicalId: 'TodoApi-Handler-1' });
const api = deployedAs('Api', 'AWS::ApiGateway::RestApi', { physicalId: 'abc' });

test('log groups that services make by themselves are ours by the names of what they are made for', async () => {
  const names = [
    '/aws/lambda/TodoApi-Handler-1',
    // Of a life before this one.
    '/aws/lambda/TodoApi-Handler-0',
    '/aws/lambda/TodoApi-Other-1',
    'API-Gateway-Execution-Logs_abc/prod',
  ];
  const answers: PlayedAnswers = {
    'cloudwatch-logs.DescribeLogGroups': ({ logGroupNamePrefix }) => ({
      logGroups: names
        .filter((name) => name.startsWith(String(logGroupNamePrefix)))
        .map((logGroupName) => ({ logGroupName })),
    }),
    'api-gateway.GetRestApi': { error: 'NotFoundException', status: 404 },
  };
  const type = 'AWS::Logs::LogGroup';
  expect(await found(answers, [handler, api])).toEqual([
    ['name', type, names[0]],
    ['name', type, names[1]],
    ['foreign', type, names[2]],
    ['name', type, names[3]],
  ]);
});

test('interfaces of deleted functions are found by group, by subnet and by name; others are not ours', async () => {
  const interfaces = [
    { NetworkInterfaceId: 'eni-group', Groups: [{ GroupId: 'sg-ours' }] },
    { NetworkInterfaceId: 'eni-subnet', SubnetId: 'subnet-ours' },
    { NetworkInterfaceId: 'eni-name', Description: 'AWS Lambda VPC ENI-TodoApi-Handler-1-abc' },
    { NetworkInterfaceId: 'eni-other', SubnetId: 'subnet-theirs' },
    { NetworkInterfaceId: 'eni-no-function', SubnetId: 'subnet-ours', Description: 'RDS' },
  ];
  const answers: PlayedAnswers = {
    'ec2.DescribeNetworkInterfaces': {
      NetworkInterfaces: interfaces.map((each) => ({
        ...{ Description: 'AWS Lambda VPC ENI-Some-abc', Status: 'in-use' },
        ...each,
      })),
    },
    'ec2.DescribeSecurityGroups': { error: 'InvalidGroup.NotFound' },
    'ec2.DescribeSubnets': { error: 'InvalidSubnetID.NotFound' },
  };
  const network = [
    deployedAs('Group', 'AWS::EC2::SecurityGroup', { physicalId: 'sg-ours' }),
    deployedAs('Subnet', 'AWS::EC2::Subnet', { physicalId: 'subnet-ours' }),
  ];
  expect((await found(answers, [...network, handler])).map(([why, , id]) => [why, id])).toEqual([
    ['name', 'eni-group'],
    ['name', 'eni-subnet'],
    ['name', 'eni-name'],
  ]);
});

test('snapshots of a volume of ours are found, and not those of others', async () => {
  const answers: PlayedAnswers = {
    'ec2.DescribeVolumes': { Volumes: [] },
    'ec2.DescribeSnapshots': {
      Snapshots: [
        { SnapshotId: 'snap-1', VolumeId: 'vol-1' },
        { SnapshotId: 'snap-2', VolumeId: 'vol-2' },
      ],
    },
  };
  const volume = deployedAs('Disk', 'AWS::EC2::Volume', { physicalId: 'vol-1' });
  expect(await found(answers, [volume])).toEqual([['stack', 'AWS::EC2::Snapshot', 'snap-1']]);
});

test('what only begins like ours is foreign, and what is known already is not said twice', async () => {
  const answers: PlayedAnswers = {
    ...index(arn('sqs', 'TodoApi-Jobs-1')),
    'sqs.GetQueueAttributes': { Attributes: {} },
    'sqs.ListQueues': {
      QueueUrls: [
        `https://sqs.${region}.amazonaws.com/${account}/TodoApi-Jobs-1`,
        `https://sqs.${region}.amazonaws.com/${account}/TodoApi-Theirs`,
      ],
    },
    'dynamodb.ListTables': { TableNames: ['TodoApiElsewhere', 'TodoApi-Theirs'] },
    's3.ListBuckets': { Buckets: [{ Name: 'todoapi-theirs' }, { Name: 'TodoApi' }] },
    'sns.ListTopics': { Topics: [{ TopicArn: arn('sns', 'TodoApi-Theirs') }] },
    'iam.ListRoles': { Roles: [{ RoleName: 'TodoApi-Role-1' }], IsTruncated: false },
    'iam.GetRole': { error: 'NoSuchEntity', status: 404 },
  };
  const role = deployedAs('Role', 'AWS::IAM::Role', { physicalId: 'TodoApi-Role-1' });
  const all = await found(answers, [role]);
  expect(all.filter(([why]) => why === 'tag')).toHaveLength(1);
  expect(all.filter(([why]) => why === 'foreign').map(([, type]) => type)).toEqual([
    'AWS::S3::Bucket',
    'AWS::DynamoDB::Table',
    'AWS::SQS::Queue',
    'AWS::SNS::Topic',
  ]);
});
