/** What a production account has besides: somebody is told when a message did not get through. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface OperationsProps {
  readonly topics: readonly Topic[];
  /** Where nothing should ever lie. */
  readonly dead: readonly Queue[];
  readonly unprocessed: readonly (Queue | undefined)[];
}

const fiveMinutes = { period: Duration.minutes(5) };

export class Operations extends Construct {
  private readonly operators: Topic;

  constructor(scope: Construct, id: string, { topics, dead, unprocessed }: OperationsProps) {
    super(scope, id);
    // A topic of its own: the news that a topic fails must not go through it.
    const key = new Key(this, 'OperatorsKey', { enableKeyRotation: true });
    key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    this.operators = new Topic(this, 'Operators', { masterKey: key, enforceSSL: true });
    for (const topic of topics)
      this.alarm(`${topic.node.id}Fails`, topic.metricNumberOfNotificationsFailed(fiveMinutes));
    for (const queue of [...dead, ...unprocessed].filter((each) => each !== undefined))
      this.alarm(
        `${queue.node.id}Filled`,
        queue.metricApproximateNumberOfMessagesVisible(fiveMinutes),
      );
  }

  private alarm(id: string, metric: cloudwatch.Metric): void {
    new cloudwatch.Alarm(this, id, {
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.operators));
  }
}
