/** Who besides the owner may do what to a queue: check 16. */
import { randomUUID } from 'node:crypto';
import {
  refusalOf,
  type Caller,
  type Capabilities,
  type Properties,
} from '../../../lib/capabilities.ts';
import { judgePermissions, type Permitted } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import { partnerAccount as partner, strangerAccount as stranger } from '../accounts.ts';
import type { Stage } from '../lab.ts';
import { takenFrom, type Eyes } from './queue.ts';
import { refused } from './refusals.ts';

export const partnerMayOnlySend: Check<Stage> = {
  id: 'partner-may-only-send',
  says: 'Account 222222222222 may send to Partner over TLS and do nothing else, 333333333333 nothing, and S3 send from bucket Drop alone',
  ways: [
    by(['sdk', 'eventually'], judgeCalls, ['queue-policy']),
    by(['may'], ({ may }) => judgePermissions(may, questions)),
  ],
};

const QueueUrl = '${Partner}';

async function judgeCalls(eyes: Eyes): Promise<Verdict> {
  const mark = randomUUID();
  const forbidden: readonly (readonly [string, string, Properties])[] = [
    [partner, 'ReceiveMessage', {}],
    [partner, 'PurgeQueue', {}],
    [partner, 'DeleteMessage', { ReceiptHandle: 'of nobody' }],
    [stranger, 'SendMessage', { MessageBody: mark }],
    [stranger, 'ReceiveMessage', {}],
  ];
  const verdicts: Verdict[] = [];
  for (const [account, command, input] of forbidden)
    verdicts.push(await denied(eyes.sdk, { command, input, as: { account } }));
  return every([
    ...verdicts,
    await partnerSends(eyes, mark),
    await dropSends(eyes),
    await otherBucketSends(eyes),
  ]);
}

interface Call {
  readonly command: string;
  readonly input: Properties;
  readonly as: Caller;
}

function denied(sdk: Capabilities['sdk'], { command, input, as }: Call): Promise<Verdict> {
  const call = sdk('sqs', command, { QueueUrl, ...input }, as);
  return refused(`${command} by ${as.account ?? ''}`, call, /AccessDenied/);
}

async function partnerSends(eyes: Eyes, mark: string): Promise<Verdict> {
  await eyes.sdk('sqs', 'SendMessage', { QueueUrl, MessageBody: mark }, { account: partner });
  return (await arrives(eyes, mark, 5))
    ? held(`${partner} may send and nothing else, ${stranger} nothing, S3 send from Drop alone`)
    : failed(`what ${partner} sends does not arrive`);
}

async function dropSends(eyes: Eyes): Promise<Verdict> {
  const object = { Bucket: '${Drop}', Key: randomUUID() };
  await eyes.sdk('s3', 'PutObject', { ...object, Body: 'dropped' });
  const isThere = await arrives(eyes, object.Key, 10);
  await eyes.sdk('s3', 'DeleteObject', object);
  return isThere
    ? held('S3 sends from Drop')
    : failed('an object in Drop, and no message of S3 in Partner within 10 s');
}

/** S3 tries the queue when it is told of it, and takes no configuration that it may not use. */
async function otherBucketSends({ sdk, eventually }: Eyes): Promise<Verdict> {
  const Bucket = `queue-semantics-check-${randomUUID()}`;
  const Key = randomUUID();
  const { Attributes } = await sdk('sqs', 'GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['QueueArn'],
  });
  const QueueArn = (Attributes as Properties)['QueueArn'];
  await sdk('s3', 'CreateBucket', { Bucket });
  try {
    const refusal = await refusalOf(
      sdk('s3', 'PutBucketNotificationConfiguration', {
        Bucket,
        NotificationConfiguration: {
          QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*'] }],
        },
      }),
    );
    if (refusal !== undefined) return held(`another bucket is refused: ${refusal.code}`);
    await sdk('s3', 'PutObject', { Bucket, Key, Body: 'from elsewhere' });
    const isThere = await arrives({ sdk, eventually }, Key, 3);
    await sdk('s3', 'DeleteObject', { Bucket, Key });
    return isThere
      ? failed('S3 sends to Partner from another bucket')
      : held('from another bucket nothing arrives');
  } finally {
    await sdk('s3', 'DeleteBucket', { Bucket });
  }
}

/** Does a message come that holds this text? All that come are taken away. */
async function arrives({ sdk, eventually }: Eyes, text: string, seconds: number): Promise<boolean> {
  return eventually('the message', seconds, async () =>
    (await takenFrom(sdk, QueueUrl)).some((body) => body.includes(text)),
  );
}

const overTls = { 'aws:SecureTransport': 'true' };
const account = (id: string): string => `arn:aws:iam::${id}:root`;
const s3 = (from: string, of: string): Pick<Permitted, 'who' | 'action' | 'context'> => ({
  who: 's3.amazonaws.com',
  action: 'sqs:SendMessage',
  context: { ...overTls, 'aws:SourceArn': from, 'aws:SourceAccount': of },
});

const questions: readonly Permitted[] = (
  [
    { who: account(partner), action: 'sqs:SendMessage', context: overTls, expect: 'allowed' },
    ...['ReceiveMessage', 'PurgeQueue', 'DeleteMessage'].map((name) => ({
      who: account(partner),
      action: `sqs:${name}`,
      context: overTls,
      expect: 'denied' as const,
    })),
    { who: account(stranger), action: 'sqs:SendMessage', context: overTls, expect: 'denied' },
    { ...s3('${Drop.Arn}', '${AWS::AccountId}'), expect: 'allowed' },
    { ...s3('arn:aws:s3:::somebody-elses', '${AWS::AccountId}'), expect: 'denied' },
    { ...s3('${Drop.Arn}', stranger), expect: 'denied' },
    {
      who: account(partner),
      action: 'sqs:SendMessage',
      context: { 'aws:SecureTransport': 'false' },
      expect: 'denied',
    },
  ] as const
).map((each) => ({ on: '${Partner.Arn}', ...each }));
