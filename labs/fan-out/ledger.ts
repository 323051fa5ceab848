/** The topic for entries in the books: in order for each account, each entry once. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, FifoThroughputScope, Topic } from 'aws-cdk-lib/aws-sns';
import { DeduplicationScope, FifoThroughputLimit, type Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { createFunction } from './functions.ts';
import { admission } from './orders.ts';
import { createDead, createQueue, createUnprocessed } from './queues.ts';

/** One order and one memory for repeats in the whole queue, as in the whole topic. */
const inOrder = {
  fifo: true,
  contentBasedDeduplication: false,
  deduplicationScope: DeduplicationScope.QUEUE,
  fifoThroughputLimit: FifoThroughputLimit.PER_QUEUE,
};

export class Ledger extends Construct {
  readonly topic: Topic;
  readonly undelivered: Queue;
  readonly unprocessed: Queue | undefined;

  /** `unprocessed`: of standard queues, where there is one. */
  constructor(scope: Construct, id: string, unprocessed?: Queue) {
    super(scope, id);
    // Without an archive: one that is active keeps the topic from being deleted.
    this.topic = new Topic(this, 'Ledger', {
      fifo: true,
      contentBasedDeduplication: false,
      fifoThroughputScope: FifoThroughputScope.TOPIC,
      enforceSSL: true,
    });
    this.undelivered = createDead(this, 'UndeliveredEntries', inOrder);
    this.undelivered.addToResourcePolicy(admission(this.topic, this.undelivered));
    if (unprocessed !== undefined)
      this.unprocessed = createUnprocessed(this, 'UnprocessedEntries', inOrder);
    this.deliverTo(createQueue(this, 'Books', { ...inOrder, unprocessed: this.unprocessed }));
    this.deliverTo(createQueue(this, 'Mirror', { ...inOrder, unprocessed: this.unprocessed }));
    // A standard queue listens too, and gives the order up.
    this.deliverTo(createQueue(this, 'Report', { unprocessed }));
    createFunction(this, 'Bookkeeper', {
      handler: new URL('./handlers/bookkeeper.ts', import.meta.url),
      environment: { LEDGER: this.topic.topicArn },
      may: {
        BookkeeperOnLedger: new PolicyStatement({
          actions: ['sns:Publish'],
          resources: [this.topic.topicArn],
        }),
      },
    });
  }

  private deliverTo(queue: Queue): void {
    queue.addToResourcePolicy(admission(this.topic, queue));
    new CfnSubscription(this, `To${queue.node.id}`, {
      topicArn: this.topic.topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
      redrivePolicy: { deadLetterTargetArn: this.undelivered.queueArn },
    });
  }
}
