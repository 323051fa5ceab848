/** What a production account has beside the architecture: somebody is told when the stand-in takes over. */
import { CfnResource, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { isVirginia } from './virginia.ts';

/** The check is healthy at 1. */
export function watchPrimary(stack: Stack, healthCheckId: string): void {
  new Operations(stack, 'PrimaryDown', {
    metric: new cloudwatch.Metric({
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      dimensionsMap: { HealthCheckId: healthCheckId },
      statistic: 'Minimum',
      period: Duration.minutes(1),
    }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
  });
}

/** Answers that neither origin could give, in percent. */
export function watchEdge(stack: Stack, distributionId: string): void {
  new Operations(stack, 'BothDown', {
    metric: new cloudwatch.Metric({
      namespace: 'AWS/CloudFront',
      metricName: '5xxErrorRate',
      dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
      statistic: 'Average',
      period: Duration.minutes(1),
    }),
    threshold: 5,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  });
}

type Watched = Pick<cloudwatch.AlarmProps, 'metric' | 'threshold' | 'comparisonOperator'>;

/** Made in us-east-1 alone: Route 53 and CloudFront are global and keep their metrics there. */
class Operations extends Construct {
  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    new cloudwatch.Alarm(this, 'Alarm', { ...watched, evaluationPeriods: 1 }).addAlarmAction(
      new SnsAction(this.createTopic()),
    );
    const condition = isVirginia(Stack.of(this));
    for (const each of this.node.findAll())
      if (CfnResource.isCfnResource(each)) each.cfnOptions.condition = condition;
  }

  /** The key AWS keeps for SNS does not let CloudWatch publish; only a key of one's own can say so. */
  private createTopic(): Topic {
    const key = new Key(this, 'OperatorsKey', { enableKeyRotation: true });
    key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    return new Topic(this, 'Operators', { masterKey: key, enforceSSL: true });
  }
}
