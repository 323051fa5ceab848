/** What a report says of findings, strangers and what stays behind. */
import { findingsIn } from '../../lib/review/findings.ts';
import { inventoryOf } from '../../lib/review/inventory.ts';
import { leftoversOf } from '../../lib/review/leftovers.ts';
import { outsidersOf } from '../../lib/review/outsiders.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import type { Resource } from '../../lib/template/template.ts';
import { document, resource } from '../iam/resources.ts';

describe('findings', () => {
  const jobs = { ...resource('Jobs', 'AWS::SQS::Queue'), path: 'S/Work/Jobs' };
  const subject = subjectOf([jobs]);
  const ofRule = (rule: string, at: string) =>
    findingsIn(subject, [{ rule, at, reason: 'because' }]);

  test('each names its rule, its place and the page', () => {
    const { findings } = findingsIn(subject, []);
    expect(findings.find(({ rule }) => rule === 'kit/queue-dlq')).toMatchObject({
      ...{ id: 'kit/queue-dlq@S/Jobs', place: 'Work/Jobs', logicalId: 'Jobs' },
      page: expect.stringContaining('https://docs.aws.amazon.com/') as string,
    });
  });

  test.each(['S/Work/Jobs', 'S/Work', 'S'])('one that is accepted at %s is none', (at) => {
    const { findings, accepted } = ofRule('kit/queue-dlq', at);
    expect(findings.map(({ rule }) => rule)).not.toContain('kit/queue-dlq');
    expect(accepted).toMatchObject([{ state: 'covers', covers: [{ id: 'kit/queue-dlq@S/Jobs' }] }]);
  });

  test.each(['S/Work/Job', 'S/Other', 'T'])('accepted at %s it is still one', (at) => {
    const { findings, accepted } = ofRule('kit/queue-dlq', at);
    expect(findings.map(({ rule }) => rule)).toContain('kit/queue-dlq');
    expect(accepted).toMatchObject([{ state: 'stale', covers: [] }]);
  });

  test('of a rule whose engine did not run nobody knows', () => {
    const { accepted } = ofRule('AwsSolutions-SQS3', 'S/Work/Jobs');
    expect(accepted).toMatchObject([{ state: 'not judged' }]);
  });
});

