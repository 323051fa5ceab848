/** How every queue of this lab is made, and the kinds of which there are several. */
import { Duration } from 'aws-cdk-lib';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

/** Short, so that what a broken run leaves is soon gone. Production: four days, for a weekend with nobody there. */
const retention = Duration.hours(1);

/** As long as there is: a standard message that moves keeps the time of its first sending. */
const deadRetention = Duration.days(14);

/** Encrypted by SQS's own key, closed to plain http, waited at for 20 s. */
export function createQueue(scope: Construct, id: string, props: QueueProps = {}): Queue {
  return new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    receiveMessageWaitTime: Duration.seconds(20),
    retentionPeriod: retention,
    ...props,
  });
}

/** Where messages go that nobody could work on; somebody looks at them within two weeks. */
export function createDead(scope: Construct, id: string, props: QueueProps = {}): Queue {
  return createQueue(scope, id, { retentionPeriod: deadRetention, ...props });
}

/** Hidden for 4 s once received; production: six times what the work takes, 30 s at least. Dead after three receives. */
export function createWork(scope: Construct, id: string, dead: Queue): Queue {
  return createQueue(scope, id, {
    visibilityTimeout: Duration.seconds(4),
    deadLetterQueue: { queue: dead, maxReceiveCount: 3 },
  });
}

/** In order for each group, and the same message once in five minutes for each group: high throughput. */
export function createOrders(scope: Construct, id: string, dead: Queue): Queue {
  return createQueue(scope, id, {
    fifo: true,
    visibilityTimeout: Duration.seconds(6),
    contentBasedDeduplication: false,
    deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
    fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
    deadLetterQueue: { queue: dead, maxReceiveCount: 3 },
  });
}

/** The same body once in five minutes, whatever its group: the hash of the body is the deduplication id. */
export function createContent(scope: Construct, id: string, dead: Queue): Queue {
  return createQueue(scope, id, {
    fifo: true,
    visibilityTimeout: Duration.seconds(6),
    contentBasedDeduplication: true,
    deduplicationScope: DeduplicationScope.QUEUE,
    fifoThroughputLimit: FifoThroughputLimit.PER_QUEUE,
    deadLetterQueue: { queue: dead, maxReceiveCount: 3 },
  });
}

/** A queue whose messages nobody would miss has no dead letters: two packs of rules ask for them. */
export function withoutDead(queue: Queue): Queue {
  for (const rule of ['AwsSolutions-SQS3', 'kit/queue-dlq'])
    acknowledge(queue, {
      rule,
      reason: 'a lab queue that checks alone send to: nothing in it is worth keeping',
      inProduction: 'gives every queue dead letters, and an alarm on them',
    });
  return queue;
}
