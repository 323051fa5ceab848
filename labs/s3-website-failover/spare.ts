/** The secondary: a bucket under the site's own name, a public website until an edge stands in front of it. */
import type { Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { declareObjects } from '../../lib/declared-objects.ts';
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
  const accessLogs = isProduction ? createAccessLogs(stack, isPrivate) : undefined;
  const bucket = new s3.Bucket(stack, 'Backup', {
    // S3 finds the bucket by the host that a visitor asks for.
    bucketName: site,
    encryption: s3.BucketEncryption.S3_MANAGED,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    ...(isPrivate ? closed : open),
    ...(accessLogs === undefined ? {} : { serverAccessLogsBucket: accessLogs as s3.IBucket }),
  });
  declareObjects(bucket, new URL('./site/', import.meta.url));
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

/** CloudFront, which stands before a private bucket, writes its standard logs by ACL. */
function createAccessLogs(stack: Stack, isPrivate: boolean): s3.Bucket {
  return new s3.Bucket(stack, 'AccessLogs', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    objectOwnership: isPrivate
      ? s3.ObjectOwnership.BUCKET_OWNER_PREFERRED
      : s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
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
