/** The policy of a person who runs a lab. Held against what AWS's own schemas say; nobody tried it on an account. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { labIds } from '../../../../lib/catalog.ts';
import { root } from '../../../../lib/root.ts';
import {
  permissionsFor,
  type ActionTable,
  type Permissions,
} from '../../../../lib/targets/aws/permissions/permissions.ts';
import {
  documentsOf,
  mostCharacters,
  sizeOf,
} from '../../../../lib/targets/aws/permissions/policy-documents.ts';
import { resolveStack } from '../../../../lib/template/read.ts';
import type { RawResource } from '../../../../lib/template/template.ts';
import { stackOf } from '../../../support/templates.ts';

const table = JSON.parse(
  readFileSync(join(root, 'lib', 'targets', 'aws', 'permissions', 'actions.json'), 'utf8'),
) as ActionTable;

const place = { account: '111122223333', regions: ['eu-central-1'], stacks: ['TodoApi'] };

function permissions(
  Resources: Readonly<Record<string, RawResource>>,
  where: Partial<typeof place> = {},
): Permissions {
  const { resources } = resolveStack(stackOf(Resources, 'TodoApi'));
  return permissionsFor({ resources, readsPublicParameters: false }, table, { ...place, ...where });
}

/** Where the action is allowed, and under which condition. */
function allowing(
  { policies }: Permissions,
  action: string,
): { on: readonly string[]; if: object[] } {
  const statements = policies
    .flatMap(({ Statement }) => Statement)
    .filter(({ Action }) => Action.includes(action));
  return {
    on: statements.flatMap(({ Resource }) => Resource),
    if: statements.flatMap(({ Condition }) => (Condition === undefined ? [] : [Condition])),
  };
}

/** What every lab's templates hold, at every stage and in both variants, as they were reviewed. */
function typesOfLabs(): readonly string[] {
  const snapshots = labIds().flatMap((id) => {
    const folder = join(root, 'labs', id, '__snapshots__');
    return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  });
  const types = snapshots.flatMap((text) =>
    [...text.matchAll(/"Type": "((?:AWS|Custom)::[A-Za-z0-9:]+)",?\n/g)].map(
      ([, type = '']) => type,
    ),
  );
  return [...new Set(types)].sort();
}

test('every type of every lab has actions with a source', () => {
  const types = typesOfLabs();
  expect(types.length).toBeGreaterThan(60);
  const resources = types.map((Type, index) => [`R${index}`, { Type }] as const);
  expect(permissions(Object.fromEntries(resources)).notKnown).toEqual([]);
});

test('each source says where it was read', () => {
  for (const { page, readIn } of Object.values(table.sources)) {
    expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(readIn).not.toBe('');
  }
  expect(table.sources.handlers.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(Object.keys(table.types)).toEqual(expect.arrayContaining([...table.fromReference]));
});

test('all actions are words that IAM takes', () => {
  const actions = Object.values(table.types).flatMap((each) => each.split(' '));
  expect(actions.filter((each) => !/^[a-z0-9-]+:[A-Za-z0-9*]+$/.test(each))).toEqual([]);
});

test('a type that no source tells of is named, and nothing is allowed for it', () => {
  const found = permissions({ Robot: { Type: 'AWS::RoboMaker::Robot' } });
  expect(found.notKnown).toEqual(['AWS::RoboMaker::Robot']);
  expect(JSON.stringify(found.policies)).not.toMatch(/robomaker|"\*:\*"|"Action":\["\*"\]/i);
});

test('what CloudFormation names after the stack is allowed by that name alone', () => {
  const found = permissions({
    Todos: { Type: 'AWS::DynamoDB::Table' },
    Files: { Type: 'AWS::S3::Bucket' },
    Run: { Type: 'AWS::Lambda::Function' },
  });
  expect(allowing(found, 'dynamodb:DeleteTable').on).toEqual([
    'arn:aws:dynamodb:eu-central-1:111122223333:table/TodoApi-*',
  ]);
  expect(allowing(found, 's3:PutLifecycleConfiguration').on).toEqual(['arn:aws:s3:::todoapi-*']);
  expect(allowing(found, 'lambda:DeleteFunction').on).toEqual([
    'arn:aws:lambda:eu-central-1:111122223333:function:TodoApi-*',
  ]);
  expect(allowing(found, 'cloudformation:DeleteStack').on).toEqual([
    'arn:aws:cloudformation:eu-central-1:111122223333:stack/TodoApi/*',
  ]);
});

test('a name that the template gives is allowed too', () => {
  const LogGroupName = { 'Fn::Sub': 'aws-waf-logs-${AWS::Region}' };
  const found = permissions({ Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } } });
  expect(allowing(found, 'logs:DeleteLogGroup').on).toEqual(
    expect.arrayContaining([
      'arn:aws:logs:eu-central-1:111122223333:log-group:TodoApi-*',
      'arn:aws:logs:eu-central-1:111122223333:log-group:aws-waf-logs-*',
    ]),
  );
});

