/** An HTTP endpoint on this machine that is subscribed to the topic of orders. */
import { refusalOf } from '../../../lib/capabilities.ts';
import { withListener, type Listener } from '../../../lib/sns/listener.ts';
import { unverified, type Verdict } from '../../../lib/verdict.ts';
import { orders, type Eyes, type Sdk } from './messages.ts';

/** The endpoint is there, and subscribed, for as long as the judging takes. */
export function withEndpoint(
  { sdk, eventually }: Eyes,
  attributes: Readonly<Record<string, string>>,
  judge: (listener: Listener) => Promise<Verdict>,
): Promise<Verdict> {
  return withListener(async (listener) => {
    const to = { TopicArn: orders, Protocol: 'http', Endpoint: listener.url };
    const refusal = await refusalOf(sdk('sns', 'Subscribe', { ...to, Attributes: attributes }));
    if (refusal !== undefined && !/endpoint/i.test(refusal.message)) throw refusal;
    try {
      const isAsked =
        refusal === undefined &&
        (await eventually('it is asked', confirmSeconds, async () => tokenIn(listener) !== ''));
      return isAsked
        ? await judge(listener)
        : unverified('nobody asks an endpoint on this machine: only a target on it reaches that');
    } finally {
      await unsubscribe(sdk, listener);
    }
  });
}

const confirmSeconds = 10;

/** What the subscription is confirmed by; empty where nobody asked. */
function tokenIn({ posted }: Listener): string {
  return posted.find(({ Type }) => Type === 'SubscriptionConfirmation')?.Token ?? '';
}

/** Says yes for the endpoint, and gives the name of its subscription. */
export async function confirm(sdk: Sdk, listener: Listener): Promise<string> {
  const Token = tokenIn(listener);
  const { SubscriptionArn } = await sdk('sns', 'ConfirmSubscription', { TopicArn: orders, Token });
  return String(SubscriptionArn);
}

/** How often a message with this mark was posted. */
export function heard({ posted }: Listener, mark: string): number {
  return posted.filter(({ Type, Message }) => Type === 'Notification' && Message.includes(mark))
    .length;
}

/** A subscription that nobody confirmed has no name yet, and cannot be taken back: SNS forgets it after two days. */
async function unsubscribe(sdk: Sdk, { url }: Listener): Promise<void> {
  const { Subscriptions } = await sdk('sns', 'ListSubscriptionsByTopic', { TopicArn: orders });
  const mine = (Subscriptions as readonly Listed[]).find(({ Endpoint }) => Endpoint === url);
  if (mine?.SubscriptionArn.startsWith('arn:') === true)
    await sdk('sns', 'Unsubscribe', { SubscriptionArn: mine.SubscriptionArn });
}

interface Listed {
  readonly Endpoint: string;
  readonly SubscriptionArn: string;
}
