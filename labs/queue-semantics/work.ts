/** Standard queues with dead letters, and the consumer that reads one of them. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow, createFunction } from './functions.ts';
import { createDead, createWork } from './queues.ts';

/** One queue for each check that would take the messages of another; all are made alike. */
export const workQueues = [
  'Work',
  'WorkExtended',
  'WorkDone',
  'WorkCounted',
  'WorkPoisoned',
] as const;

export class WorkPart extends Construct {
  /** Of every source: here somebody looks first. */
  readonly deadLetters: readonly Queue[];

  constructor(scope: Construct, id: string, isProduction: boolean) {
    super(scope, id);
    const dead = createDead(this, 'WorkDead');
    const queues = workQueues.map((each) => createWork(this, each, dead));
    // Bringing the dead back empties the whole dead-letter queue: this one has nobody else's.
    const revivedDead = createDead(this, 'RevivedDead');
    createWork(this, 'WorkRevived', revivedDead);
    this.deadLetters = [dead, revivedDead];
    this.createConsumer(queues[workQueues.indexOf('WorkDone')] ?? dead, isProduction);
  }

  /** It notes each job once: the queue may hand a message out again at any time. */
  private createConsumer(queue: Queue, isProduction: boolean): void {
    const done = new Table(this, 'Done', {
      partitionKey: { name: 'jobId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isProduction,
      removalPolicy: isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    createFunction(this, 'Consumer', {
      handler: new URL('./handlers/consumer.ts', import.meta.url),
      environment: { QUEUE_URL: queue.queueUrl, TABLE_NAME: done.tableName },
      may: {
        ConsumerOnQueue: allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], queue.queueArn),
        ConsumerOnTable: allow(['dynamodb:UpdateItem'], done.tableArn),
      },
    });
  }
}
