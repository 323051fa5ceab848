/** What has a policy of its own: a bucket, a queue, a key; and a table that has none. */
import { Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

interface BucketOf {
  readonly bucketName: string;
  readonly isProduction: boolean;
}

/** Its policy comes from a file. */
export function createBucket(
  scope: Construct,
  id: string,
  { bucketName, isProduction }: BucketOf,
): s3.Bucket {
  const closed: s3.BucketProps = {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
  };
  const bucket = new s3.Bucket(scope, id, {
    ...closed,
    bucketName,
    versioned: isProduction,
    ...(isProduction ? { serverAccessLogsBucket: createLogs(scope, `${id}Logs`, closed) } : {}),
  });
  acknowledge(bucket, {
    rule: 'kit/bucket-name',
    reason: 'another account names it, and cases are easier to read with a short name',
    inProduction: 'puts the account into the name',
  });
  if (!isProduction)
    acknowledge(bucket, {
      rule: 'AwsSolutions-S1',
      reason: 'a log bucket fills again while the lab is removed',
      inProduction: 'writes access logs to a bucket of their own',
    });
  return bucket;
}

function createLogs(scope: Construct, id: string, closed: s3.BucketProps): s3.IBucket {
  return new s3.Bucket(scope, id, {
    ...closed,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(90) }],
  }) as s3.IBucket;
}

export function createQueue(scope: Construct): Queue {
  const queue = new Queue(scope, 'Orders', {
    encryption: QueueEncryption.SQS_MANAGED,
    receiveMessageWaitTime: Duration.seconds(20),
  });
  for (const rule of ['AwsSolutions-SQS3', 'kit/queue-dlq'])
    acknowledge(queue, {
      rule,
      reason: 'nobody works on these messages: they show who may put one there',
      inProduction: 'sets aside what failed three times',
    });
  return queue;
}

export function createTable(scope: Construct, isProduction: boolean): dynamodb.Table {
  return new dynamodb.Table(scope, 'Songs', {
    partitionKey: { name: 'artist', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: isProduction,
  });
}

export function createKey(scope: Construct, policy: unknown): Key {
  return new Key(scope, 'NotesKey', {
    alias: 'alias/notes',
    enableKeyRotation: true,
    policy: PolicyDocument.fromJson(policy),
  });
}
