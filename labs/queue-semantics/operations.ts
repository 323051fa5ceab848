/** What a production account has beside the architecture: somebody hears of the first dead letter. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class Operations extends Construct {
  constructor(scope: Construct, id: string, deadLetters: readonly Queue[]) {
    super(scope, id);
    const operators = this.createTopic();
    for (const dead of deadLetters)
      new cloudwatch.Alarm(this, `${dead.node.id}HasMessages`, {
        metric: dead.metricApproximateNumberOfMessagesVisible({
          period: Duration.minutes(1),
          statistic: 'Maximum',
        }),
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        // A queue that nobody has used for six hours reports nothing.
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(new SnsAction(operators));
  }

  /** The key AWS keeps for SNS does not let CloudWatch publish; only a key of one's own can say so. */
  private createTopic(): Topic {
    const key = new Key(this, 'OperatorsKey', { enableKeyRotation: true });
    key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    return new Topic(this, 'Operators', { masterKey: key, enforceSSL: true });
  }
}
