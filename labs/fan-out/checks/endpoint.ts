/** Listeners that SNS calls by HTTP: checks 9 and 10. */
import type { Capabilities } from '../../../lib/capabilities.ts';
import { judgePermissions } from '../../../lib/checks/permissions.ts';
import { subscriptionsIn } from '../../../lib/checks/sns.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import type { Listener } from '../../../lib/sns/listener.ts';
import { confirm, heard, withEndpoint } from './listener.ts';
import { teamAt } from './mail.ts';
import { big, newMark, orderOf, publishOrder, type Eyes, type Sdk } from './messages.ts';

/** Two retries, a second apart. The default is three, 20 s apart. */
const DeliveryPolicy = JSON.stringify({
  healthyRetryPolicy: { numRetries: 2, minDelayTarget: 1, maxDelayTarget: 1 },
});
const attempts = 3;
const silenceSeconds = 2;
const heardSeconds = 10;

export const endpointConfirmsFirst: Check<Stage> = {
  id: 'endpoint-confirms-first',
  says: 'An HTTP endpoint for big orders gets nothing but the question until it confirms, and then each of them once',
  ways: [
    by(
      ['sdk', 'eventually'],
      async (eyes) => {
        const filter = await attributesOf(eyes.sdk, '${ToBig}', [
          'FilterPolicy',
          'FilterPolicyScope',
        ]);
        return withEndpoint(eyes, { DeliveryPolicy, ...filter }, (listener) =>
          judgeConfirmation(eyes, listener),
        );
      },
      ['sns-http'],
    ),
  ],
};

async function judgeConfirmation(eyes: Eyes, listener: Listener): Promise<Verdict> {
  const { sdk, eventually } = eyes;
  const [early, ...later] = [newMark(), newMark(), newMark()];
  await publishOrder(sdk, orderOf(early, { totalCents: big }));
  const isEarly = (): boolean => listener.posted.some(({ Type }) => Type === 'Notification');
  await eventually('a message too early', silenceSeconds, async () => isEarly());
  if (isEarly()) return failed('the endpoint gets a message before it has confirmed');
  await confirm(sdk, listener);
  for (const mark of later) await publishOrder(sdk, orderOf(mark, { totalCents: big }));
  const counts = (): readonly number[] => later.map((mark) => heard(listener, mark));
  await eventually('both', heardSeconds, async () => counts().every((count) => count > 0));
  await eventually('one too many', silenceSeconds, async () => counts().some((count) => count > 1));
  return counts().every((count) => count === 1) && heard(listener, early) === 0
    ? held('the endpoint confirms, and gets one notification for each of two orders')
    : failed(
        `of two orders the endpoint gets ${counts().join(' and ')}, of one before ${heard(listener, early)}`,
      );
}

export const deadEndpointNotForgotten: Check<Stage> = {
  id: 'dead-endpoint-not-forgotten',
  says: 'A message for an endpoint that fails is tried three times, and is then in Undelivered with its subscription',
  ways: [
    by(
      ['sdk', 'eventually'],
      async (eyes) => {
        const redrive = await attributesOf(eyes.sdk, '${ToPlaced}', ['RedrivePolicy']);
        return withEndpoint(eyes, { DeliveryPolicy, ...redrive }, (listener) =>
          judgeDead(eyes, listener),
        );
      },
      ['sns-http', 'sns-retry', 'sns-redrive'],
    ),
    by(['facts', 'may'], judgeRedrive),
  ],
};

/** What a subscription of the lab has: the endpoint asks for the same. */
async function attributesOf(
  sdk: Sdk,
  SubscriptionArn: string,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const { Attributes } = await sdk('sns', 'GetSubscriptionAttributes', { SubscriptionArn });
  const all = Object.entries(Attributes as Readonly<Record<string, string>>);
  return Object.fromEntries(all.filter(([name, value]) => names.includes(name) && value !== ''));
}

async function judgeDead(eyes: Eyes, listener: Listener): Promise<Verdict> {
  const subscription = await confirm(eyes.sdk, listener);
  listener.status = 500;
  const mark = newMark();
  await publishOrder(eyes.sdk, orderOf(mark));
  const dead = await teamAt(eyes, '${Undelivered}', mark);
  const isDead = await dead.readUntil(1, 20);
  const tries = heard(listener, mark);
  if (tries !== attempts) return failed(`it is tried ${tries} times, not ${attempts}`);
  if (!isDead) return failed(`after ${attempts} attempts it is not in Undelivered`);
  const isNamed = dead.got.some(({ body }) => decodeURIComponent(body).includes(subscription));
  return isNamed
    ? held(`after ${attempts} attempts it is in Undelivered, with the subscription's ARN`)
    : failed(`in Undelivered nothing says that it was for ${subscription}`);
}

async function judgeRedrive({ facts, may }: Pick<Capabilities, 'facts' | 'may'>): Promise<Verdict> {
  const verdicts = (await subscriptionsIn({ facts })).map(async (each) => {
    const dead = each.RedrivePolicy?.deadLetterTargetArn as string | undefined;
    if (dead === undefined) return failed(`${String(each.Endpoint)} has no queue for dead letters`);
    const context = { 'aws:SourceArn': String(each.TopicArn) };
    const asked = {
      who: 'sns.amazonaws.com',
      action: 'sqs:SendMessage',
      on: dead,
      context,
    };
    return judgePermissions(may, [{ ...asked, expect: 'allowed' }]);
  });
  return every(await Promise.all(verdicts));
}
