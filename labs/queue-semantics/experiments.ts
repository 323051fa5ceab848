import type { App } from 'aws-cdk-lib';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { CounterExample, Experiment } from '../../lib/lab.ts';
import { resource, swapHandler } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';
import { workQueues } from './work.ts';

const stage = 'queues';

export const experiments: readonly Experiment<Stage>[] = [
  {
    id: 'visibility-too-short',
    says: 'Work: VisibilityTimeout 4 -> 1, with a consumer that needs 3 s',
    stage,
    fails: ['received-is-hidden'],
    lesson:
      'Hidden for less than the work takes, a message is worked on twice. Ten messages of one minute each, received together at 30 s, are the same thing.',
    mistake: (app) => {
      resource(app, 'Work', CfnQueue).visibilityTimeout = 1;
    },
  },
  {
    id: 'visibility-too-long',
    says: 'Work: VisibilityTimeout 4 -> 900',
    stage,
    fails: ['received-is-hidden'],
    lesson:
      'A consumer that crashes tells nobody: until the time is over its message is hidden, here for 15 minutes. Short, and extended while the work goes on, is better than long.',
    mistake: (app) => {
      resource(app, 'Work', CfnQueue).visibilityTimeout = 900;
    },
  },
  {
    id: 'no-redrive',
    says: 'Work and its like: the redrive policy is gone',
    stage,
    fails: ['poison-moves'],
    alsoFails: { 'dead-come-back': 'what never dies cannot be brought back' },
    lesson:
      'A message that nobody can work on comes back until its retention ends, and takes time from all the others each time.',
    mistake: (app) => {
      for (const queue of working(app)) queue.redrivePolicy = undefined;
    },
  },
  {
    id: 'one-receive-only',
    says: 'Work and its like: maxReceiveCount 3 -> 1',
    stage,
    fails: ['poison-moves', 'received-is-hidden'],
    alsoFails: {
      'extended-stays-hidden': 'when it is to come back it is among the dead',
      'dead-come-back': 'it comes back, and the next receive is its last',
    },
    lesson:
      'With one receive a slow consumer, or one that was replaced in the middle of its work, makes a dead letter of a good message.',
    mistake: (app) => {
      for (const queue of working(app))
        queue.redrivePolicy = { ...(queue.redrivePolicy as object), maxReceiveCount: 1 };
    },
  },
  {
    id: 'dlq-one-hour',
    says: 'WorkDead: MessageRetentionPeriod 1209600 -> 3600, as long as Work',
    stage,
    fails: ['dlq-outlives-source'],
    lesson:
      'A standard message keeps its first sending time when it moves: by the time that somebody looks, the evidence is gone.',
    mistake: (app) => {
      resource(app, 'WorkDead', CfnQueue).messageRetentionPeriod = 3600;
    },
  },
  {
    id: 'one-group-for-all',
    says: "The shop sends every order with MessageGroupId 'orders'",
    stage,
    fails: ['order-per-group', 'one-consumer-per-group'],
    lesson:
      'One group is perfect order and one consumer: whoever holds a message holds up everybody. The group is what must stay in order, and no more.',
    mistake: (app) => {
      swapHandler(app, 'Shop', handler('shop-one-group'));
    },
  },
  {
    id: 'delay-of-16-minutes',
    says: 'Later: DelaySeconds 4 -> 960',
    stage,
    fails: ['delayed'],
    lesson:
      'A queue delays by 900 s at most, and refuses more. For later than that there are EventBridge Scheduler and workflows.',
    mistake: (app) => {
      resource(app, 'Later', CfnQueue).delaySeconds = 960;
    },
  },
  {
    id: 'misspelt-condition',
    says: 'Policy of Partner: aws:SourceAccount -> aws:SourceAcount',
    stage,
    fails: ['partner-may-only-send'],
    lesson:
      'Nobody checks the name of a condition key. A key that no request has never matches: the statement allows nothing, and S3 is refused.',
    mistake: (app) => {
      changeStatement(app, 'DropMaySend', (statement) => {
        const { Condition } = statement as { Condition: { StringEquals: object } };
        const [accountId] = Object.values(Condition.StringEquals) as unknown[];
        const StringEquals = { 'aws:SourceAcount': accountId };
        return { ...statement, Condition: { ...Condition, StringEquals } };
      });
    },
  },
  {
    id: 'generous-partner',
    says: 'Policy of Partner: sqs:SendMessage -> sqs:* for account 222222222222',
    stage,
    fails: ['partner-may-only-send'],
    lesson:
      'Whoever may do everything to a queue may also read it, empty it and change its policy.',
    mistake: (app) => {
      changeStatement(app, 'PartnerMaySend', (statement) => ({ ...statement, Action: 'sqs:*' }));
    },
  },
  {
    id: 'shared-answers',
    says: 'The responder sends all answers to one queue, without correlation id',
    stage,
    fails: ['answers-find-their-askers'],
    lesson:
      'Receivers of one queue take from each other. An answer needs an address of its own, or a mark by which a dispatcher hands it on.',
    mistake: (app) => {
      swapHandler(app, 'Responder', handler('responder-shared'));
    },
  },
  {
    id: 'forget-to-delete',
    says: 'The consumer never deletes what it has worked on',
    stage,
    fails: ['deleted-is-gone'],
    lesson:
      'Receiving takes nothing away. What is not deleted comes back when its visibility timeout ends, and dies among the dead letters with its work done.',
    mistake: (app) => {
      swapHandler(app, 'Consumer', handler('consumer-forgetting'));
    },
  },
];

