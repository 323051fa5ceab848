/** Ready-made: who gets what is published to a topic, evaluated from what the template says. */
import type { Capabilities, Place, Properties } from '../capabilities.ts';
import { by, type Way } from '../lab.ts';
import { InvalidFilterPolicy } from '../sns/filter-words.ts';
import { accepts, type Filter, type Message } from '../sns/filter-policy.ts';
import { parsePlaceholder } from '../template/placeholder.ts';
import { failed, type Verdict } from '../verdict.ts';

export type Template = Pick<Capabilities, 'fact' | 'facts' | 'may'>;

/** By evaluating subscriptions; failed where a filter policy is one that SNS refuses. */
export function evaluated(judge: (template: Template) => Promise<Verdict>): Way {
  return by(
    ['fact', 'facts', 'may'],
    async (template) => {
      try {
        return await judge(template);
      } catch (error) {
        if (error instanceof InvalidFilterPolicy)
          return failed(`SNS refuses a filter policy: ${error.message}`);
        throw error;
      }
    },
    { strength: 'proved' },
  );
}

/**
 * The endpoints that get the message: subscribed, let through by the filter, and taking what the topic sends. Only
 * resources of the template are told apart.
 * @throws InvalidFilterPolicy
 */
export async function recipientsOf(
  template: Template,
  topic: Place,
  message: Message,
): Promise<readonly Properties[]> {
  const recipients: Properties[] = [];
  for (const subscription of await subscriptionsIn(template)) {
    const { TopicArn, Endpoint, FilterPolicy, FilterPolicyScope } = subscription;
    if ((await referredIn(template, TopicArn)) !== (await template.fact(topic))) continue;
    const isLetThrough = accepts({ policy: FilterPolicy ?? {}, scope: FilterPolicyScope }, message);
    const endpoint = await referredIn(template, Endpoint);
    if (isLetThrough && endpoint !== undefined && (await isTaken(template, subscription)))
      recipients.push(endpoint);
  }
  return recipients;
}

export interface Subscription {
  readonly TopicArn: unknown;
  readonly Protocol?: unknown;
  readonly Endpoint: unknown;
  readonly FilterPolicy?: Filter['policy'];
  readonly FilterPolicyScope?: Filter['scope'];
  readonly RedrivePolicy?: { readonly deadLetterTargetArn?: unknown };
}

/** Every subscription of the template. */
export async function subscriptionsIn({
  facts,
}: Pick<Template, 'facts'>): Promise<readonly Subscription[]> {
  return [...(await facts('AWS::SNS::Subscription')).values()] as unknown as Subscription[];
}

/** The resource that a property refers to; nothing where it refers to none. */
async function referredIn({ fact }: Template, value: unknown): Promise<Properties | undefined> {
  const reference = parsePlaceholder(String(value));
  return reference === undefined ? undefined : fact(reference.logicalId);
}

/** What SNS does to deliver, by the protocol of the subscription. */
const delivering: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  lambda: 'lambda:InvokeFunction',
};

/** Does the queue or the function take what comes from this topic? */
async function isTaken(
  { may }: Pick<Template, 'may'>,
  { Protocol, Endpoint, TopicArn }: Subscription,
): Promise<boolean> {
  const action = delivering[String(Protocol)];
  if (action === undefined) return false;
  const { decision } = await may({
    ...{ who: 'sns.amazonaws.com', action, on: String(Endpoint) },
    context: { 'aws:SourceArn': String(TopicArn), 'aws:SourceAccount': '${AWS::AccountId}' },
  });
  return decision === 'allowed';
}
