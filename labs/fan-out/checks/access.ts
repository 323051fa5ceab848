/** Who may put something into a queue, and who may publish: checks 7 and 8. */
import { refusalOf } from '../../../lib/capabilities.ts';
import { judgePermissions, type Permitted } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { keyUses } from './key-policy.ts';
import { arnOf, judgeCounts, teamAt, teamUrl } from './mail.ts';
import {
  big,
  newMark,
  orderOf,
  publishOrder,
  runPublisher,
  type Eyes,
  type Sdk,
} from './messages.ts';

const queues = ['Placed', 'Cancelled', 'All', 'Big', 'Plain'];
const account = { 'aws:SourceAccount': '${AWS::AccountId}' };
const foreign = '111122223333';

export const onlyThisTopic: Check<Stage> = {
  id: 'only-this-topic',
  says: 'Each queue takes what this topic sends and nothing else, and only the account and CloudWatch publish to the topic',
  ways: [
    by(
      ['sdk', 'eventually'],
      async (eyes) =>
        every([
          await judgeThisTopic(eyes),
          await judgeOtherTopic(eyes),
          await judgeUsers(eyes.sdk),
          await judgeStranger(eyes.sdk),
        ]),
      ['queue-policy', 'iam-enforced'],
    ),
    by(['may'], ({ may }) =>
      judgePermissions(may, [...queues.flatMap(queueQuestions), ...topicQuestions]),
    ),
  ],
};

/** Two orders that between them concern every queue. */
async function judgeThisTopic(eyes: Eyes): Promise<Verdict> {
  const mark = newMark();
  await publishOrder(eyes.sdk, orderOf(mark, { totalCents: big }));
  await publishOrder(eyes.sdk, orderOf(mark, { type: 'cancelled' }));
  return judgeCounts(eyes, {
    mark,
    counts: { Placed: 1, Cancelled: 1, All: 2, Big: 1, Plain: 2 },
  });
}

/** Another topic of the account, to which somebody has subscribed every queue. It goes again with its subscriptions. */
async function judgeOtherTopic(eyes: Eyes): Promise<Verdict> {
  const { sdk } = eyes;
  const mark = newMark();
  const { TopicArn } = await sdk('sns', 'CreateTopic', { Name: mark });
  try {
    for (const name of queues)
      await sdk('sns', 'Subscribe', {
        TopicArn,
        Protocol: 'sqs',
        Endpoint: await arnOf(sdk, teamUrl(name)),
      });
    await sdk('sns', 'Publish', { TopicArn, Message: mark });
    const teams = await Promise.all(queues.map((name) => teamAt(eyes, teamUrl(name), mark)));
    await Promise.all(teams.map((team) => team.settle()));
    const taking = queues.filter((_, index) => teams[index]?.got.length !== 0);
    return taking.length === 0
      ? held('no queue takes what another topic sends')
      : failed(`${taking.join(', ')} takes what another topic sends`);
  } finally {
    await sdk('sns', 'DeleteTopic', { TopicArn });
  }
}

/** A user of the account who may publish, and is nobody to the queues. */
async function judgeUsers(sdk: Sdk): Promise<Verdict> {
  const verdicts = queues.map(async (name) => {
    const letter = { QueueUrl: teamUrl(name), MessageBody: newMark() };
    const refusal = await refusalOf(sdk('sqs', 'SendMessage', letter, { principal: 'Shop' }));
    return isDenied(refusal?.code)
      ? held(`${name} takes nothing from the shop itself`)
      : failed(`the shop may send to ${name} itself: ${refusal?.code ?? 'it is taken'}`);
  });
  return every(await Promise.all(verdicts));
}

/** A role without a permission to publish: it may where the topic lets everybody. */
async function judgeStranger(sdk: Sdk): Promise<Verdict> {
  const message = { TopicArn: '${Orders}', Message: newMark() };
  const refusal = await refusalOf(sdk('sns', 'Publish', message, { principal: 'Audit' }));
  return isDenied(refusal?.code)
    ? held('who was not allowed to may not publish')
    : failed(`the function Audit may publish: ${refusal?.code ?? 'it is taken'}`);
}

function isDenied(code = ''): boolean {
  return /AccessDenied|AuthorizationError/.test(code);
}

function queueQuestions(name: string): readonly Permitted[] {
  const asked = { action: 'sqs:SendMessage', on: `\${${name}.Arn}` };
  const other = 'arn:aws:sns:${AWS::Region}:${AWS::AccountId}:other';
  const sns = { ...asked, who: 'sns.amazonaws.com' };
  return [
    { ...sns, context: { 'aws:SourceArn': '${Orders}' }, expect: 'allowed' },
    { ...sns, context: { 'aws:SourceArn': other }, expect: 'denied' },
    {
      ...sns,
      context: { 'aws:SourceArn': `arn:aws:sns:\${AWS::Region}:${foreign}:Orders` },
      expect: 'denied',
    },
    { ...asked, who: 'Shop', expect: 'denied' },
  ];
}

const topicQuestions: readonly Permitted[] = [
  { who: 'Shop', expect: 'allowed' } as const,
  { who: 'Audit', expect: 'denied' } as const,
  { who: 'cloudwatch.amazonaws.com', context: account, expect: 'allowed' } as const,
  {
    who: 'cloudwatch.amazonaws.com',
    context: { 'aws:SourceAccount': foreign },
    expect: 'denied',
  } as const,
].map((each) => ({ action: 'sns:Publish', on: '${Orders}', ...each }));

const shop = 'Shop';

export const keyLetsTopicWork: Check<Stage> = {
  id: 'key-lets-topic-work',
  says: 'SNS may use the key of the topic, and so may the role of who publishes',
  ways: [
    by(
      ['sdk', 'eventually'],
      async (eyes) => {
        const mark = newMark();
        const failure = await runPublisher(eyes.sdk, '${Shop}', { orders: [orderOf(mark)] });
        return failure ?? judgeCounts(eyes, { mark, counts: { All: 1 } });
      },
      ['topic-key'],
    ),
    by(['may'], ({ may }) =>
      judgePermissions(may, [...keyUses('sns.amazonaws.com'), ...keyUses(shop)]),
    ),
  ],
};
