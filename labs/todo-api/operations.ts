/** What a production account has beside the architecture: a web ACL in front, and alarms that reach somebody. */
import { Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { CfnCluster } from 'aws-cdk-lib/aws-dax';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface OperationsProps {
  readonly rest: RestApi;
  readonly table: Table;
  readonly cache?: CfnCluster | undefined;
}

const inFiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' };

export class Operations extends Construct {
  private readonly operators: Topic;

  constructor(scope: Construct, id: string, { rest, table, cache }: OperationsProps) {
    super(scope, id);
    this.operators = this.createTopic();
    this.protect(rest);
    this.alarm('ServerErrors', rest.metricServerError(inFiveMinutes));
    this.alarm('TableThrottles', table.metric('ReadThrottleEvents', inFiveMinutes));
    if (cache !== undefined)
      this.alarm(
        'CacheEvictions',
        new cloudwatch.Metric({
          namespace: 'AWS/DAX',
          metricName: 'EvictedSize',
          dimensionsMap: { ClusterId: cache.ref },
          ...inFiveMinutes,
        }),
      );
  }

  /** The key AWS keeps for SNS does not let CloudWatch publish; only a key of one's own can say so. */
  private createTopic(): Topic {
    const key = new Key(this, 'OperatorsKey', { enableKeyRotation: true });
    key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    return new Topic(this, 'Operators', { masterKey: key, enforceSSL: true });
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

  private protect(rest: RestApi): void {
    const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    });
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible(Stack.of(this).stackName),
      rules: [
        {
          name: 'CommonRules',
          priority: 0,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' },
          },
          visibilityConfig: visible('common-rules'),
        },
      ],
    });
    new CfnWebACLAssociation(this, 'AclOnApi', {
      webAclArn: acl.attrArn,
      resourceArn: rest.deploymentStage.stageArn,
    });
  }
}