export const counterExamples: readonly CounterExample<Stage>[] = [
  {
    id: 'nothing-to-extend',
    stage,
    fails: ['extended-stays-hidden'],
    mistake: (app) => {
      resource(app, 'WorkExtended', CfnQueue).visibilityTimeout = 0;
    },
  },
  {
    id: 'small-messages-only',
    stage,
    fails: ['ten-at-most'],
    mistake: (app) => {
      resource(app, 'WorkCounted', CfnQueue).maximumMessageSize = 1024;
    },
  },
  {
    id: 'nothing-to-revive',
    stage,
    fails: ['dead-come-back'],
    mistake: (app) => {
      resource(app, 'WorkRevived', CfnQueue).redrivePolicy = undefined;
    },
  },
  {
    // Neither order nor groups, and so neither of the refusals.
    id: 'orders-not-fifo',
    stage,
    fails: ['no-delay-per-fifo-message', 'fifo-wants-group-and-id'],
    mistake: (app) => {
      const queue = anew(app, 'OrdersRefused');
      queue.fifoQueue = undefined;
      queue.contentBasedDeduplication = undefined;
      queue.deduplicationScope = undefined;
      queue.fifoThroughputLimit = undefined;
      // Dead letters of a standard queue go to a standard queue.
      queue.redrivePolicy = undefined;
    },
  },
  {
    id: 'long-polls-short',
    stage,
    fails: ['long-poll-waits'],
    mistake: (app) => {
      resource(app, 'Long', CfnQueue).receiveMessageWaitTimeSeconds = 0;
    },
  },
  {
    id: 'scope-of-the-queue',
    stage,
    fails: ['same-id-once'],
    mistake: (app) => {
      const queue = anew(app, 'OrdersOnce');
      queue.deduplicationScope = 'queue';
      queue.fifoThroughputLimit = 'perQueue';
    },
  },
  {
    id: 'repeating-consumer',
    stage,
    fails: ['standard-may-repeat'],
    mistake: (app) => {
      swapHandler(app, 'Consumer', handler('consumer-repeating'));
    },
  },
  {
    // As it was for everybody before 2025.
    id: 'quarter-of-a-mebibyte',
    stage,
    fails: ['size-limit'],
    mistake: (app) => {
      resource(app, 'Large', CfnQueue).maximumMessageSize = 262_144;
    },
  },
];

/** Another queue in its place: not everything can be changed of one that is there, nor everywhere. */
function anew(app: App, id: string): CfnQueue {
  const queue = resource(app, id, CfnQueue);
  queue.overrideLogicalId(`${id}Anew`);
  return queue;
}

function working(app: App): readonly CfnQueue[] {
  return [...workQueues, 'WorkRevived'].map((id) => resource(app, id, CfnQueue));
}

function handler(name: string): URL {
  return new URL(`./handlers/${name}.ts`, import.meta.url);
}

interface Statement {
  readonly Sid?: string;
}

/** The document is the same, but for the statement with this id. */
function changeStatement(app: App, sid: string, change: (statement: Statement) => Statement): void {
  const policy = resource(app, 'Partner/Policy', CfnQueuePolicy);
  const document = policy.policyDocument as { toJSON(): { Statement: readonly Statement[] } };
  const written = document.toJSON();
  policy.policyDocument = {
    ...written,
    Statement: written.Statement.map((each) => (each.Sid === sid ? change(each) : each)),
  };
}