describe('who is let in from elsewhere', () => {
  const who = (principal: unknown, more: object = {}): readonly string[] =>
    outsidersOf(
      subjectOf([
        resource('Jobs', 'AWS::SQS::Queue'),
        resource('JobsPolicy', 'AWS::SQS::QueuePolicy', {
          Queues: ['${Jobs}'],
          PolicyDocument: document({
            ...{ Effect: 'Allow', Principal: principal, Action: 'sqs:SendMessage', Resource: '*' },
            ...more,
          }),
        }),
      ]),
    ).map((each) => [each.who, ...each.conditions].join(' '));

  test.each([
    ['*', ['anybody']],
    [{ AWS: '*' }, ['anybody']],
    [{ AWS: ['111122223333', '${AWS::AccountId}'] }, ['111122223333']],
    [{ AWS: 'arn:aws:iam::${AWS::AccountId}:root' }, []],
    [{ Service: 's3.amazonaws.com' }, ['s3.amazonaws.com']],
    [
      { Service: '${FindInMap Principals.AWS::Partition.EC2}' },
      ['EC2 of mapping Principals, by AWS::Partition'],
    ],
    [{ AWS: '${ImportValue Partner-Account}' }, ['import Partner-Account']],
  ])('%j: %j', (principal, expected) => {
    expect(who(principal)).toEqual(expected);
  });

  test('with the keys under which', () => {
    const Condition = { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::b' } };
    expect(who('*', { Condition })).toEqual(['anybody aws:SourceArn']);
  });

  test('a deny lets nobody in', () => {
    expect(who('*', { Effect: 'Deny' })).toEqual([]);
  });

  test('the policy of a VPC endpoint is about who is inside', () => {
    const PolicyDocument = document({
      ...{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
    });
    const door = resource('Door', 'AWS::EC2::VPCEndpoint', { PolicyDocument });
    expect(outsidersOf(subjectOf([door]))).toEqual([]);
  });
});

describe('what stays behind of what a service makes itself', () => {
  const keeping = {
    BlockDeviceMappings: [{ DeviceName: 'sdb', Ebs: { DeleteOnTermination: 'false' } }],
  };
  const exports = { EnableCloudwatchLogsExports: ['error', 'audit'], DBInstanceIdentifier: 'main' };
  const ClusterLogging = { EnabledTypes: [{ Type: 'api' }] };

  test.each([
    { type: 'EC2::Instance', of: keeping, says: /sure its volume sdb stays/ },
    {
      type: 'EC2::LaunchTemplate',
      of: { LaunchTemplateData: keeping },
      says: /perhaps the volume sdb/,
    },
    { type: 'EC2::Instance', of: {}, says: /^$/ },
    { type: 'CodeBuild::Project', of: {}, says: /perhaps its log group .aws.codebuild.NAME is/ },
    {
      type: 'CodeBuild::Project',
      of: { LogsConfig: { CloudWatchLogs: { Status: 'DISABLED' } } },
      says: /^$/,
    },
    { type: 'EKS::Cluster', of: { Logging: { ClusterLogging } }, says: /.aws.eks.NAME.cluster is/ },
    { type: 'EKS::Cluster', of: {}, says: /^$/ },
    {
      type: 'RDS::DBInstance',
      of: exports,
      says: /instance.main.error, .aws.rds.instance.main.audit/,
    },
  ])('$type $of: $says', ({ type, of, says }) => {
    const left = leftoversOf([resource('It', `AWS::${type}`, of)]);
    expect(left.map(({ isSure, why }) => `${isSure ? 'sure' : 'perhaps'} ${why}`).join()).toMatch(
      says,
    );
  });

  test('nothing of a log group that the template has', () => {
    const it = resource('It', 'AWS::EKS::Cluster', { Logging: { ClusterLogging } });
    const group = resource('Logs', 'AWS::Logs::LogGroup', {
      LogGroupName: '/aws/eks/${It}/cluster',
    });
    expect(leftoversOf([it, group])).toEqual([]);
  });
});

describe('what stays behind', () => {
  const left = (...resources: readonly Resource[]): readonly string[] =>
    leftoversOf(resources).map(
      ({ logicalId, why, isSure }) => `${logicalId}: ${isSure ? '' : 'perhaps '}${why}`,
    );
  const of = (type: string, deletionPolicy?: string, properties: object = {}): Resource => ({
    ...resource('It', type, properties as Resource['properties']),
    ...(deletionPolicy === undefined ? {} : { deletionPolicy }),
  });

  test.each([
    [of('AWS::DynamoDB::Table', 'Retain'), 'its policy is Retain'],
    [of('AWS::DynamoDB::Table', 'RetainExceptOnCreate'), 'its policy is RetainExceptOnCreate'],
    [of('AWS::RDS::DBCluster'), 'a snapshot of it is kept, and paid'],
    [of('AWS::RDS::DBInstance'), 'a snapshot of it is kept, and paid'],
    [
      of('AWS::S3::Bucket', 'Delete'),
      'perhaps a bucket that holds anything is not removed, and its stack stays',
    ],
    [
      of('AWS::ECR::Repository'),
      'perhaps a repository that holds anything is not removed, and its stack stays',
    ],
    [
      of('AWS::Backup::BackupVault'),
      'perhaps a vault that holds anything is not removed, and its stack stays',
    ],
    [
      of('AWS::DynamoDB::Table', undefined, { DeletionProtectionEnabled: true }),
      'it is protected against deletion, and its stack stays',
    ],
    [
      of('AWS::Lambda::Function', undefined, { FunctionName: 'todo' }),
      'perhaps its log group /aws/lambda/todo is made when it first runs, and stays',
    ],
    [
      of('AWS::Lambda::Function'),
      'perhaps its log group /aws/lambda/NAME is made when it first runs, and stays',
    ],
  ])('%j: %s', (each, why) => {
    expect(left(each)).toEqual([`It: ${why}`]);
  });

  test.each([
    [of('AWS::DynamoDB::Table')],
    [of('AWS::RDS::DBCluster', 'Delete')],
    [of('AWS::RDS::DBInstance', undefined, { DBClusterIdentifier: 'c' })],
    [of('AWS::ECR::Repository', undefined, { EmptyOnDelete: true })],
    [of('AWS::Lambda::Function', undefined, { LoggingConfig: { LogGroup: '${Logs}' } })],
  ])('%j goes', (each) => {
    expect(left(each)).toEqual([]);
  });

  test('a bucket that is emptied goes', () => {
    const emptied = resource('Empty', 'Custom::S3AutoDeleteObjects', { BucketName: '${It}' });
    expect(left(of('AWS::S3::Bucket', 'Delete'), emptied)).toEqual([]);
  });

  test.each([
    ['AWS::Logs::LogGroup', '/aws/lambda/${It}', 0],
    ['AWS::Logs::LogGroup', '/aws/lambda/todo', 0],
    ['AWS::Logs::LogGroup', '/aws/lambda/another', 1],
    ['AWS::Logs::LogGroup', '/app/${It}', 1],
    ['Custom::LogRetention', '/aws/lambda/${It}', 1],
  ])('the log group of a function that %s %s is for', (type, LogGroupName, expected) => {
    const todo = of('AWS::Lambda::Function', undefined, { FunctionName: 'todo' });
    expect(left(todo, resource('Logs', type, { LogGroupName }))).toHaveLength(expected);
  });

  test('log retention of the CDK may remove them', () => {
    const properties = { LogGroupName: '/aws/lambda/${It}', RemovalPolicy: 'destroy' };
    const retention = resource('Logs', 'Custom::LogRetention', properties);
    expect(left(of('AWS::Lambda::Function'), retention)).toEqual([]);
  });
});

test('the inventory has every resource once, by service', () => {
  const all = ['AWS::S3::Bucket', 'Custom::Thing', 'AWS::CDK::Metadata', 'AWS::EC2::VPC'];
  const inventory = inventoryOf(all.map((type, at) => resource(`R${at}`, type)));
  expect(inventory.map(({ name, resources }) => [name, resources.length])).toEqual([
    ['Custom', 1],
    ['EC2', 1],
    ['S3', 1],
  ]);
});
