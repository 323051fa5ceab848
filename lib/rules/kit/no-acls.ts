/** A bucket that works with ACLs. */
import { bucketsIn } from '../buckets.ts';
import { finderOf } from '../references.ts';
import type { Rule, Subject } from '../rule.ts';
import { listOf, mapOf, textOf } from '../values.ts';

export const noAcls: Rule = {
  id: 'kit/no-acls',
  says: 'works with ACLs: its objects may belong to others, or it has a canned ACL',
  because:
    'Since April 2023 new buckets have ACLs disabled and the owner of the bucket owns every object: a policy alone then says who may do what.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  breaches({ resources }) {
    const logBuckets = edgeLogBuckets(resources);
    return bucketsIn(resources).filter(
      (bucket) =>
        !logBuckets.includes(bucket) &&
        (hasAcl(bucket.properties) || !isOwnerEnforced(bucket.properties)),
    );
  },
};

type Properties = Readonly<Record<string, unknown>>;

/** `Private` is what every bucket has. */
function hasAcl({ AccessControl }: Properties): boolean {
  return !['', 'Private'].includes(textOf(AccessControl));
}

function isOwnerEnforced({ OwnershipControls }: Properties): boolean {
  return listOf(mapOf(OwnershipControls).Rules)
    .map(mapOf)
    .every(({ ObjectOwnership }) => textOf(ObjectOwnership) === 'BucketOwnerEnforced');
}

/**
 * CloudFront writes its standard logs (legacy) by ACL and takes no bucket without.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
function edgeLogBuckets(resources: Subject['resources']): Subject['resources'] {
  const find = finderOf(resources);
  const edges = resources.filter(({ type }) => type === 'AWS::CloudFront::Distribution');
  return edges.flatMap((edge) => {
    const { Logging } = mapOf(edge.properties.DistributionConfig);
    return find(mapOf(Logging).Bucket, edge) ?? [];
  });
}
