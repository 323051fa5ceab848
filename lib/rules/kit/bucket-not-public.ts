/** A bucket that anybody may read, list or write, and that is no website to be read. */
import { bucketsIn, isPublic, isPublicByAcl } from '../buckets.ts';
import type { Rule } from '../rule.ts';

/** Never the business of a visitor, also of a website. */
const beyondReading = [
  's3:PutObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
  's3:PutObjectAcl',
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:PutBucketPolicy',
  's3:PutBucketAcl',
  's3:DeleteBucket',
];

export const bucketNotPublic: Rule = {
  id: 'kit/bucket-not-public',
  says: 'is open to anybody: only a website is meant to be, and only to s3:GetObject',
  because:
    'Whoever finds the name of a public bucket reads, lists or fills it; a website configuration says that reading is meant, and nothing says that more is.',
  source:
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  breaches({ resources, policies }) {
    return bucketsIn(resources).filter((bucket) => {
      const held = policies.heldBy(bucket);
      const actions = isWebsite(bucket.properties)
        ? beyondReading
        : ['s3:GetObject', 's3:GetObjectVersion', ...beyondReading];
      return isPublicByAcl(bucket) || actions.some((action) => isPublic(bucket, held, action));
    });
  },
};

function isWebsite({ WebsiteConfiguration }: Readonly<Record<string, unknown>>): boolean {
  return WebsiteConfiguration !== undefined;
}
