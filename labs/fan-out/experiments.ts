import { CfnOutput, Stack, type App } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { CounterExample, Experiment } from '../../lib/lab.ts';
import { forget, resource, swapHandler } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';

export const experiments: readonly Experiment<Stage>[] = [
  {
    id: 'no-queue-policy',
    says: 'The policy of the queue Placed is gone',
    stage: 'topics',
    fails: ['one-publish-each-gets-it', 'only-this-topic'],
    alsoFails: {
      'filters-select': 'the orders for Placed do not arrive either',
      'stopped-consumer-loses-nothing': 'nor do those that come while its team rests',
    },
    lesson:
      'Publish succeeds and nothing arrives: SNS tries, and puts the message into Undelivered. The publisher never knows.',
    mistake: (app) => {
      forget(app, 'Placed/Policy');
    },
  },
  {
    id: 'renamed-attribute',
    says: 'Shop: the attribute type -> kind',
    stage: 'topics',
    fails: ['filters-select'],
    lesson:
      'Silence, and not an error: a filter does not know what the publisher meant. Filters belong to the consumers, the form of the message to the publisher.',
    mistake: (app) => {
      const shop = resource(app, 'Shop', CfnFunction);
      const { variables } = shop.environment as CfnFunction.EnvironmentProperty;
      shop.environment = {
        variables: { ...(variables as Record<string, string>), TYPE_ATTRIBUTE: 'kind' },
      };
    },
  },
  {
    id: 'no-dead-letters',
    says: 'The subscriptions to Orders: RedrivePolicy -> none',
    stage: 'topics',
    fails: ['dead-endpoint-not-forgotten'],
    lesson: 'The message existed in the retries alone. After the last of them it is nowhere.',
    mistake: (app) => {
      for (const each of app.node.findAll().filter((one) => one instanceof CfnSubscription))
        each.redrivePolicy = undefined;
    },
  },
  {
    id: 'key-without-cloudwatch',
    says: 'The key policy: the statement for cloudwatch.amazonaws.com is gone',
    stage: 'topics',
    fails: ['alarm-speaks'],
    lesson:
      'The topic lets the alarm in and the key does not. Only the history of the alarm shows the failed action.',
    mistake: (app) => {
      forgetOfKey(app, 'AlarmsPublish');
    },
  },
  {
    id: 'one-queue-two-teams',
    says: 'The teams of Placed and Cancelled read the queue All, and are subscribed to nothing else',
    stage: 'topics',
    fails: ['filters-select'],
    alsoFails: {
      'one-publish-each-gets-it': 'Placed and All wait for the same one message',
      'stopped-consumer-loses-nothing': 'All takes what Placed comes back for',
    },
    lesson:
      'A queue has no listeners but workers: each message reaches one of them, whichever polls first. Who wants it too needs a queue too.',
    mistake: (app) => {
      forget(app, 'ToPlaced', 'ToCancelled');
      for (const team of ['PlacedUrl', 'CancelledUrl'])
        output(app, team).value = resource(app, 'All', CfnQueue).ref;
    },
  },
  {
    id: 'topic-for-everyone',
    says: 'The topic policy: Allow sns:Publish to * without a condition',
    stage: 'topics',
    fails: ['only-this-topic'],
    lesson: 'Anybody in the world may order.',
    mistake: (app) => {
      const policy = resource(app, 'Orders/Policy', CfnTopicPolicy);
      policy.policyDocument = new PolicyDocument({
        statements: [
          new PolicyStatement({
            principals: [new AnyPrincipal()],
            actions: ['sns:Publish'],
            resources: [resource(app, 'Orders', CfnTopic).ref],
          }),
        ],
      });
    },
  },
  {
    id: 'random-group',
    says: 'Bookkeeper: the message group is a new one for every entry',
    stage: 'topics',
    fails: ['same-order-in-both'],
    lesson: 'Order is kept within a group. With a group for each message there is none to keep.',
    mistake: (app) => {
      swap(app, 'Bookkeeper', 'bookkeeper-random-group');
    },
  },
];

export const counterExamples: readonly CounterExample<Stage>[] = [
  {
    id: 'type-or-none',
    stage: 'topics',
    fails: ['no-attribute-no-delivery'],
    mistake: (app) => {
      resource(app, 'ToPlaced', CfnSubscription).filterPolicy = {
        type: ['placed', { exists: false }],
      };
    },
  },
  {
    id: 'plain-in-envelopes',
    stage: 'topics',
    fails: ['envelope-or-raw'],
    alsoFails: { 'direct-text-per-protocol': 'Plain gets an envelope there too' },
    mistake: (app) => {
      resource(app, 'ToPlain', CfnSubscription).rawMessageDelivery = false;
    },
  },
  {
    id: 'newcomer-from-the-start',
    stage: 'topics',
    fails: ['late-listener-hears-nothing-old'],
    mistake: (app) => {
      new CfnSubscription(Stack.of(resource(app, 'Newcomer', CfnQueue)), 'ToNewcomer', {
        topicArn: resource(app, 'Orders', CfnTopic).ref,
        protocol: 'sqs',
        endpoint: resource(app, 'Newcomer', CfnQueue).attrArn,
      });
    },
  },
  {
    id: 'placed-delayed',
    stage: 'topics',
    fails: ['stopped-consumer-loses-nothing'],
    alsoFails: {
      'one-publish-each-gets-it': 'Placed gets nothing within its time',
      'filters-select': 'nor the ten of the thirty',
    },
    mistake: (app) => {
      resource(app, 'Placed', CfnQueue).delaySeconds = 120;
    },
  },
  {
    id: 'key-without-sns',
    stage: 'topics',
    fails: ['key-lets-topic-work'],
    mistake: (app) => {
      forgetOfKey(app, 'TopicUses');
    },
  },
  {
    // FilterPolicyScope was forgotten, so the limit is looked for in an attribute that nobody writes.
    id: 'limit-in-attribute',
    stage: 'topics',
    fails: ['endpoint-confirms-first'],
    alsoFails: {
      'filters-select': 'Big gets none of its five',
      'only-this-topic': 'Big gets nothing from this topic either',
    },
    mistake: (app) => {
      resource(app, 'ToBig', CfnSubscription).filterPolicyScope = undefined;
    },
  },
  {
    id: 'new-id-each-time',
    stage: 'topics',
    fails: ['fifo-repeats-dropped'],
    mistake: (app) => {
      swap(app, 'Bookkeeper', 'bookkeeper-random-id');
    },
  },
  {
    id: 'audit-without-text',
    stage: 'topics',
    fails: ['direct-text-per-protocol'],
    mistake: (app) => {
      swap(app, 'Audit', 'audit-without-text');
    },
  },
];

function output(app: App, id: string): CfnOutput {
  const outputs = app.node.findAll().filter((each) => each instanceof CfnOutput);
  const found = outputs.find(({ node }) => node.id === id);
  if (found === undefined) throw new Error(`no output is called '${id}'`);
  return found;
}

function swap(app: App, place: string, handler: string): void {
  swapHandler(app, place, new URL(`./handlers/${handler}.ts`, import.meta.url));
}

function forgetOfKey(app: App, sid: string): void {
  const key = resource(app, 'Sales/Key', CfnKey);
  const { Statement } = (key.keyPolicy as PolicyDocument).toJSON() as {
    readonly Statement: readonly { readonly Sid?: string }[];
  };
  key.keyPolicy = { Version: '2012-10-17', Statement: Statement.filter(({ Sid }) => Sid !== sid) };
}
