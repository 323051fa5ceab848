/** Services of AWS that may act for whomever. */
import { allow, at, bucket, found, own, queue, type Row } from './found.ts';

const service = { Principal: { Service: 's3.amazonaws.com' } };
const source = { ArnLike: { 'aws:SourceArn': bucket } };
const account = { StringEquals: { 'aws:SourceAccount': own } };

const rows: readonly Row[] = [
  [
    'a service for whomever',
    'resource',
    allow('sqs:SendMessage', queue, service),
    [[at('Principal.Service'), 'unpinned-service']],
  ],
  [
    'a service for a bucket of any account',
    'resource',
    allow('sqs:SendMessage', queue, { ...service, Condition: source }),
    [[at('Principal.Service'), 'unpinned-service']],
  ],
  [
    'a service for any bucket of the account',
    'resource',
    allow('sqs:SendMessage', queue, { ...service, Condition: account }),
    [[at('Principal.Service'), 'unpinned-service']],
  ],
  [
    'a service for one bucket of the account',
    'resource',
    allow('sqs:SendMessage', queue, { ...service, Condition: { ...source, ...account } }),
    [],
  ],
  [
    'a pin that may be missing',
    'resource',
    allow('sqs:SendMessage', queue, {
      ...service,
      Condition: { ...source, StringEqualsIfExists: account.StringEquals },
    }),
    [[at('Principal.Service'), 'unpinned-service']],
  ],
  [
    'a source whose ARN names the account',
    'resource',
    allow('sqs:SendMessage', queue, {
      ...service,
      Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-central-1:${own}:news` } },
    }),
    [],
  ],
  [
    'a service that is denied',
    'resource',
    allow('sqs:SendMessage', queue, { ...service, Effect: 'Deny' }),
    [],
  ],
  [
    'a service that is trusted with a role',
    'trust',
    { Statement: { Effect: 'Allow', ...service, Action: 'sts:AssumeRole' } },
    [],
  ],
];

test.each(rows)('%s', (_, ...[kind, document, told]) => {
  expect(found(document, kind)).toEqual(told);
});
