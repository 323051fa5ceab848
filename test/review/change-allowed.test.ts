/** What policies allow that those of a base do not. */
import { allowedChanges } from '../../lib/review/allowed-changes.ts';
import { attentionOf } from '../../lib/review/attention.ts';
import type { Report } from '../../lib/review/report.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import type { Resource } from '../../lib/template/template.ts';
import { document, resource } from '../iam/resources.ts';

describe('what became allowed', () => {
  const role = (...statements: readonly object[]): Resource =>
    resource('Role', 'AWS::IAM::Role', {
      Policies: [{ PolicyName: 'p', PolicyDocument: document(...statements) }],
    });
  const allow = (Action: unknown, on: unknown = '${Jobs.Arn}', more: object = {}) => ({
    ...{ Effect: 'Allow', Action, Resource: on },
    ...more,
  });
  const jobs = resource('Jobs', 'AWS::SQS::Queue');
  const more = (before: readonly Resource[], after: readonly Resource[]): readonly string[] =>
    allowedChanges(subjectOf([jobs, ...before]), subjectOf([jobs, ...after])).map(
      ({ now, who, actions, on, conditions }) =>
        [now, who, actions.join(), on.join(), ...conditions].join(' '),
    );
  const of = (before: object, after: object) => more([role(before)], [role(after)]);
  const local = { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } };
  const other = { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-2' } } };

  test.each([
    [allow('sqs:SendMessage'), allow(['sqs:SendMessage', 'sqs:PurgeQueue']), 'sqs:PurgeQueue Jobs'],
    [allow('sqs:SendMessage'), allow('sqs:*'), 'sqs:* Jobs'],
    [allow('sqs:*'), allow('sqs:*', '*'), 'sqs:* *'],
    [allow('sqs:*', '*', local), allow('sqs:*', '*'), 'sqs:* *'],
    [allow('sqs:*', '*', local), allow('sqs:*', '*', other), 'sqs:* * aws:SourceVpce'],
    [
      allow('sqs:*'),
      { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
      'everything but iam:* *',
    ],
  ])('from %j to %j: %s', (before, after, says) => {
    expect(of(before, after)).toEqual([`allowed Role ${says}`]);
  });

  test.each([
    [allow('sqs:*'), allow('sqs:SendMessage')],
    [allow('SQS:sendmessage'), allow('sqs:SendMessage')],
    [allow('sqs:*', '*'), allow('sqs:SendMessage', '*', local)],
    [allow('*', '*'), allow(['s3:*', 'sqs:*'])],
    [allow(['sqs:A', 'sqs:B']), allow(['sqs:B', 'sqs:A'])],
    [
      { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
      { Effect: 'Allow', NotAction: ['iam:*', 's3:*'], Resource: '*' },
    ],
  ])('from %j to %j: nothing', (before, after) => {
    expect(of(before, after)).toEqual([]);
  });

  test('what two statements said together, one may say', () => {
    const before = role(allow('sqs:A'), allow('sqs:B'));
    expect(more([before], [role(allow(['sqs:A', 'sqs:B']))])).toEqual([]);
  });

  test('a denial and a limit that are gone', () => {
    const deny = { Effect: 'Deny', Action: 'sqs:*', Resource: '*' };
    const limited = resource('Role', 'AWS::IAM::Role', {
      PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
    expect(of(deny, allow('sqs:A'))).toEqual([
      'allowed Role sqs:A Jobs',
      'no longer denied Role sqs:* *',
    ]);
    expect(more([limited], [resource('Role', 'AWS::IAM::Role')])).toEqual([
      'no longer limited Role whatever its policies say ',
    ]);
    expect(more([role(deny)], [])).toEqual([]);
  });

  const queuePolicy = (principal: unknown): Resource =>
    resource('P', 'AWS::SQS::QueuePolicy', {
      Queues: ['${Jobs}'],
      PolicyDocument: document({ ...allow('sqs:SendMessage', '*'), Principal: principal }),
    });

  test.each([
    [{ Service: 's3.amazonaws.com' }, '*', ['allowed anybody sqs:SendMessage Jobs']],
    ['*', { Service: 's3.amazonaws.com' }, []],
    [
      { AWS: '111122223333' },
      { AWS: ['111122223333', '444455556666'] },
      ['allowed 444455556666 sqs:SendMessage Jobs'],
    ],
  ])('on a queue from %j to %j', (before, after, expected) => {
    expect(more([queuePolicy(before)], [queuePolicy(after)])).toEqual(expected);
  });

  test('a trust policy that takes in another account', () => {
    const trusted = (AWS: string): Resource =>
      resource('Role', 'AWS::IAM::Role', {
        AssumeRolePolicyDocument: document({
          ...{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } },
        }),
      });
    expect(more([trusted('111122223333')], [trusted('444455556666')])).toEqual([
      'allowed 444455556666 sts:AssumeRole Role',
    ]);
  });

  test('a managed policy of which nothing is known is new by its name', () => {
    const managed = (...names: readonly string[]): Resource =>
      resource('Role', 'AWS::IAM::Role', {
        ManagedPolicyArns: names.map((name) => `arn:aws:iam::aws:policy/${name}`),
      });
    expect(
      allowedChanges(subjectOf([managed('A')]), subjectOf([managed('A', 'Unheard')])),
    ).toMatchObject([
      { now: 'allowed', who: 'Role', statement: 'AWS managed policy Unheard', isKnown: false },
    ]);
    expect(more([managed('A')], [managed('A')])).toEqual([]);
  });

  test('of more statements than AWS has room for, each that is not the same is told', () => {
    const many = (first: string) =>
      role(
        ...[first, ...Array.from({ length: 3000 }, (_, at) => `sqs:A${at}`)].map((each) =>
          allow(each),
        ),
      );
    expect(more([many('sqs:*')], [many('sqs:A')])).toEqual(['allowed Role sqs:A Jobs']);
  });

  const passRole = 'Newly allowed: Role iam:PassRole on *';

  test.each([
    [allow('iam:PassRole', '*'), [passRole]],
    [allow('iam:PassRole', '*', local), [`${passRole}, only with aws:SourceVpce`]],
    [allow('sts:AssumeRole', '*'), ['Newly allowed: Role sts:AssumeRole on *']],
    [
      allow('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/*'),
      ['Newly allowed: Role iam:PutRolePolicy on arn:aws:iam::111122223333:role/*'],
    ],
    [allow('iam:PassRole', 'arn:aws:iam::111122223333:role/app'), []],
    [allow('ec2:DescribeInstances', '*'), []],
  ])('by %j the lines for a person are %j', (statement, expected) => {
    const state = {
      ...{ absent: [], exposure: { inbound: [] }, entries: [], outsiders: [], leftovers: [] },
      change: {
        ...{ resources: [], reach: { inbound: [] }, cost: { perMonth: 0 }, newFindings: [] },
        allowed: allowedChanges(subjectOf([]), subjectOf([role(statement)])),
      },
    };
    expect(attentionOf(state as unknown as Report)).toEqual(expected);
  });
});
