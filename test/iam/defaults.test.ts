/** What a template says by not saying it, and what decides beside policies. */
import { Permissions, type Question } from '../../lib/iam/permissions.ts';
import { reasonOf } from '../../lib/iam/words.ts';
import type { Resource } from '../../lib/template/template.ts';
import { document, resource } from './resources.ts';

const all = { Effect: 'Allow', Action: '*', Resource: '*' };
const off = {
  ...{ BlockPublicAcls: false, BlockPublicPolicy: false },
  ...{ IgnorePublicAcls: false, RestrictPublicBuckets: false },
};

function bucket(name: string, block: object | undefined, more: object = {}): readonly Resource[] {
  const statement = { ...all, Action: 's3:GetObject', Principal: '*', ...more };
  return [
    resource(name, 'AWS::S3::Bucket', {
      ...(block === undefined ? {} : { PublicAccessBlockConfiguration: block }),
    }),
    resource(`${name}Policy`, 'AWS::S3::BucketPolicy', {
      Bucket: `\${${name}}`,
      PolicyDocument: document(statement),
    }),
  ];
}

const from = (...addresses: readonly string[]): object => ({
  Condition: { IpAddress: { 'aws:SourceIp': addresses } },
});

const resources = [
  resource('Admin', 'AWS::IAM::Role', {
    Policies: [{ PolicyName: 'all', PolicyDocument: document(all) }],
  }),
  resource('Broken', 'AWS::IAM::Role', {
    Policies: [
      { PolicyName: 'all', PolicyDocument: document(all) },
      { PolicyName: 'deny', PolicyDocument: document({ ...all, Effect: 'Deny', Foo: 1 }) },
    ],
  }),
  resource('Typo', 'AWS::IAM::Role', {
    Policies: [
      { PolicyName: 'all', PolicyDocument: document(all) },
      { PolicyName: 'allow', PolicyDocument: document({ ...all, Foo: 1 }) },
    ],
  }),
  resource('Member', 'AWS::IAM::User', { Groups: ['elsewhere'] }),
  ...bucket('Open', off),
  ...bucket('Unsaid', undefined),
  ...bucket('Restricted', { ...off, RestrictPublicBuckets: true }),
  ...bucket('Refused', { ...off, BlockPublicPolicy: true }),
  ...bucket('AclsOnly', { ...off, BlockPublicAcls: true, IgnorePublicAcls: true }),
  ...bucket('Office', undefined, from('192.0.2.0/24')),
  ...bucket('World', undefined, from('0.0.0.0/1')),
  ...bucket('Canonical', off, { Principal: { CanonicalUser: '79a59df900b949e5' } }),
  ...bucket('All', off, { Principal: undefined, NotPrincipal: { AWS: '111122223333' } }),
  resource('Key', 'AWS::KMS::Key'),
  resource('Files', 'AWS::EFS::FileSystem'),
  resource('Logs', 'AWS::Logs::LogGroup', { LogGroupName: 'app' }),
  resource('LogsPolicy', 'AWS::Logs::ResourcePolicy', {
    PolicyDocument: JSON.stringify(
      document({
        ...{ Effect: 'Allow', Principal: { Service: 'es.amazonaws.com' } },
        ...{ Action: 'logs:PutLogEvents', Resource: 'arn:aws:logs:*:*:log-group:app*' },
      }),
    ),
  }),
  resource('Bus', 'AWS::Events::EventBus', {
    Name: 'bus',
    Policy: document({
      ...{ Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' } },
      ...{ Action: 'events:PutEvents', Resource: '*' },
    }),
  }),
  resource('Door', 'AWS::EC2::VPCEndpoint', {
    PolicyDocument: document(
      { ...all, Principal: '*', Effect: 'Deny', Action: 's3:PutObject' },
      { ...all, Principal: '*' },
    ),
  }),
  resource('Topic', 'AWS::SNS::Topic', { TopicName: 'news' }),
  resource('Odd', 'constructor'),
  resource('Proto', '__proto__', { Policies: [{ PolicyDocument: { constructor: 1 } }] }),
];
const permissions = new Permissions(resources);
const get = { action: 's3:GetObject' };

function told(question: Question): string {
  const answer = permissions.may(question);
  const { decision, by, needs } = answer;
  return [decision, by?.statement.sid, ...needs].filter((each) => each !== undefined).join(' ');
}

const rows: readonly (readonly [string, Question, string])[] = [
  ['a bucket that lets everybody in', { ...get, who: 'anonymous', on: 'Open/a' }, 'allowed'],
  [
    'a bucket that says nothing of public access blocks it',
    { ...get, who: 'anonymous', on: 'Unsaid/a' },
    'explicit deny RestrictPublicBuckets',
  ],
  [
    'a restricted bucket',
    { ...get, who: 'anonymous', on: 'Restricted/a' },
    'explicit deny RestrictPublicBuckets',
  ],
  ['a restricted bucket, for its account', { ...get, who: 'Admin', on: 'Restricted/a' }, 'allowed'],
  [
    'a restricted bucket, for a service',
    { ...get, who: 'cloudfront.amazonaws.com', on: 'Restricted/a' },
    'allowed',
  ],
  [
    'a bucket whose policy S3 does not take',
    { ...get, who: 'anonymous', on: 'Refused/a' },
    'explicit deny BlockPublicPolicy',
  ],
  ['settings about ACLs', { ...get, who: 'anonymous', on: 'AclsOnly/a' }, 'allowed'],
  [
    'addresses of an office are nothing public',
    { ...get, who: 'anonymous', on: 'Office/a', context: { 'aws:SourceIp': '192.0.2.9' } },
    'allowed',
  ],
  [
    'half of all addresses are',
    { ...get, who: 'anonymous', on: 'World/a', context: { 'aws:SourceIp': '9.9.9.9' } },
    'explicit deny RestrictPublicBuckets',
  ],
  [
    'a canonical user may be any account',
    { ...get, who: 'arn:aws:iam::444455556666:root', on: 'Canonical/a' },
    'depends ${AWS::AccountId}',
  ],
  [
    'NotPrincipal in an Allow, which AWS does not support',
    { ...get, who: 'anonymous', on: 'All/a' },
    'depends what AWS makes of NotPrincipal in an Allow',
  ],
  [
    'a key without policy',
    { who: 'Admin', action: 'kms:Decrypt', on: 'Key' },
    'allowed Enable IAM User Permissions',
  ],
  [
    'a file system without policy',
    { who: 'anonymous', action: 'elasticfilesystem:ClientMount', on: 'Files' },
    'allowed',
  ],
  [
    'a policy on all log groups of the account',
    { who: 'es.amazonaws.com', action: 'logs:PutLogEvents', on: 'Logs' },
    'allowed',
  ],
  [
    'a policy on a bus',
    { who: 's3.amazonaws.com', action: 'events:PutEvents', on: 'Bus' },
    'allowed',
  ],
  [
    'a group that the template does not make',
    { ...get, who: 'Member', on: 'Restricted' },
    'depends the policies of group "elsewhere"',
  ],
  [
    'a Deny in a policy that AWS refuses',
    { who: 'Broken', action: 'sns:Publish', on: 'Topic' },
    'depends inline policy deny of Broken, which AWS refuses',
  ],
  ['an Allow in such a one', { who: 'Typo', action: 'sns:Publish', on: 'Topic' }, 'allowed'],
  [
    'an endpoint, by its place',
    { who: 'Admin', action: 's3:PutObject', on: 'Open/a', context: { 'aws:SourceVpce': 'Door' } },
    'explicit deny',
  ],
  [
    'an endpoint, as the template refers to it',
    {
      who: 'Admin',
      action: 's3:PutObject',
      on: 'Open/a',
      context: { 'aws:sourceVpce': '${Door}' },
    },
    'explicit deny',
  ],
  [
    'an ARN with an account that nobody has told',
    { who: 'Admin', action: 'sns:Publish', on: 'arn:aws:sns:eu-west-1:123456789012:q' },
    'depends ${AWS::AccountId}',
  ],
  [
    'who one is, which everybody may ask',
    { who: 'Member', action: 'sts:GetCallerIdentity', on: '*' },
    'allowed',
  ],
];

test.each(rows.map(([says, question, expected]) => ({ says, question, expected })))(
  '$says: $expected',
  ({ question, expected }) => {
    expect(told(question)).toBe(expected);
  },
);

test('the root user assumes no role', () => {
  const root = '123456789012';
  const answer = permissions.may({ who: root, action: 'sts:AssumeRole', on: 'Admin' });
  expect([answer.decision, reasonOf(answer)]).toEqual([
    'implicit deny',
    'the root user assumes no role',
  ]);
});

const where = { account: '123456789012', region: 'eu-west-1' };
const here = new Permissions(resources.map((each) => ({ ...each, ...where })));

test('an account and a region that are told are those of every ARN', () => {
  const on = ['arn:aws:sns:eu-west-1:123456789012:news', 'Topic'];
  const answers = on.map((each) => here.may({ who: 'Admin', action: 'sns:Publish', on: each }));
  expect(answers.map(({ decision }) => decision)).toEqual(['allowed', 'allowed']);
  expect(answers[1]?.resource).toBe(on[0]);
});

test.each(['constructor', '__proto__', 'toString'])(
  '%s is a condition key like any other',
  (key) => {
    const context = Object.fromEntries([[key, 'x']]);
    expect(permissions.may({ ...get, who: 'Admin', on: 'Open/a', context }).decision).toBe(
      'allowed',
    );
  },
);
