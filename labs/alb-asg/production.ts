/** What production has besides: a certificate, a web ACL, access logs, somebody to notify, zones that can be shifted away. */
import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import type { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import type { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import * as waf from 'aws-cdk-lib/aws-wafv2';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

/** Waits, while it is deployed, until the name's zone holds the record that proves whose name it is. */
export function createCertificate(stack: Stack, domainName: string): string {
  return new Certificate(stack, 'Certificate', {
    domainName,
    validation: CertificateValidation.fromDns(),
  }).certificateArn;
}

/** Attributes of the load balancer that a lab would be hindered by. */
export function defended(stack: Stack): Readonly<Record<string, string>> {
  return {
    'deletion_protection.enabled': 'true',
    'zonal_shift.config.enabled': 'true',
    'access_logs.s3.enabled': 'true',
    'access_logs.s3.bucket': createLogs(stack).bucketName,
  };
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
function createLogs(stack: Stack): s3.Bucket {
  const logs = new s3.Bucket(stack, 'AccessLogs', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    // The only encryption with which a load balancer can write.
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(90) }],
  });
  logs.grantPut(
    new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com'),
    `AWSLogs/${Aws.ACCOUNT_ID}/*`,
  );
  acknowledge(logs, {
    rule: 'AwsSolutions-S1',
    reason: 'it holds logs itself',
    inProduction: 'keeps it so: a log of reading logs is for the audit account',
  });
  return logs;
}

/** Known bad requests, and one client that asks too often. */
export function guard(stack: Stack, alb: CfnLoadBalancer): void {
  const acl = new waf.CfnWebACL(stack, 'FrontDoor', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: seenAs('FrontDoor'),
    rules: [
      {
        name: 'Common',
        priority: 0,
        overrideAction: { none: {} },
        visibilityConfig: seenAs('Common'),
        statement: {
          managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' },
        },
      },
      {
        name: 'TooOften',
        priority: 1,
        action: { block: {} },
        visibilityConfig: seenAs('TooOften'),
        statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: 2000 } },
      },
    ],
  });
  new waf.CfnWebACLAssociation(stack, 'FrontDoorOfAlb', {
    webAclArn: acl.attrArn,
    resourceArn: alb.ref,
  });
}

function seenAs(metricName: string): waf.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

/** Says what the group does, and takes part when a zone is shifted away. */
export function watch(stack: Stack, fleet: CfnAutoScalingGroup): void {
  const news = new Topic(stack, 'FleetNews', { enforceSSL: true });
  const events = ['LAUNCH', 'LAUNCH_ERROR', 'TERMINATE', 'TERMINATE_ERROR'];
  fleet.notificationConfigurations = [
    {
      topicArn: news.topicArn,
      notificationTypes: events.map((event) => `autoscaling:EC2_INSTANCE_${event}`),
    },
  ];
  fleet.availabilityZoneImpairmentPolicy = {
    zonalShiftEnabled: true,
    impairedZoneHealthCheckBehavior: 'IgnoreUnhealthy',
  };
}
