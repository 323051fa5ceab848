/** Which services of AWS put messages into which topics and queues. Pure. */
import { covers } from '../iam/lint/actions.ts';
import type { Resource } from '../template/template.ts';
import { deadLetterTarget } from './queues.ts';
import type { PolicyBook } from './policies.ts';
import { finderOf } from './references.ts';
import { own } from '../template/values.ts';
import { listOf, mapOf } from './values.ts';

export interface Publishing {
  /** `s3.amazonaws.com`. */
  readonly service: string;
  readonly to: Resource;
}

/** What the templates wire, and what the policies of topics and queues admit. */
export function publishingsIn(
  resources: readonly Resource[],
  policies: PolicyBook,
): readonly Publishing[] {
  const find = finderOf(resources);
  const wired = resources.flatMap((from) =>
    (wirings[from.type]?.(from) ?? []).flatMap((each) => {
      const to = find(each.to, from);
      return to === undefined ? [] : [{ service: each.service, to }];
    }),
  );
  return [...wired, ...admittedIn(policies)];
}

interface Named {
  readonly service: string;
  readonly to: unknown;
}

const wirings: Readonly<Record<string, (from: Resource) => readonly Named[]>> = {
  'AWS::CloudWatch::Alarm': alarmActions,
  'AWS::CloudWatch::CompositeAlarm': alarmActions,
  'AWS::S3::Bucket': ({ properties }) => {
    const { TopicConfigurations, QueueConfigurations } = mapOf(
      properties.NotificationConfiguration,
    );
    return [
      ...listOf(TopicConfigurations).map((each) => mapOf(each).Topic),
      ...listOf(QueueConfigurations).map((each) => mapOf(each).Queue),
    ].map((to) => ({ service: 's3.amazonaws.com', to }));
  },
  'AWS::Events::Rule': ({ properties }) =>
    listOf(properties.Targets)
      .map(mapOf)
      .flatMap(({ Arn, DeadLetterConfig }) => [Arn, mapOf(DeadLetterConfig).Arn])
      .map((to) => ({ service: 'events.amazonaws.com', to })),
  'AWS::SNS::Subscription': (subscription) =>
    [subscription.properties.Endpoint, deadLetterTarget(subscription)].map((to) => ({
      service: 'sns.amazonaws.com',
      to,
    })),
  'AWS::SNS::Topic': ({ properties }) =>
    listOf(properties.Subscription).map((each) => ({
      service: 'sns.amazonaws.com',
      to: mapOf(each).Endpoint,
    })),
};

function alarmActions({ properties }: Resource): readonly Named[] {
  const { AlarmActions, OKActions, InsufficientDataActions } = properties;
  return [AlarmActions, OKActions, InsufficientDataActions]
    .flatMap(listOf)
    .map((to) => ({ service: 'cloudwatch.amazonaws.com', to }));
}

/** What a service does to publish, by what it publishes to. */
const publishing: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'sqs:SendMessage',
  'AWS::SNS::Topic': 'sns:Publish',
};

function admittedIn({ held }: PolicyBook): readonly Publishing[] {
  return held.flatMap(({ on, policy }) => {
    const action = on === undefined ? undefined : own(publishing, on.type);
    if (on === undefined || action === undefined) return [];
    return policy.document.statements
      .filter(({ effect, actions }) => effect === 'Allow' && covers(actions, action))
      .flatMap(({ principals }) => principals?.services ?? [])
      .map((service) => ({ service, to: on }));
  });
}
