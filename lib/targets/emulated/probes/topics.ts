/** How SNS delivers where it is not let in at once, and who publishes by itself. */
import { randomUUID } from 'node:crypto';
import type { ProbeGroup, Served } from './group.ts';
import { withListener, type Listener } from '../../../sns/listener.ts';
import { admission, alarmOn, arnOf, subscriptionOf, takenFrom } from './messages.ts';
import type { Resources } from './parts.ts';

const queue = { Type: 'AWS::SQS::Queue' };

const resources: Resources = {
  Posted: { Type: 'AWS::SNS::Topic' },
  Retried: { Type: 'AWS::SNS::Topic' },

  Lost: { Type: 'AWS::SNS::Topic' },
  Found: queue,
  LostToFound: subscriptionOf('Lost', 'Found'),
  FoundPolicy: admission('Lost', 'Found'),
  Undelivered: queue,
  UndeliveredPolicy: admission('Lost', 'Undelivered'),

  Alarms: { Type: 'AWS::SNS::Topic' },
  Rung: queue,
  RungPolicy: admission('Alarms', 'Rung'),
  AlarmsToRung: subscriptionOf('Alarms', 'Rung'),
  Loud: alarmOn('Alarms'),
  Mute: alarmOn('Alarms', { ActionsEnabled: false }),
};

const attempts = 3;
/** Long enough for what must not come. */
const silenceSeconds = 1.5;

const probes: ProbeGroup['probes'] = {
  'sns-http': (served) =>
    withListener(async (listener) => {
      const { sdk, eventually } = served;
      const posted = { topic: '${Posted}', listener };
      await subscribe(sdk, posted);
      const early = await publish(sdk, '${Posted}');
      const isEarly = await eventually(
        'it hears before it confirmed',
        silenceSeconds,
        async () => heard(listener, early) > 0,
      );
      if (isEarly) return false;
      return whileConfirmed(served, posted, async () => {
        const later = await publish(sdk, '${Posted}');
        return eventually('it hears', 5, async () => heard(listener, later) === 1);
      });
    }),

  'sns-retry': (served) =>
    withListener(async (listener) => {
      const { sdk, eventually } = served;
      const posted = { topic: '${Retried}', listener };
      await subscribe(sdk, posted);
      return whileConfirmed(served, posted, async () => {
        listener.status = 500;
        const message = await publish(sdk, '${Retried}');
        const tries = (): number => heard(listener, message);
        const isTried = await eventually('it is tried again', 6, async () => tries() >= attempts);
        return (
          isTried &&
          !(await eventually('and again', silenceSeconds, async () => tries() > attempts))
        );
      });
    }),

  'sns-redrive': (served) =>
    withListener(async (listener) => {
      const { sdk, eventually } = served;
      const lost = { topic: '${Lost}', listener };
      const deadLetterTargetArn = await arnOf(sdk, '${Undelivered}');
      await subscribe(sdk, lost, { deadLetterTargetArn });
      return whileConfirmed(served, lost, async () => {
        const good = await publish(sdk, '${Lost}');
        const isHeard = await eventually('it is heard', 5, async () => heard(listener, good) > 0);
        listener.status = 500;
        const bad = await publish(sdk, '${Lost}');
        const dead: string[] = [];
        const isFound = await eventually('it is dead', 6, async () => {
          dead.push(...(await takenFrom(sdk, '${Undelivered}')));
          return dead.some((body) => body.includes(bad));
        });
        return isHeard && isFound && !dead.some((body) => body.includes(good));
      });
    }),

  alarms: async ({ sdk, eventually }) => {
    const said: string[] = [];
    const set = async (alarm: string, StateValue: string): Promise<string> => {
      const StateReason = randomUUID();
      await sdk('cloudwatch', 'SetAlarmState', { AlarmName: alarm, StateValue, StateReason });
      return StateReason;
    };
    const isSaid = (reason: string, withinSeconds: number): Promise<boolean> =>
      eventually('it is said', withinSeconds, async () => {
        said.push(...(await takenFrom(sdk, '${Rung}')));
        return said.some((body) => body.includes(reason));
      });
    const calm = await set('${Loud}', 'OK');
    const mute = await set('${Mute}', 'ALARM');
    const loud = await set('${Loud}', 'ALARM');
    return (
      (await isSaid(loud, 5)) && !(await isSaid(mute, silenceSeconds)) && !(await isSaid(calm, 0))
    );
  },
};

interface Subscription {
  readonly topic: string;
  readonly listener: Listener;
}

/** Tried three times, a second apart. */
async function subscribe(
  sdk: Served['sdk'],
  { topic, listener }: Subscription,
  redrivePolicy?: object,
): Promise<void> {
  const deliveryPolicy = {
    healthyRetryPolicy: { numRetries: attempts - 1, minDelayTarget: 1, maxDelayTarget: 1 },
  };
  await sdk('sns', 'Subscribe', {
    TopicArn: topic,
    Protocol: 'http',
    Endpoint: listener.url,
    Attributes: {
      DeliveryPolicy: JSON.stringify(deliveryPolicy),
      ...(redrivePolicy === undefined ? {} : { RedrivePolicy: JSON.stringify(redrivePolicy) }),
    },
  });
}

/** Confirms what the topic asked the listener, and ends the subscription afterwards. */
async function whileConfirmed(
  { sdk, eventually }: Served,
  { topic, listener }: Subscription,
  judge: () => Promise<boolean>,
): Promise<boolean> {
  const isAsked = await eventually('it is asked', 5, async () => tokenIn(listener) !== '');
  if (!isAsked) return false;
  const confirmation = { TopicArn: topic, Token: tokenIn(listener) };
  const { SubscriptionArn } = await sdk('sns', 'ConfirmSubscription', confirmation);
  try {
    return await judge();
  } finally {
    await sdk('sns', 'Unsubscribe', { SubscriptionArn });
  }
}

/** Its text, by which it is known again. */
async function publish(sdk: Served['sdk'], TopicArn: string): Promise<string> {
  const Message = randomUUID();
  await sdk('sns', 'Publish', { TopicArn, Message });
  return Message;
}

/** What the subscription is confirmed by; empty where nobody asked for a confirmation. */
function tokenIn({ posted }: Listener): string {
  return posted.find(({ Type }) => Type === 'SubscriptionConfirmation')?.Token ?? '';
}

/** How often a message arrived. */
function heard({ posted }: Listener, message: string): number {
  return posted.filter(({ Type, Message }) => Type === 'Notification' && Message === message)
    .length;
}

export const topics: ProbeGroup = {
  stack: 'ProbesTopics',
  template: { Resources: resources },
  probes,
};
