/** What SQS refuses, brings back and takes for the same. */
import { randomUUID } from 'node:crypto';
import { refusalOf, type Caller, type Properties } from '../../../capabilities.ts';
import type { ProbeGroup, Served } from './group.ts';
import { arn, decision, policy, ref, role, type Resources } from './parts.ts';
import { arnOf, seenIn, subscriptionOf, takenFrom } from './messages.ts';

const fifo = (scope: object): Resources[string] => ({
  Type: 'AWS::SQS::Queue',
  Properties: { FifoQueue: true, ...scope },
});

const resources: Resources = {
  Sender: role(),
  Private: { Type: 'AWS::SQS::Queue' },
  Partner: { Type: 'AWS::SQS::Queue' },
  PartnerPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [ref('Partner')],
      PolicyDocument: policy(
        {
          Effect: 'Allow',
          Principal: { AWS: arn('Sender') },
          Action: 'sqs:SendMessage',
          Resource: arn('Partner'),
        },
        { Effect: 'Deny', Principal: '*', Action: 'sqs:ReceiveMessage', Resource: arn('Partner') },
      ),
    },
  },
  Fed: { Type: 'AWS::SQS::Queue' },
  FedPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [ref('Fed')],
      PolicyDocument: policy({
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn('Fed'),
        Condition: { ArnEquals: { 'aws:SourceArn': ref('Admitted') } },
      }),
    },
  },
  Admitted: { Type: 'AWS::SNS::Topic' },
  AdmittedToFed: subscriptionOf('Admitted', 'Fed'),
  Strange: { Type: 'AWS::SNS::Topic' },
  StrangeToFed: subscriptionOf('Strange', 'Fed'),

  Dead: { Type: 'AWS::SQS::Queue' },
  Work: {
    Type: 'AWS::SQS::Queue',
    Properties: { RedrivePolicy: { deadLetterTargetArn: arn('Dead'), maxReceiveCount: 1 } },
  },

  Delayed: { Type: 'AWS::SQS::Queue' },

  PerGroup: fifo({
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  }),
  PerQueue: fifo({ DeduplicationScope: 'queue' }),
};

/** Long enough for a wrong delivery to arrive. */
const settledSeconds = 1;

const probes: ProbeGroup['probes'] = {
  'queue-policy': async (served) => (await admitsCallers(served)) && (await admitsTopics(served)),

  'sqs-delay-limit': async ({ sdk }) => {
    const send = (DelaySeconds: number): Promise<Properties> =>
      sdk('sqs', 'SendMessage', { QueueUrl: '${Delayed}', MessageBody: 'a', DelaySeconds });
    const most = await refusalOf(send(900));
    const more = await refusalOf(send(901));
    return most === undefined && more?.code === 'InvalidParameterValue';
  },

  'sqs-move-task': async ({ sdk, eventually }) => {
    const body = randomUUID();
    await sdk('sqs', 'SendMessage', { QueueUrl: '${Work}', MessageBody: body });
    const isIn = async (queue: string): Promise<boolean> =>
      (await seenIn(sdk, queue)).includes(body);
    const isTaken = await eventually('it is taken', 5, () => isIn('${Work}'));
    const isDead = await eventually(
      'it is dead',
      5,
      async () => !(await isIn('${Work}')) && (await isIn('${Dead}')),
    );
    const plain = { SourceArn: await arnOf(sdk, '${Private}') };
    const refusal = await refusalOf(sdk('sqs', 'StartMessageMoveTask', plain));
    await sdk('sqs', 'StartMessageMoveTask', { SourceArn: await arnOf(sdk, '${Dead}') });
    // Dead after one receive: it is seen again only where the count has started again.
    const isBack = await eventually('it is back', 10, () => isIn('${Work}'));
    return isTaken && isDead && refusal !== undefined && isBack;
  },

  'fifo-scope': async ({ sdk }) => {
    const id = randomUUID();
    const send = (QueueUrl: string, group: string): Promise<Properties> =>
      sdk('sqs', 'SendMessage', {
        QueueUrl,
        MessageGroupId: `${id}-${group}`,
        MessageDeduplicationId: id,
        MessageBody: `${id} ${group}`,
      });
    const arrived = async (queue: string): Promise<number> => {
      for (const group of ['a', 'b', 'a']) await send(queue, group);
      return (await takenFrom(sdk, queue)).filter((body) => body.startsWith(id)).length;
    };
    return (await arrived('${PerGroup}')) === 2 && (await arrived('${PerQueue}')) === 1;
  },
};

/** The policy alone lets a role in, for one action; it shuts the owner out where it says so. */
async function admitsCallers({ sdk }: Served): Promise<boolean> {
  const sender: Caller = { principal: 'Sender' };
  const ask = (command: string, input: Properties, as?: Caller): Promise<string> =>
    decision(sdk('sqs', command, input, as));
  const message = (queue: string): Properties => ({ QueueUrl: queue, MessageBody: 'a' });
  const sent = await ask('SendMessage', message('${Partner}'), sender);
  const received = await ask('ReceiveMessage', { QueueUrl: '${Private}' });
  const denied = [
    await ask('GetQueueAttributes', { QueueUrl: '${Partner}' }, sender),
    await ask('SendMessage', message('${Private}'), sender),
    await ask('ReceiveMessage', { QueueUrl: '${Partner}' }),
  ];
  return sent === 'allowed' && received === 'allowed' && denied.every((each) => each === 'denied');
}

/** Of two topics that are subscribed, the one that the policy names. */
async function admitsTopics({ sdk, eventually }: Served): Promise<boolean> {
  const [good, bad] = [randomUUID(), randomUUID()];
  await sdk('sns', 'Publish', { TopicArn: '${Strange}', Message: bad });
  await sdk('sns', 'Publish', { TopicArn: '${Admitted}', Message: good });
  const seen: string[] = [];
  const look = async (): Promise<void> => {
    seen.push(...(await takenFrom(sdk, '${Fed}')));
  };
  const has = (id: string): boolean => seen.some((body) => body.includes(id));
  const arrived = await eventually('the admitted topic is heard', 5, async () => {
    await look();
    return has(good);
  });
  await eventually('the other is not', settledSeconds, async () => {
    await look();
    return has(bad);
  });
  return arrived && !has(bad);
}

export const queues: ProbeGroup = {
  stack: 'ProbesQueues',
  template: { Resources: resources },
  probes,
};
