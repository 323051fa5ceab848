/** What a boundary keeps in, and for whom a service may act: checks 9 and 12. */
import { randomUUID } from 'node:crypto';
import { refusalOf, type Capabilities, type Properties } from '../../../lib/capabilities.ts';
import { judgePermissions, type Permitted } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { parsePlaceholder } from '../../../lib/template/placeholder.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { eachTold } from './asking.ts';

const fence = 'iam:PermissionsBoundary';

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

function pipelines(
  action: string,
  boundary: string | readonly string[],
  expect: Permitted['expect'],
): Permitted {
  const context = { [fence]: boundary };
  return { who: 'Pipeline', action: `iam:${action}`, on: '${Delegate.Arn}', context, expect };
}

/** What makes a role more than it is, or its boundary less. */
const escalations: readonly Permitted[] = [
  pipelines('CreateRole', [], 'denied'),
  pipelines('CreateRole', administrator, 'denied'),
  pipelines('PutRolePolicy', [], 'denied'),
  pipelines('AttachRolePolicy', [], 'denied'),
  pipelines('UpdateAssumeRolePolicy', [], 'denied'),
  pipelines('DeleteRolePermissionsBoundary', '${DevBoundary}', 'denied'),
  pipelines('PutRolePermissionsBoundary', administrator, 'denied'),
  { ...pipelines('CreatePolicyVersion', [], 'denied'), on: '${DevBoundary}' },
  { ...pipelines('SetDefaultPolicyVersion', [], 'denied'), on: '${DevBoundary}' },
];

const delegates = (action: string, on: string, expect: Permitted['expect']): Permitted => ({
  ...{ who: 'Delegate', action, on, expect },
});

export const boundaryStopsEscalation: Check<Stage> = {
  id: 'boundary-stops-escalation',
  says: 'Pipeline makes roles with the boundary and none without it, takes it from none and rewrites it for none, and a role with AdministratorAccess behind it does nothing with IAM',
  ways: [
    by(['may'], ({ may }) =>
      judgePermissions(may, [
        pipelines('CreateRole', '${DevBoundary}', 'allowed'),
        ...escalations,
        delegates('iam:CreateUser', '${Dave.Arn}', 'denied'),
        delegates('iam:PassRole', '${AppRole.Arn}', 'denied'),
        delegates('iam:AttachRolePolicy', '${Delegate.Arn}', 'denied'),
        delegates('iam:DeleteRolePermissionsBoundary', '${Delegate.Arn}', 'denied'),
        delegates('s3:GetObject', '${NotesA.Arn}/docs/a.txt', 'allowed'),
      ]),
    ),
  ],
};

type Eyes = Pick<Capabilities, 'sdk' | 'eventually'>;

const notes = { 'aws:SourceArn': '${NotesA.Arn}', 'aws:SourceAccount': '${AWS::AccountId}' };
const s3s = (context: Permitted['context'], expect: Permitted['expect']): Permitted => ({
  ...{ who: 's3.amazonaws.com', action: 'sqs:SendMessage', on: '${Orders.Arn}', expect },
  ...(context && { context }),
});

export const servicePrincipalIsPinned: Check<Stage> = {
  id: 'service-principal-is-pinned',
  says: 'The queue takes from S3 what bucket notes-a of this account sends, and nothing of another bucket or account',
  ways: [
    by(
      ['may', 'fact'],
      async ({ may, fact }) => eachTold([await judgeSenders(may), await judgeTelling(fact)]),
      { strength: 'proved' },
    ),
    by(
      ['sdk', 'eventually'],
      async (eyes) => eachTold([await judgeNotes(eyes), await judgeOtherBucket(eyes)]),
      ['queue-policy'],
    ),
  ],
};

function judgeSenders(may: Capabilities['may']): Promise<Verdict> {
  return judgePermissions(may, [
    s3s(notes, 'allowed'),
    s3s({ ...notes, 'aws:SourceArn': 'arn:aws:s3:::notes-of-others' }, 'denied'),
    s3s({ ...notes, 'aws:SourceArn': '${NotesA.Arn}-of-others' }, 'denied'),
    s3s({ ...notes, 'aws:SourceAccount': '222222222222' }, 'denied'),
    s3s({ ...notes, 'aws:SourceAccount': [] }, 'denied'),
    s3s({ ...notes, 'aws:SourceArn': [] }, 'denied'),
    s3s({ 'aws:SourceArn': [], 'aws:SourceAccount': [] }, 'denied'),
  ]);
}

/** That the queue would take it is not all: the bucket has to send. */
async function judgeTelling(fact: Capabilities['fact']): Promise<Verdict> {
  const { NotificationConfiguration = {} } = await fact('NotesA');
  const { QueueConfigurations = [] } = NotificationConfiguration as Properties;
  const told = (QueueConfigurations as readonly Properties[]).map(({ Queue }) => String(Queue));
  return told.some((each) => parsePlaceholder(each)?.logicalId.startsWith('Orders') === true)
    ? held('notes-a is set to tell it of new notes')
    : failed(`notes-a tells ${told.join(', ') || 'no queue'} of new notes, not Orders`, {
        ...{ kind: 'fact', resource: 'NotesA', property: 'NotificationConfiguration' },
        value: NotificationConfiguration,
      });
}

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
    if (refusal !== undefined)
      return held(`another bucket of this account is refused: ${refusal.code}`);
    await sdk('s3', 'PutObject', { Bucket, Key, Body: 'from elsewhere' });
    const isTold = await arrives(eyes, Key, 3);
    await sdk('s3', 'DeleteObject', { Bucket, Key });
    return isTold
      ? failed('S3 tells the queue of another bucket')
      : held('of another bucket of this account nothing arrives');
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