test('what has an id instead of a name is allowed in the account and region', () => {
  const found = permissions({ Vpc: { Type: 'AWS::EC2::VPC' } });
  const { on } = allowing(found, 'ec2:DeleteVpc');
  expect(on).toContain('arn:aws:ec2:eu-central-1:111122223333:*');
  expect(on).not.toContain('*');
});

test('tags of a service are allowed on the named resources alone, unless the lab has others of it', () => {
  const run = { Type: 'AWS::Lambda::Function' };
  const own = 'arn:aws:lambda:eu-central-1:111122223333:function:TodoApi-*';
  const all = 'arn:aws:lambda:eu-central-1:111122223333:*';
  expect(allowing(permissions({ run }), 'lambda:TagResource').on).toEqual([own]);
  const source = { Type: 'AWS::Lambda::EventSourceMapping' };
  expect(allowing(permissions({ run, source }), 'lambda:TagResource').on).toContain(all);
});

test('roles are passed only if they are the lab’s, and only to services that they trust', () => {
  const Statement = [{ Principal: { Service: 'lambda.amazonaws.com' } }];
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: { Statement } },
  };
  const found = permissions({ Role: role, Run: { Type: 'AWS::Lambda::Function' } });
  expect(allowing(found, 'iam:PassRole')).toEqual({
    on: ['arn:aws:iam::111122223333:role/TodoApi-*'],
    if: [{ StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com'] } }],
  });
});

test('parameters of the account are not read for the sake of an image', () => {
  const found = permissions({ Fleet: { Type: 'AWS::AutoScaling::AutoScalingGroup' } });
  expect(allowing(found, 'ssm:Get*').on).toEqual([]);
  expect(allowing(found, 'ssm:GetParameters').on).toEqual([
    'arn:aws:ssm:eu-central-1::parameter/aws/service/*',
  ]);
});

test("wildcards of AWS's own are named", () => {
  const found = permissions({ Fleet: { Type: 'AWS::AutoScaling::AutoScalingGroup' } });
  expect(found.wildcards).toContain('autoscaling:Describe*');
  const inPolicies = found.policies
    .flatMap(({ Statement }) => Statement)
    .flatMap(({ Action }) => Action)
    .filter((action) => action.includes('*'));
  expect([...new Set(inPolicies)].sort()).toEqual([...found.wildcards].sort());
});

test('a custom resource needs its function invoked', () => {
  const found = permissions({ Closed: { Type: 'Custom::VpcRestrictDefaultSG' } });
  expect(found).toMatchObject({ notKnown: [], known: { 'Custom::VpcRestrictDefaultSG': 'kit' } });
  expect(allowing(found, 'lambda:InvokeFunction').on).toEqual([
    'arn:aws:lambda:eu-central-1:111122223333:function:TodoApi-*',
  ]);
});

test('what takes no resource is limited to the regions', () => {
  const found = permissions({ Todos: { Type: 'AWS::DynamoDB::Table' } });
  expect(allowing(found, 'dynamodb:ListTables')).toEqual({
    on: ['*'],
    if: [{ StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'us-east-1'] } }],
  });
  const anywhere = permissions({}, { regions: ['*'], account: '*' });
  expect(allowing(anywhere, 'dynamodb:ListTables').if).toEqual([]);
});

test('code goes to the asset bucket of the account and nowhere else', () => {
  const bucket = 'arn:aws:s3:::cdk-hnb659fds-assets-111122223333-eu-central-1';
  expect(allowing(permissions({}), 's3:PutObject').on).toEqual([bucket, `${bucket}/*`]);
});

test('a lab without instances, users or queues gets nothing to do with them', () => {
  const text = JSON.stringify(permissions({ Todos: { Type: 'AWS::DynamoDB::Table' } }).policies);
  expect(text).not.toMatch(/ssm:SendCommand|cognito-idp:|sqs:SendMessage|ec2:StopInstances|tiros:/);
});

test('policies are of the size that IAM takes, and hold every action once per place', () => {
  const resources = typesOfLabs().map((Type, index) => [`R${index}`, { Type }] as const);
  const { policies } = permissions(Object.fromEntries(resources));
  expect(policies.length).toBeGreaterThan(1);
  for (const policy of policies) expect(sizeOf(policy)).toBeLessThanOrEqual(mostCharacters);
  const pairs = policies
    .flatMap(({ Statement }) => Statement)
    .flatMap(({ Action, Resource }) => Action.map((each) => `${each} ${Resource.join(' ')}`));
  expect(new Set(pairs).size).toBe(pairs.length);
});

test('a statement that is too long alone is said in several', () => {
  const Action = Array.from({ length: 900 }, (_, index) => `ec2:Action${index}`);
  const documents = documentsOf([{ Effect: 'Allow', Action, Resource: ['*'] }]);
  expect(documents.length).toBeGreaterThan(1);
  for (const each of documents) expect(sizeOf(each)).toBeLessThanOrEqual(mostCharacters);
  const all = documents.flatMap(({ Statement }) => Statement).flatMap((each) => each.Action);
  expect(all).toEqual(Action);
});
