import { Duration, Stack, type App } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Given } from '../../lib/lab.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import { AnswersPart } from './answers.ts';
import { createBucket } from './buckets.ts';
import type { Parameter, Stage } from './lab.ts';
import { Operations } from './operations.ts';
import { OrderedPart } from './ordered.ts';
import { PartnerPart } from './partner.ts';
import { createDead, createQueue, withoutDead } from './queues.ts';
import { WorkPart } from './work.ts';

export function build(app: App, given: Given<Stage, Parameter>): void {
  new QueueSemanticsStack(app, given.parameter('variant') === 'production');
}

/** Small queues, one idea each. */
class QueueSemanticsStack extends Stack {
  constructor(app: App, isProduction: boolean) {
    super(app, 'QueueSemantics');
    const work = new WorkPart(this, 'Standard', isProduction);
    createWaiting(new Construct(this, 'Waiting'));
    const ordered = new OrderedPart(this, 'Ordered');
    const partner = new PartnerPart(this, 'Shared', isProduction);
    new AnswersPart(this, 'Asked');
    const large = createLarge(new Construct(this, 'Sizes'), isProduction);
    if (isProduction)
      new Operations(this, 'Operations', [
        ...work.deadLetters,
        ...ordered.deadLetters,
        ...partner.deadLetters,
        large,
      ]);
  }
}

function createWaiting(scope: Construct): void {
  withoutDead(createQueue(scope, 'Later', { deliveryDelay: Duration.seconds(4) }));
  withoutDead(createQueue(scope, 'Long', { receiveMessageWaitTime: Duration.seconds(20) }));
  const short = createQueue(scope, 'Short', { receiveMessageWaitTime: Duration.seconds(0) });
  acknowledge(withoutDead(short), {
    rule: 'kit/long-poll',
    reason: 'what asking again and again costs is what this queue is there to show',
    inProduction: 'waits for 20 s at every queue',
  });
}

/** What does not fit into a message goes to the bucket, and the message says where it is. */
function createLarge(scope: Construct, isProduction: boolean) {
  const dead = createDead(scope, 'LargeDead');
  createQueue(scope, 'Large', {
    maxMessageSizeBytes: 1_048_576,
    deadLetterQueue: { queue: dead, maxReceiveCount: 3 },
  });
  createBucket(scope, 'Payloads', { isProduction });
  return dead;
}
