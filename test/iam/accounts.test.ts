/** Two stacks in two accounts, sessions of a role, and policies that come with the question. */
import { Permissions, type Question } from '../../lib/iam/permissions.ts';
import type { Resource } from '../../lib/template/template.ts';

const [accountA, accountB] = ['111111111111', '222222222222'];

function resource(
  [stack, account]: readonly [string, string],
  [logicalId, type]: readonly [string, string],
  properties: Resource['properties'],
): Resource {
  return {
    ...{ stack, account, logicalId, type, properties },
    path: `${stack}/${logicalId}`,
    metadata: {},
  };
}

function document(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

const everything = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const [a, b] = [
  ['A', accountA],
  ['B', accountB],
] as const;
const permissions = new Permissions([
  resource(a, ['Dave', 'AWS::IAM::User'], {
    UserName: 'dave',
    Policies: [{ PolicyName: 'all', PolicyDocument: document(everything) }],
  }),
  resource(a, ['New', 'AWS::IAM::User'], { UserName: 'new' }),
  resource(a, ['App', 'AWS::IAM::Role'], {
    AssumeRolePolicyDocument: document({
      ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
      Principal: { AWS: 'arn:aws:iam::${AWS::AccountId}:root' },
    }),
  }),
  resource(a, ['Notes', 'AWS::S3::Bucket'], { BucketName: 'notes-a' }),
  resource(b, ['Shared', 'AWS::S3::Bucket'], { BucketName: 'shared-b' }),
  resource(b, ['Policy', 'AWS::S3::BucketPolicy'], {
    Bucket: '${Shared}',
    PolicyDocument: document(
      {
        ...{ Sid: 'Neighbours', Effect: 'Allow', Action: 's3:PutObject' },
        Principal: { AWS: [`arn:aws:iam::${accountA}:user/dave`, `arn:aws:iam::${accountA}:root`] },
        Resource: 'arn:aws:s3:::shared-b/*',
      },
      {
        ...{ Sid: 'Own', Effect: 'Allow', Action: 's3:ListBucket' },
        Principal: { AWS: 'arn:aws:iam::${AWS::AccountId}:root' },
        Resource: 'arn:aws:s3:::shared-b',
      },
    ),
  }),
]);

function decided(question: Question): string {
  const { decision, by } = permissions.may(question);
  return [decision, by?.statement.sid ?? by?.policy.name].filter(Boolean).join(' ');
}

const session = `arn:aws:sts::${accountA}:assumed-role/\${App}/one`;
const read = { action: 's3:GetObject', on: 'Notes/a.txt' };
const identity = { 'identity.json': document(everything) };
const none = document({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' });

const rows: readonly (readonly [string, Question, string])[] = [
  [
    'across accounts both sides allow',
    { who: 'Dave', action: 's3:PutObject', on: 'Shared/a' },
    'allowed Neighbours',
  ],
  [
    'the other account has not agreed',
    { who: 'Dave', action: 's3:GetObject', on: 'Shared/a' },
    'implicit deny',
  ],
  [
    'the own account has not agreed',
    { who: 'New', action: 's3:PutObject', on: 'Shared/a' },
    'implicit deny',
  ],
  [
    'the pseudo parameter is the account of the stack that says it',
    { who: 'Dave', action: 's3:ListBucket', on: 'Shared' },
    'implicit deny',
  ],
  ['inside one account one side is enough', { who: 'Dave', ...read }, 'allowed inline policy all'],
  ['a document of an identity grants', { who: 'New', ...read, documents: { identity } }, 'allowed'],
  [
    'a session of a role has the policies that come for it',
    { who: session, ...read, documents: { identity } },
    'allowed',
  ],
  [
    'a session policy limits',
    { who: session, ...read, documents: { identity, session: { 'session.json': none } } },
    'implicit deny',
  ],
  [
    'a boundary that comes with the question takes the place of the own one',
    { who: 'Dave', ...read, documents: { boundary: { 'boundary.json': none } } },
    'implicit deny',
  ],
  [
    'each level of the organization has to allow',
    { who: 'Dave', ...read, documents: { scps: [identity, { 'scp.json': none }] } },
    'implicit deny',
  ],
  [
    "a resource's document grants to a session by its ARN",
    {
      ...{ who: session, ...read },
      documents: {
        resource: {
          'bucket.json': document({
            ...{ Sid: 'Session', Effect: 'Allow', Action: 's3:GetObject' },
            ...{ Principal: { AWS: session }, Resource: '${Notes.Arn}/*' },
          }),
        },
      },
    },
    'allowed Session',
  ],
  [
    'a deny in a resource control policy decides',
    {
      ...{ who: 'Dave', ...read },
      documents: {
        rcps: [
          {
            'rcp.json': document(
              { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
              { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' },
            ),
          },
        ],
      },
    },
    'explicit deny No',
  ],
];

test.each(rows.map(([says, question, expected]) => ({ says, question, expected })))(
  '$says: $expected',
  ({ question, expected }) => {
    expect(decided(question)).toMatch(new RegExp(`^${expected}`));
  },
);

test('what comes with one question is gone with the next', () => {
  expect(decided({ who: 'New', ...read, documents: { identity } })).toMatch(/^allowed/);
  expect(decided({ who: 'New', ...read })).toBe('implicit deny');
});
