/** Statements that allow more than anybody has looked through. */
import { faultsIn } from '../../../lib/iam/lint/lint.ts';
import { readDocument } from '../../../lib/iam/policy/read.ts';
import { allow, at, bucket, deny, foreign, found, own, queue, type Row } from './found.ts';

const anybody = { Principal: '*' };
const office = { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };

const rows: readonly Row[] = [
  [
    'every action on every resource',
    'identity',
    allow(['sqs:*', '*'], '*'),
    [[at('Action[1]'), 'star-star']],
  ],
  ['every action on one resource', 'identity', allow('*', queue), []],
  ['every action of one service', 'identity', allow('sqs:*', '*'), []],
  ['a Deny of everything', 'identity', allow('*', '*', { Effect: 'Deny' }), []],
  [
    'all of a service for a foreign account',
    'resource',
    allow(['sqs:SendMessage', 'sqs:*'], queue, {
      Principal: { AWS: `arn:aws:iam::${foreign}:root` },
    }),
    [[at('Action[1]'), 'whole-service']],
  ],
  [
    'all of a service for anybody',
    'resource',
    allow('sqs:*', queue, anybody),
    [[at('Action'), 'whole-service']],
  ],
  [
    'all of a service for the own account',
    'resource',
    allow('sqs:*', queue, { Principal: { AWS: own } }),
    [],
  ],
  [
    'one action for a foreign account',
    'resource',
    allow('sqs:SendMessage', queue, { Principal: { AWS: foreign } }),
    [],
  ],
  [
    'every action but some',
    'identity',
    { Statement: { Effect: 'Allow', NotAction: ['iam:*', 'sts:*'], Resource: '*' } },
    [[at('NotAction'), 'not-action']],
  ],
  [
    'a Deny of every action but some',
    'identity',
    { Statement: { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' } },
    [],
  ],
  [
    'everybody but one',
    'resource',
    {
      Statement: {
        Effect: 'Allow',
        NotPrincipal: { AWS: own },
        Action: 'sqs:SendMessage',
        Resource: queue,
      },
    },
    [[at('NotPrincipal'), 'not-principal']],
  ],
  [
    'a Deny for everybody but one',
    'resource',
    {
      Statement: {
        Effect: 'Deny',
        NotPrincipal: { AWS: own },
        Action: 'sqs:SendMessage',
        Resource: queue,
      },
    },
    [],
  ],
];

test.each(rows)('%s', (_, ...[kind, document, told]) => {
  expect(found(document, kind)).toEqual(told);
});

test('a limit may allow everything, as it allows nothing by itself', () => {
  expect(found(allow('*', '*'), 'identity', { isLimit: true })).toEqual([]);
  expect(found(allow('*', '*', anybody), 'resource', { isLimit: true })).toEqual([]);
  expect(found(deny(office), 'identity', { isLimit: true })).toHaveLength(1);
});

test('a fault is told in a sentence', () => {
  const document = readDocument(allow('s3:GetObject', bucket), 'identity');
  const [fault] = faultsIn(document, { kind: 'identity' });
  expect(fault?.says).toBe(
    's3:GetObject is on objects, and the statement names none: they are bucket/*',
  );
});
