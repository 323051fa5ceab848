/** What a report says of who gets in, and of who may do what, where not all of it is known. */
import { Permissions } from '../../lib/iam/permissions.ts';
import { allowedIn, notKnown } from '../../lib/review/allowed.ts';
import { allowedChanges } from '../../lib/review/allowed-changes.ts';
import { attentionOf } from '../../lib/review/attention.ts';
import { entriesOf } from '../../lib/review/entries.ts';
import { markdownOf } from '../../lib/review/markdown.ts';
import { outsidersOf } from '../../lib/review/outsiders.ts';
import type { Report } from '../../lib/review/report.ts';
import { subjectOf, type Subject } from '../../lib/rules/rule.ts';
import type { Resource } from '../../lib/template/template.ts';
import { document, resource } from '../iam/resources.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

async function reviewed(name: string, Resources: object, more: object = {}): Promise<Report> {
  const file = folder.write(name, { Resources, ...more });
  const { out } = await cli(['review', file, '--rules', 'kit', '--json']);
  return (JSON.parse(out) as { data: Report }).data;
}

describe('who may do what inside', () => {
  const arn = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
  const role = (properties: object): Resource =>
    resource('Role', 'AWS::IAM::Role', { ...properties });
  const may = (...all: readonly Resource[]) =>
    allowedIn(subjectOf(all)).map(({ actions, statement, isKnown }) => [
      isKnown ? actions.join() : '?',
      statement,
    ]);

  test('a policy that AWS keeps and nobody here knows is named', () => {
    expect(may(role({ ManagedPolicyArns: [arn] }))).toEqual([
      ['?', 'AWS managed policy AmazonS3FullAccess'],
    ]);
  });

  test('a policy that is known is no riddle', () => {
    const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
    expect(may(role({ ManagedPolicyArns: [admin] }))).toEqual([
      ['*', 'statement 1 of AWS managed policy AdministratorAccess'],
    ]);
  });

  test('a document that cannot be read is one too', () => {
    const PolicyDocument = { ...document(), Statement: ['${Statements}'] };
    expect(may(role({ Policies: [{ PolicyName: 'p', PolicyDocument }] }))).toEqual([
      ['?', 'inline policy p of Role'],
    ]);
  });

  test('what is not known is told once for each policy', () => {
    const [one, other] = ['A', 'B'].map((name) =>
      resource(name, 'AWS::IAM::Role', { ManagedPolicyArns: [arn] }),
    ) as [Resource, Resource];
    expect(notKnown(allowedIn(subjectOf([one, other])))).toEqual([
      'AWS managed policy AmazonS3FullAccess: what it allows is not known here',
    ]);
  });

  const launch = resource('Launch', 'AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: { IamInstanceProfile: { Arn: '${Profile.Arn}' } },
  });
  const profile = resource('Profile', 'AWS::IAM::InstanceProfile', { Roles: ['${Role}'] });
  const mixed = {
    LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: '${Launch}' } },
  };

  test.each([
    ['AWS::ECS::TaskDefinition', { TaskRoleArn: '${Role.Arn}' }],
    ['AWS::ECS::TaskDefinition', { ExecutionRoleArn: '${Role.Arn}' }],
    ['AWS::AutoScaling::AutoScalingGroup', { MixedInstancesPolicy: mixed }],
    ['AWS::AutoScaling::AutoScalingGroup', { LaunchTemplate: { LaunchTemplateId: '${Launch}' } }],
    ['AWS::ApplicationAutoScaling::ScalableTarget', { RoleARN: '${Role.Arn}' }],
    ['AWS::EKS::Cluster', { RoleArn: '${Role.Arn}' }],
    ['AWS::EKS::Nodegroup', { NodeRole: '${Role.Arn}' }],
  ])('%s with %j acts as the role', (type, properties) => {
    const actor = resource('Actor', type, { ...properties });
    const all = [role({ ManagedPolicyArns: [arn] }), actor, launch, profile];
    const [first] = allowedIn(subjectOf(all));
    expect(first?.actsFor).toContain('Actor');
  });

  test('a report says so, and does not say that nothing is allowed', async () => {
    const report = await reviewed('managed.json', {
      Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [arn] } },
    });
    const text = markdownOf(report);
    expect(text).not.toContain('is allowed anything');
    expect(text).toContain('| what it allows is not known here |');
    expect(report.provenance.open).toEqual([
      'AWS managed policy AmazonS3FullAccess: what it allows is not known here',
    ]);
  });
});

