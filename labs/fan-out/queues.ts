/** Queues as this lab has them: encrypted by SQS itself, so that only the topic needs a key. */
import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

const secured: QueueProps = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  receiveMessageWaitTime: Duration.seconds(20),
};

export interface ConsumerQueueProps extends QueueProps {
  /** Where a message goes that its consumer failed on three times; nowhere in the learning variant. */
  readonly unprocessed?: Queue | undefined;
}

export function createQueue(
  scope: Construct,
  id: string,
  { unprocessed, ...props }: ConsumerQueueProps = {},
): Queue {
  const queue = new Queue(scope, id, {
    ...secured,
    retentionPeriod: Duration.days(4),
    visibilityTimeout: Duration.seconds(30),
    ...(unprocessed === undefined
      ? {}
      : { deadLetterQueue: { queue: unprocessed, maxReceiveCount: 3 } }),
    ...props,
  });
  if (unprocessed === undefined)
    for (const rule of ['AwsSolutions-SQS3', 'kit/queue-dlq'])
      acknowledge(queue, {
        rule,
        reason: 'checks alone read it, and none of them fails on a message',
        inProduction: 'puts aside what a consumer failed on three times',
      });
  return queue;
}

/** Where what a consumer failed on is put aside. */
export function createUnprocessed(scope: Construct, id: string, props: QueueProps = {}): Queue {
  return new Queue(scope, id, { ...secured, retentionPeriod: Duration.days(14), ...props });
}

/** Where SNS and Lambda put what they could not deliver, for as long as SQS keeps anything. */
export function createDead(scope: Construct, id: string, props: QueueProps = {}): Queue {
  const queue = new Queue(scope, id, { ...secured, retentionPeriod: Duration.days(14), ...props });
  acknowledge(queue, {
    rule: 'AwsSolutions-SQS3',
    reason:
      'it is a queue for dead letters itself: the rule knows those of queues, and neither those of subscriptions nor those of functions',
    inProduction: 'does the same',
  });
  return queue;
}
