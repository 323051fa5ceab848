/** What a boundary keeps in, and for whom a service may act: checks 9 and 12. */
import { randomUUID } from 'node:crypto';
import { refusalOf, type Capabilities, type Properties } from '../../../lib/capabilities.ts';
import { judgePermissions, type Permitted } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { asked } from './home.ts';

const fence = 'iam:PermissionsBoundary';

function pipelines(
  action: string,
  boundary: string | readonly string[],
  expect: Permitted['expect'],
): Permitted {
  const context = { [fence]: boundary };
  return { who: 'Pipeline', action: `iam:${action}`, on: '${Delegate.Arn}', context, expect };
}

export const boundaryStopsEscalation: Check<Stage> = {
  id: 'boundary-stops-escalation',
  says: 'Pipeline makes roles with the boundary and none without it, takes it from none, and a role with AdministratorAccess behind it does nothing with IAM',
  ways: [
    by(['may'], ({ may }) =>
      judgePermissions(may, [
        pipelines('CreateRole', '${DevBoundary}', 'allowed'),
        pipelines('CreateRole', [], 'denied'),
        pipelines('CreateRole', 'arn:aws:iam::aws:policy/AdministratorAccess', 'denied'),
        pipelines('DeleteRolePermissionsBoundary', '${DevBoundary}', 'denied'),
        { who: 'Delegate', action: 'iam:CreateUser', on: '${Dave.Arn}', expect: 'denied' },
        {
          who: 'Delegate',
          action: 's3:GetObject',
          on: '${NotesA.Arn}/docs/a.txt',
          expect: 'allowed',
        },
      ]),
    ),
  ],
};

type Eyes = Pick<Capabilities, 'sdk' | 'eventually'>;

const account = '111111111111';
const notes = { 'aws:SourceArn': '${NotesA.Arn}', 'aws:SourceAccount': account };
const s3s = (context: Permitted['context'], expect: Permitted['expect']): Permitted => ({
  ...{ who: 's3.amazonaws.com', action: 'sqs:SendMessage', on: '${Orders.Arn}', expect },
  ...(context && { context }),
});

export const servicePrincipalIsPinned: Check<Stage> = {
  id: 'service-principal-is-pinned',
  says: 'The queue takes from S3 what bucket notes-a of this account sends, and nothing of another bucket or account',
  ways: [
    ...asked((may) =>
      judgePermissions(may, [
        s3s(notes, 'allowed'),
        s3s({ ...notes, 'aws:SourceArn': 'arn:aws:s3:::notes-of-others' }, 'denied'),
        s3s({ ...notes, 'aws:SourceAccount': '222222222222' }, 'denied'),
        s3s({ 'aws:SourceArn': [], 'aws:SourceAccount': [] }, 'denied'),
      ]),
    ),
    by(
      ['sdk', 'eventually'],
      async (eyes) => every([await judgeNotes(eyes), await judgeOtherBucket(eyes)]),
      ['queue-policy'],
    ),
  ],
};

async function judgeNotes(eyes: Eyes): Promise<Verdict> {
  const object = { Bucket: '${NotesA}', Key: `docs/${randomUUID()}` };
  await eyes.sdk('s3', 'PutObject', { ...object, Body: 'told', ServerSideEncryption: 'AES256' });
  const isTold = await arrives(eyes, object.Key, 10);
  await eyes.sdk('s3', 'DeleteObject', object);
  return isTold
    ? held('a note is told to the queue')
    : failed('a new note, and no message about it within 10 s');
}

/** S3 tries the queue when it is told of it, and takes no configuration that it may not use. */
async function judgeOtherBucket(eyes: Eyes): Promise<Verdict> {
  const { sdk } = eyes;
  const Bucket = `notes-of-others-${randomUUID()}`;
  const Key = randomUUID();
  const { Attributes } = await sdk('sqs', 'GetQueueAttributes', {
    QueueUrl: '${Orders}',
    AttributeNames: ['QueueArn'],
  });
  const { QueueArn } = Attributes as Properties;
  const Events = ['s3:ObjectCreated:*'];
  await sdk('s3', 'CreateBucket', { Bucket });
  try {
    const NotificationConfiguration = { QueueConfigurations: [{ QueueArn, Events }] };
    const refusal = await refusalOf(
      sdk('s3', 'PutBucketNotificationConfiguration', { Bucket, NotificationConfiguration }),
    );
    if (refusal !== undefined) return held(`another bucket is refused: ${refusal.code}`);
    await sdk('s3', 'PutObject', { Bucket, Key, Body: 'from elsewhere' });
    const isTold = await arrives(eyes, Key, 3);
    await sdk('s3', 'DeleteObject', { Bucket, Key });
    return isTold
      ? failed('S3 tells the queue of another bucket')
      : held('of another bucket nothing arrives');
  } finally {
    await sdk('s3', 'DeleteBucket', { Bucket });
  }
}

/** Does a message come that holds this text? All that come are taken away. */
function arrives({ sdk, eventually }: Eyes, text: string, seconds: number): Promise<boolean> {
  const QueueUrl = '${Orders}';
  return eventually('the message', seconds, async () => {
    const look = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
    const { Messages = [] } = await sdk('sqs', 'ReceiveMessage', look);
    const messages = Messages as readonly Properties[];
    for (const { ReceiptHandle } of messages)
      await sdk('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
    return messages.some(({ Body }) => String(Body).includes(text));
  });
}