describe('a policy on what is in no template', () => {
  const opening = (Principal: unknown, more: object = {}) =>
    document({
      ...{ Effect: 'Allow', Principal, Action: 's3:GetObject' },
      ...{ Resource: 'arn:aws:s3:::${Root}/*', ...more },
    });
  const policy = (PolicyDocument: object): Resource =>
    resource('P', 'AWS::S3::BucketPolicy', { Bucket: '${Root}', PolicyDocument });

  test('lets in whom it names, at the place as it is known', () => {
    expect(outsidersOf(subjectOf([policy(opening({ AWS: '111122223333' }))]))).toMatchObject([
      { who: '111122223333', place: '${Root}', type: 'AWS::S3::BucketPolicy' },
    ]);
  });

  test('whom only the deployment knows is shown as that, however it is written', () => {
    for (const Principal of ['${Who}', { AWS: '${Who}' }])
      expect(outsidersOf(subjectOf([policy(opening(Principal))]))).toMatchObject([
        { who: '${Who}', place: '${Root}' },
      ]);
  });

  test.each([
    ['AWS::SQS::QueuePolicy', { Queues: ['${Url}'] }, '${Url}'],
    ['AWS::SNS::TopicPolicy', { Topics: ['${TopicArn}'] }, '${TopicArn}'],
    ['AWS::Lambda::Permission', { FunctionName: 'other', Principal: '*', Action: '*' }, 'other'],
    ['AWS::Logs::ResourcePolicy', {}, 'P'],
  ])('%s too', (type, properties: object, place) => {
    const PolicyDocument = opening('*', { Action: '*', Resource: '*' });
    const [found] = outsidersOf(
      subjectOf([resource('P', type, { ...properties, PolicyDocument })]),
    );
    expect(found).toMatchObject({ who: 'anybody', place });
  });

  test('one that lets anybody in answers the internet, as far as nothing blocks it', () => {
    const entries = entriesOf(subjectOf([policy(opening('*'))]));
    expect(entries.map(({ open }) => open)).toEqual([
      ['s3:GetObject of ${Root}, where nothing blocks it'],
    ]);
    expect(entriesOf(subjectOf([policy(opening({ AWS: '111122223333' }))]))).toEqual([]);
  });

  test('what it allows that the base does not is new', () => {
    const [before, after] = ['111122223333', '444455556666'].map((AWS) =>
      subjectOf([policy(opening({ AWS }))]),
    ) as [Subject, Subject];
    expect(allowedChanges(before, after)).toMatchObject([
      { now: 'allowed', who: '444455556666', on: ['${Root}'] },
    ]);
  });

  test('it is asked of nothing else of its service', () => {
    const question = { action: 's3:GetObject', on: 'Mine/a' };
    const mine = resource('Mine', 'AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicPolicy: false },
    });
    const all = [policy(opening('*', { Resource: '*' })), mine];
    expect(new Permissions(all).may({ who: 'anonymous', ...question }).decision).toBe(
      'implicit deny',
    );
  });
});

describe('a file system', () => {
  const files = (properties: object = {}): Subject =>
    subjectOf([resource('Files', 'AWS::EFS::FileSystem', { ...properties })]);
  const mount = { Effect: 'Allow', Action: 'elasticfilesystem:ClientMount', Resource: '*' };
  const policy = (Principal: unknown): object => ({
    FileSystemPolicy: document({ ...mount, Principal }),
  });

  test('without a policy lets in any client that reaches it, by no statement of the template', () => {
    expect(outsidersOf(files())).toMatchObject([
      {
        who: 'any client that reaches a mount target',
        statement: "statement 1 of AWS's default policy of Files",
      },
    ]);
  });

  test('with a policy lets in whom that names', () => {
    expect(outsidersOf(files(policy('*'))).map(({ who }) => who)).toEqual(['anybody']);
    const own = { AWS: 'arn:aws:iam::${AWS::AccountId}:root' };
    expect(outsidersOf(files(policy(own)))).toEqual([]);
  });

  test('a first policy allows nobody more, to lose it does', () => {
    const limited = files(policy({ AWS: '111122223333' }));
    expect(allowedChanges(files(), limited)).toEqual([]);
    expect(allowedChanges(limited, files())).toMatchObject([
      { now: 'allowed', who: 'any client that reaches a mount target' },
    ]);
  });

  test('without a policy is no place where policies let anybody in', async () => {
    const { verdict } = await reviewed('files.json', { Files: { Type: 'AWS::EFS::FileSystem' } });
    expect(verdict.attention.join()).not.toContain('Policies let anybody in');
  });
});

describe('a role that trusts an identity provider', () => {
  const github = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';
  const eks = 'arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/1';
  const sub = { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:a/b' } };

  test.each([
    [
      github,
      undefined,
      ['Policies let anybody in at: Role (who signs in at token.actions.githubusercontent.com)'],
    ],
    [
      'cognito-identity.amazonaws.com',
      undefined,
      ['Policies let anybody in at: Role (who signs in at cognito-identity.amazonaws.com)'],
    ],
    [github, sub, []],
    [eks, undefined, []],
  ])('%s, only with %j', (Federated, Condition, expected) => {
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity' };
    const role = resource('Role', 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: document({ ...statement, Principal: { Federated }, Condition }),
    });
    const state = {
      ...{ absent: [], exposure: { inbound: [] }, entries: [], leftovers: [], change: null },
      outsiders: outsidersOf(subjectOf([role])),
    };
    expect(attentionOf(state as unknown as Report)).toEqual(expected);
  });
});
