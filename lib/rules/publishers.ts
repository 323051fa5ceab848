/** Which services of AWS put messages into which topics and queues. Pure. */
import type { Properties } from '../capabilities.ts';
import type { Resource } from '../template/template.ts';
import { deadLetterTarget } from './queues.ts';
import { finderOf } from './references.ts';
import { covers, statementsOf } from './statements.ts';
import { listOf, mapOf } from './values.ts';

export interface Publishing {
  /** `s3.amazonaws.com`. */
  readonly service: string;
  readonly to: Resource;
}

/** What the templates wire, and what the policies of topics and queues admit. */
export function publishingsIn(resources: readonly Resource[]): readonly Publishing[] {
  const find = finderOf(resources);
  return resources.flatMap((from) => {
    const wired = (wirings[from.type] ?? (() => []))(from).map((each) => ({
      ...each,
      to: find(each.to, from),
    }));
    const named = [
      ...wired,
      ...admittedBy(from).map((each) => ({ ...each, to: find(each.to, from) })),
    ];
    return named.flatMap(({ service, to }) => (to === undefined ? [] : [{ service, to }]));
  });
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

interface Policies {
  readonly action: string;
  /** The property that names what the policy is of. */
  readonly of: string;
}

const policies: Readonly<Record<string, Policies>> = {
  'AWS::SQS::QueuePolicy': { action: 'sqs:SendMessage', of: 'Queues' },
  'AWS::SQS::QueueInlinePolicy': { action: 'sqs:SendMessage', of: 'Queue' },
  'AWS::SNS::TopicPolicy': { action: 'sns:Publish', of: 'Topics' },
  'AWS::SNS::TopicInlinePolicy': { action: 'sns:Publish', of: 'TopicArn' },
};

function admittedBy({ type, properties }: Resource): readonly Named[] {
  const policy = policies[type];
  if (policy === undefined) return [];
  return servicesIn(properties, policy.action).flatMap((service) =>
    listOf(properties[policy.of]).map((to) => ({ service, to })),
  );
}

function servicesIn({ PolicyDocument }: Properties, action: string): readonly string[] {
  return statementsOf(PolicyDocument)
    .filter((statement) => statement.isAllow && covers(statement, action))
    .flatMap(({ services }) => services);
}
