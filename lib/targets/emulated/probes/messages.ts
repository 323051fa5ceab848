/** Queues, topics, alarms and their messages, for probes. */
import type { Capabilities, Properties } from '../../../capabilities.ts';
import { arn, policy, ref, type Resources } from './parts.ts';

type Sdk = Capabilities['sdk'];

export const subscriptionOf = (topic: string, queue: string, more = {}): Resources[string] => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: ref(topic), Protocol: 'sqs', Endpoint: arn(queue), ...more },
});

/** The queue takes what the topic sends. */
export const admission = (topic: string, to: string): Resources[string] => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [ref(to)],
    PolicyDocument: policy({
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arn(to),
      Condition: { ArnEquals: { 'aws:SourceArn': ref(topic) } },
    }),
  },
});

/** An alarm on nothing, that speaks to the topic. */
export const alarmOn = (topic: string, more = {}): Resources[string] => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    Namespace: 'Probes',
    MetricName: 'Nothing',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [ref(topic)],
    ...more,
  },
});

/** Looks at what is in the queue, ten at most; a look hides nothing and counts as a receive. */
export async function seenIn(sdk: Sdk, QueueUrl: string): Promise<readonly string[]> {
  const messages = await receive(sdk, { QueueUrl, VisibilityTimeout: 0 });
  return messages.map(({ Body }) => Body);
}

/** Empties the queue and gives the texts of what was in it. */
export async function takenFrom(sdk: Sdk, QueueUrl: string): Promise<readonly string[]> {
  const taken: string[] = [];
  for (;;) {
    const messages = await receive(sdk, { QueueUrl });
    if (messages.length === 0) return taken;
    for (const { Body, ReceiptHandle } of messages) {
      await sdk('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
      taken.push(Body);
    }
  }
}

interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
}

async function receive(sdk: Sdk, input: Properties): Promise<readonly Message[]> {
  const { Messages = [] } = await sdk('sqs', 'ReceiveMessage', {
    MaxNumberOfMessages: 10,
    ...input,
  });
  return Messages as readonly Message[];
}

export async function arnOf(sdk: Sdk, QueueUrl: string): Promise<string> {
  const { Attributes } = await sdk('sqs', 'GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['QueueArn'],
  });
  return (Attributes as { readonly QueueArn: string }).QueueArn;
}
