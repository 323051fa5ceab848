/** An alias to an S3 website whose bucket has another name. Templates without a website bucket say nothing of it. */
import { isWebsiteAlias, nameOf, recordsIn, resourcesOf } from '../records.ts';
import type { Rule } from '../rule.ts';
import { textOf } from '../values.ts';

export const s3AliasBucketName: Rule = {
  id: 'kit/s3-alias-bucket-name',
  says: 'is an alias to an S3 website, and no website bucket has its name',
  because:
    'A website endpoint serves all buckets of a region and picks one by the Host header: another name is answered 404 NoSuchBucket.',
  source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/RoutingToS3Bucket.html',
  breaches({ resources }) {
    const buckets = resources
      .filter(({ type, properties }) => type === 'AWS::S3::Bucket' && isWebsite(properties))
      .map(({ properties }) => textOf(properties.BucketName));
    const aliases = recordsIn(resources).filter(isWebsiteAlias);
    return resourcesOf(
      aliases.filter(
        (each) => buckets.length > 0 && !buckets.some((one) => fits(one, nameOf(each))),
      ),
    );
  },
};

function isWebsite({ WebsiteConfiguration }: Readonly<Record<string, unknown>>): boolean {
  return WebsiteConfiguration !== undefined;
}

/** Names that only the deployment knows may be the same; one that AWS makes up has no dots and never is. */
function fits(bucket: string, record: string): boolean {
  if (bucket === '') return false;
  return bucket.toLowerCase() === record || `${bucket}${record}`.includes('${');
}
