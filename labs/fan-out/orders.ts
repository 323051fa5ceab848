/** The topic for orders: who may publish, with which key, and what it delivers to whom. */
import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { AccountRootPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, Topic, type CfnSubscriptionProps } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { createFunction } from './functions.ts';
import { createDead } from './queues.ts';

type Subscribed = Omit<CfnSubscriptionProps, 'topicArn' | 'protocol' | 'endpoint'>;

const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
const sns = new ServicePrincipal('sns.amazonaws.com');

export class Orders extends Construct {
  readonly topic: Topic;
  readonly key: Key;
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = this.createKey();
    this.topic = this.createTopic();
    this.undelivered = createDead(this, 'Undelivered');
    this.admitTo(this.undelivered);
    this.createShop();
    this.createAlarm();
  }

  /** A queue takes what its policy admits: this topic, and no other that somebody subscribes it to. */
  admitTo(queue: Queue): void {
    queue.addToResourcePolicy(admission(this.topic, queue));
  }

  deliverTo(queue: Queue, subscribed: Subscribed = {}): Queue {
    this.admitTo(queue);
    this.subscribe(`To${queue.node.id}`, {
      protocol: 'sqs',
      endpoint: queue.queueArn,
      ...subscribed,
    });
    return queue;
  }

  subscribe(id: string, subscribed: Omit<CfnSubscriptionProps, 'topicArn'>): void {
    new CfnSubscription(this, id, {
      topicArn: this.topic.topicArn,
      redrivePolicy: { deadLetterTargetArn: this.undelivered.queueArn },
      ...subscribed,
    });
  }

  /** The key that AWS keeps for SNS lets no service publish, so an alarm needs one of our own. */
  private createKey(): Key {
    const key = new Key(this, 'Key', { alias: 'orders', enableKeyRotation: true });
    for (const [sid, service] of Object.entries({ TopicUses: sns, AlarmsPublish: cloudWatch }))
      key.addToResourcePolicy(
        new PolicyStatement({
          sid,
          principals: [service],
          actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
          resources: ['*'],
        }),
      );
    return key;
  }

  private createTopic(): Topic {
    const topic = new Topic(this, 'Orders', { masterKey: this.key, enforceSSL: true });
    const publish = { actions: ['sns:Publish'], resources: [topic.topicArn] };
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AccountPublishes',
        principals: [new AccountRootPrincipal()],
        ...publish,
      }),
    );
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [cloudWatch],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        ...publish,
      }),
    );
    return topic;
  }

  /** Who publishes. The filters of all the teams rest on the name of the attribute that it writes. */
  private createShop(): void {
    createFunction(this, 'Shop', {
      handler: new URL('./handlers/shop.ts', import.meta.url),
      environment: { ORDERS: this.topic.topicArn, TYPE_ATTRIBUTE: 'type' },
      may: {
        ShopOnOrders: new PolicyStatement({
          actions: ['sns:Publish'],
          resources: [this.topic.topicArn],
        }),
        ShopOnKey: new PolicyStatement({
          actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
          resources: [this.key.keyArn],
        }),
      },
    });
  }

  private createAlarm(): void {
    new cloudwatch.Alarm(this, 'TooMany', {
      alarmDescription: 'More orders in five minutes than the teams have ever seen',
      metric: this.topic.metricNumberOfMessagesPublished(),
      threshold: 100_000,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.topic));
  }
}

/** That SNS may put what it has from this topic into the queue. */
export function admission(topic: Topic, queue: Queue): PolicyStatement {
  return new PolicyStatement({
    sid: 'TopicDelivers',
    principals: [sns],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
  });
}
