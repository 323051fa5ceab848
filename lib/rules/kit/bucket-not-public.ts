/** A bucket that anybody may read, list or write, and that is no website to be read; a policy that says so of one that is in no template. */
import type { Resource } from '../../template/template.ts';
import { bucketsIn, isPublic, isPublicByAcl, openedElsewhere } from '../buckets.ts';
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
  says: 'lets anybody in: only a website is meant to, and only to s3:GetObject',
  because:
    'Whoever finds the name of a public bucket reads, lists or fills it; a website configuration says that reading is meant, and nothing says that more is; of a bucket that is in no template only the policy is known, not what blocks it.',
  source:
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  breaches({ resources, policies }) {
    const isOpen = (bucket: Resource): boolean => {
      const held = policies.heldBy(bucket);
      const actions = isWebsite(bucket.properties) ? beyondReading : reading.concat(beyondReading);
      return isPublicByAcl(bucket) || actions.some((action) => isPublic(bucket, held, action));
    };
    const found = new Set([
      ...bucketsIn(resources).filter(isOpen),
      ...policies.held
        .filter((each) => openedElsewhere(each, reading.concat(beyondReading)).length > 0)
        .map(({ carrier }) => carrier),
    ]);
    return resources.filter((each) => found.has(each));
  },
};

const reading = ['s3:GetObject', 's3:GetObjectVersion'];

function isWebsite({ WebsiteConfiguration }: Readonly<Record<string, unknown>>): boolean {
  return WebsiteConfiguration !== undefined;
}
