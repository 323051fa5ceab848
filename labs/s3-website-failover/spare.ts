/** The secondary: a bucket under the site's own name, a public website until an edge stands in front of it. */
import { readFileSync } from 'node:fs';
import type { Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { sourceFile } from '../../lib/root.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

export interface BackupProps {
  readonly site: string;
  readonly isPrivate: boolean;
  readonly isProduction: boolean;
}

export interface Backup {
  readonly bucket: s3.Bucket;
  readonly accessLogs?: s3.Bucket;
}

export function createBackup(stack: Stack, props: BackupProps): Backup {
  const { site, isPrivate, isProduction } = props;
  const accessLogs = isProduction ? createAccessLogs(stack) : undefined;
  const bucket = new s3.Bucket(stack, 'Backup', {
    // S3 finds the bucket by the host that a visitor asks for.
    bucketName: site,
    encryption: s3.BucketEncryption.S3_MANAGED,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    ...(isPrivate ? closed : open),
    ...(accessLogs === undefined ? {} : { serverAccessLogsBucket: accessLogs as s3.IBucket }),
  });
  declarePages(bucket);
  acknowledgeOn(bucket, props);
  return accessLogs === undefined ? { bucket } : { bucket, accessLogs };
}

const open: s3.BucketProps = {
  websiteIndexDocument: 'index.html',
  websiteErrorDocument: 'error.html',
  publicReadAccess: true,
  blockPublicAccess: new s3.BlockPublicAccess({
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  }),
};
const closed: s3.BucketProps = {
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
};

/**
 * CloudFormation makes buckets and no objects. What belongs in this one stands in its metadata, for whoever puts it
 * there: a custom resource would bring a function and a log group that the removal leaves behind.
 */
function declarePages(bucket: s3.Bucket): void {
  const pages = ['index.html', 'error.html'].map((page) => [
    page,
    readFileSync(sourceFile(new URL(`./site/${page}`, import.meta.url)), 'utf8'),
  ]);
  (bucket.node.defaultChild as s3.CfnBucket).addMetadata('kit:objects', Object.fromEntries(pages));
}

/** CloudFront writes its standard logs by ACL. */
function createAccessLogs(stack: Stack): s3.Bucket {
  return new s3.Bucket(stack, 'AccessLogs', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
    enforceSSL: true,
  });
}

function acknowledgeOn(bucket: s3.Bucket, { isPrivate, isProduction }: BackupProps): void {
  if (!isProduction)
    acknowledge(bucket, {
      rule: 'AwsSolutions-S1',
      reason: 'a log bucket fills again while the lab is removed',
      inProduction: 'writes access logs to a bucket of their own',
    });
  if (isPrivate) return;
  const inProduction = 'goes on to stage 3: a private bucket behind CloudFront';
  acknowledge(
    bucket,
    {
      rule: 'AwsSolutions-S2',
      reason: 'a website bucket is public or it is nothing',
      inProduction,
    },
    { rule: 'AwsSolutions-S5', reason: 'its readers are visitors, not CloudFront', inProduction },
    { rule: 'AwsSolutions-S10', reason: 'website endpoints have no TLS', inProduction },
  );
}
