/** Listeners that come late, and listeners that rest: checks 5 and 6. */
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { arnOf, judgeCount, rest, teamAt, teamUrl } from './mail.ts';
import { manyOf, newMark, orderOf, orders, publishOrder, type Eyes, type Sdk } from './messages.ts';

const newcomer = '${Newcomer}';

export const lateListener: Check<Stage> = {
  id: 'late-listener-hears-nothing-old',
  says: 'A queue that is subscribed after five messages gets the sixth and nothing before it',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      const mark = newMark();
      await publishMany(eyes.sdk, mark, 5);
      const all = await teamAt(eyes, teamUrl('All'), mark);
      if (!(await all.readUntil(5))) return failed(`All gets ${all.got.length} of the first five`);
      return withNewcomer(eyes.sdk, () => judgeSixth(eyes, mark));
    }),
  ],
};

async function judgeSixth(eyes: Eyes, mark: string): Promise<Verdict> {
  const sixth = `${mark}-sixth`;
  await publishOrder(eyes.sdk, orderOf(sixth));
  const late = await teamAt(eyes, newcomer, mark);
  await late.readUntil(1);
  await late.settle();
  const old = late.got.filter(({ body }) => !body.includes(sixth));
  if (old.length > 0) return failed(`the newcomer gets ${old.length} of before`);
  return late.got.length === 1
    ? held('the newcomer gets the sixth alone')
    : failed(`the newcomer gets ${late.got.length} messages, not the sixth`);
}

/** Subscribed for as long as the judging takes; one that was subscribed already stays so. */
async function withNewcomer(sdk: Sdk, judge: () => Promise<Verdict>): Promise<Verdict> {
  const known = await subscribed(sdk);
  const { SubscriptionArn } = await sdk('sns', 'Subscribe', {
    TopicArn: orders,
    Protocol: 'sqs',
    Endpoint: await arnOf(sdk, newcomer),
  });
  try {
    return await judge();
  } finally {
    if (!known.includes(String(SubscriptionArn)))
      await sdk('sns', 'Unsubscribe', { SubscriptionArn });
  }
}

async function subscribed(sdk: Sdk): Promise<readonly string[]> {
  const { Subscriptions } = await sdk('sns', 'ListSubscriptionsByTopic', { TopicArn: orders });
  return (Subscriptions as readonly { readonly SubscriptionArn: string }[]).map(
    ({ SubscriptionArn }) => SubscriptionArn,
  );
}

const restSeconds = 30;
const published = 20;

export const stoppedConsumer: Check<Stage> = {
  id: 'stopped-consumer-loses-nothing',
  says: 'While the team of Placed rests for 30 s nothing of its 20 orders is lost, and All waits for nobody',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      const mark = newMark();
      const until = Date.now() + restSeconds * 1000;
      await rest(eyes, teamUrl('Placed'), restSeconds);
      await publishMany(eyes.sdk, mark, published);
      const all = await teamAt(eyes, teamUrl('All'), mark);
      await all.readUntil(published);
      await eyes.eventually('the rest is over', restSeconds, async () => Date.now() >= until);
      const back = await teamAt(eyes, teamUrl('Placed'), mark);
      await back.readUntil(published, 5);
      return every([
        judgeCount('All meanwhile', { count: published, got: all.got.length }),
        judgeCount('Placed after the rest', { count: published, got: back.got.length }),
      ]);
    }),
  ],
};

async function publishMany(sdk: Sdk, mark: string, count: number): Promise<void> {
  await Promise.all(manyOf(count, (index) => publishOrder(sdk, orderOf(`${mark}-${index}`))));
}
