/** Ready-made: who gets what is published to a topic, evaluated from what the template says. */
import type { Capabilities, Place, Properties } from '../capabilities.ts';
import { by, type Way } from '../lab.ts';
import { InvalidFilterPolicy } from '../sns/filter-words.ts';
import { accepts, type Filter, type Message } from '../sns/filter-policy.ts';
import { parsePlaceholder } from '../template/placeholder.ts';
import { failed, type Verdict } from '../verdict.ts';

export type Template = Pick<Capabilities, 'fact' | 'facts'>;

/** By evaluating subscriptions; failed where a filter policy is one that SNS refuses. */
export function evaluated(judge: (template: Template) => Promise<Verdict>): Way {
  return by(
    ['fact', 'facts'],
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
  for (const { TopicArn, Endpoint, FilterPolicy, FilterPolicyScope } of await subscriptionsIn(
    template,
  )) {
    if ((await referredIn(template, TopicArn)) !== (await template.fact(topic))) continue;
    const isLetThrough = accepts({ policy: FilterPolicy ?? {}, scope: FilterPolicyScope }, message);
    const endpoint = await referredIn(template, Endpoint);
    if (isLetThrough && endpoint !== undefined && (await takes(template, endpoint, TopicArn)))
      recipients.push(endpoint);
  }
  return recipients;
}

export interface Subscription {
  readonly TopicArn: unknown;
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

/** Does the queue or the function take what comes from this topic? */
async function takes(
  template: Template,
  endpoint: Properties,
  topicArn: unknown,
): Promise<boolean> {
  const statements = [
    ...(await queueStatements(template, endpoint)),
    ...(await functionStatements(template, endpoint)),
  ].filter((each) => concernsDelivery(each));
  const isAllowed = statements.some((each) => each.Effect === 'Allow' && isFrom(each, topicArn));
  return isAllowed && !statements.some((each) => each.Effect === 'Deny' && !isAboutTls(each));
}

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Condition?: Readonly<Record<string, Properties>>;
}

/** The statements of the policies on this queue. */
async function queueStatements(
  template: Template,
  queue: Properties,
): Promise<readonly Statement[]> {
  const found: Statement[] = [];
  for (const policy of (await template.facts('AWS::SQS::QueuePolicy')).values())
    for (const each of [policy['Queues']].flat())
      if ((await referredIn(template, each)) === queue) found.push(...statementsOf(policy));
  return found;
}

function statementsOf(policy: Properties, property = 'PolicyDocument'): Statement[] {
  const document = policy[property] as { readonly Statement?: Statement | Statement[] } | undefined;
  return [document?.Statement ?? []].flat();
}

/** A permission of a function as the statement that it becomes. */
async function functionStatements(
  template: Template,
  target: Properties,
): Promise<readonly Statement[]> {
  const found: Statement[] = [];
  for (const { FunctionName, Principal, SourceArn } of (
    await template.facts('AWS::Lambda::Permission')
  ).values())
    if ((await referredIn(template, FunctionName)) === target)
      found.push({
        Effect: 'Allow',
        Principal: { Service: Principal },
        Action: 'lambda:InvokeFunction',
        ...(SourceArn === undefined
          ? {}
          : { Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } } }),
      });
  return found;
}

/** Does it speak of SNS, sending or invoking? */
function concernsDelivery({ Principal, Action }: Statement): boolean {
  const { Service, AWS } = Object(Principal) as Properties;
  const principals = [Principal, Service, AWS].flat();
  const actions = [Action].flat().map((each) => String(each).toLowerCase());
  return (
    (principals.includes('sns.amazonaws.com') || principals.includes('*')) &&
    actions.some((each) =>
      ['*', 'sqs:*', 'sqs:sendmessage', 'lambda:invokefunction'].includes(each),
    )
  );
}

const comparing = ['ArnEquals', 'ArnLike', 'StringEquals', 'StringLike'];

/** Without a condition, or with none but that the source is this topic: any other admits nobody here. */
function isFrom({ Condition = {} }: Statement, topicArn: unknown): boolean {
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(
      ([key, value]) =>
        comparing.includes(operator) &&
        key.toLowerCase() === 'aws:sourcearn' &&
        [value].flat().includes(topicArn),
    ),
  );
}

/** SNS delivers over TLS: a denial of everything else does not concern it. */
function isAboutTls({ Condition = {} }: Statement): boolean {
  return String(Condition['Bool']?.['aws:SecureTransport']) === 'false';
}
