/** Closed, encrypted buckets whose objects are gone after a day. */
import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

export interface BucketOf {
  readonly bucketName?: string;
  readonly isProduction: boolean;
}

const closed: s3.BucketProps = {
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  encryption: s3.BucketEncryption.S3_MANAGED,
  enforceSSL: true,
};

export function createBucket(
  scope: Construct,
  id: string,
  { bucketName, isProduction }: BucketOf,
): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    ...closed,
    ...(bucketName === undefined ? {} : { bucketName }),
    lifecycleRules: [
      { expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    ...(isProduction ? { serverAccessLogsBucket: createLogs(scope, `${id}Logs`) } : {}),
  });
  if (!isProduction)
    acknowledge(bucket, {
      rule: 'AwsSolutions-S1',
      reason: 'a log bucket fills again while the lab is removed',
      inProduction: 'writes access logs to a bucket of their own',
    });
  return bucket;
}

function createLogs(scope: Construct, id: string): s3.IBucket {
  return new s3.Bucket(scope, id, {
    ...closed,
    lifecycleRules: [{ expiration: Duration.days(90) }],
  }) as s3.IBucket;
}
