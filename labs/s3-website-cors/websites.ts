/** A bucket that is a website: public by its policy, for reading alone. */
import { Duration, type Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

export interface WebsiteProps {
  readonly cors?: s3.CorsRule[];
  /** Who asked for what goes there, in production. */
  readonly logs: s3.Bucket | undefined;
}

export function createWebsite(stack: Stack, id: string, { cors, logs }: WebsiteProps): s3.Bucket {
  const bucket = new s3.Bucket(stack, id, {
    websiteIndexDocument: 'index.html',
    websiteErrorDocument: 'error.html',
    publicReadAccess: true,
    blockPublicAccess: noPublicAcls,
    encryption: s3.BucketEncryption.S3_MANAGED,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    ...(cors === undefined ? {} : { cors }),
    ...(logs === undefined ? {} : kept(logs as s3.IBucket, id)),
  });
  acknowledgeOn(bucket, logs === undefined);
  return bucket;
}

/** Where the access logs go. */
export function createAccessLogs(stack: Stack): s3.Bucket {
  return new s3.Bucket(stack, 'AccessLogs', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(90) }],
  });
}

const noPublicAcls = new s3.BlockPublicAccess({
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
});

/** What production adds: who asked for what, and a way back after a page was overwritten. */
function kept(logs: s3.IBucket, id: string): s3.BucketProps {
  return {
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: `${id}/`,
    versioned: true,
    lifecycleRules: [
      {
        noncurrentVersionExpiration: Duration.days(30),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
  };
}

function acknowledgeOn(bucket: s3.Bucket, isLearning: boolean): void {
  const because = {
    reason: 'website exercise, public data',
    inProduction:
      'puts CloudFront with OAC before a private bucket, and a response headers policy for CORS',
  };
  const open = ['AwsSolutions-S2', 'AwsSolutions-S5', 'AwsSolutions-S10'];
  acknowledge(bucket, ...open.map((rule) => ({ rule, ...because })));
  if (isLearning)
    acknowledge(bucket, {
      rule: 'AwsSolutions-S1',
      reason: 'a log bucket fills again while the lab is removed',
      inProduction: 'writes access logs to a bucket of their own',
    });
}
