/** Documents that do not parse, and ARNs in them that name nothing. */
import { allow, at, bucket, found, own, queue, type Row } from './found.ts';

const service = { Principal: { Service: 's3.amazonaws.com' } };
const account = { StringEquals: { 'aws:SourceAccount': own } };

const rows: readonly Row[] = [
  ['text that does not parse', 'identity', '{"Version": "2012-10-17". }', [['', 'refused']]],
  ['a statement in order', 'identity', JSON.stringify(allow('s3:GetObject', `${bucket}/*`)), []],
  [
    'a resource of five parts',
    'identity',
    allow('s3:GetObject', 'arn:aws:s3::test'),
    [[at('Resource'), 'refused']],
  ],
  [
    'a partition that is none',
    'identity',
    allow('sqs:SendMessage', [queue, queue.replace('aws', 'amazon')]),
    [[at('Resource[1]'), 'malformed-arn']],
  ],
  [
    'a partition with a name of its own',
    'identity',
    allow('sqs:*', queue.replace('aws', 'aws-cn')),
    [],
  ],
  [
    'an ARN that names no service',
    'identity',
    allow('sqs:SendMessage', queue.replace('sqs', '')),
    [[at('Resource'), 'malformed-arn']],
  ],
  [
    'an account of ten digits',
    'identity',
    allow('sqs:SendMessage', queue.replace('11:', ':')),
    [[at('Resource'), 'malformed-arn']],
  ],
  [
    'an ARN that ends with its account',
    'identity',
    allow('sqs:SendMessage', queue.replace('orders', '')),
    [[at('Resource'), 'malformed-arn']],
  ],
  [
    'an ARN that ends early in a star, a token, a wildcard in each part',
    'identity',
    allow('sqs:SendMessage', ['arn:aws:sqs:*', '${Queue.Arn}', 'arn:*:sqs:*:*:orders']),
    [],
  ],
  [
    'an ARN of a condition with a part too few',
    'resource',
    allow('sqs:SendMessage', queue, {
      ...service,
      Condition: { ...account, ArnLike: { 'aws:SourceArn': 'arn:aws:s3::notes-a' } },
    }),
    [[at('Condition.ArnLike.aws:SourceArn'), 'malformed-arn']],
  ],
  [
    'a principal of five parts, and an account of three digits',
    'resource',
    allow('sqs:SendMessage', queue, { Principal: { AWS: ['arn:aws:iam:1:role/x', '123'] } }),
    [
      [at('Principal.AWS'), 'malformed-arn'],
      [at('Principal.AWS'), 'malformed-arn'],
    ],
  ],
  [
    'a principal with a wildcard',
    'trust',
    {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${own}:role/*` },
        Action: 'sts:AssumeRole',
      },
    },
    [[at('Principal'), 'refused']],
  ],
  [
    'a role, an account and its root',
    'trust',
    {
      Statement: {
        ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
        Principal: { AWS: [`arn:aws:iam::${own}:role/a`, own, `arn:aws:iam::${own}:root`] },
      },
    },
    [],
  ],
];

test.each(rows)('%s', (_, ...[kind, document, told]) => {
  expect(found(document, kind)).toEqual(told);
});
