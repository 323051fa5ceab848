/** A second alias to an S3 website under one name and type. */
import { isWebsiteAlias, nameOf, recordsIn, resourcesOf, type DnsRecord } from '../records.ts';
import type { Rule } from '../rule.ts';
import { textOf } from '../values.ts';

export const oneS3Alias: Rule = {
  id: 'kit/one-s3-alias',
  says: 'is one more alias to an S3 website for the same name and type',
  because:
    'Each would need a bucket with the name of the record, and a bucket name is given once in the world: an origin group of CloudFront takes two buckets.',
  source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/RoutingToS3Bucket.html',
  breaches({ resources }) {
    const aliases = recordsIn(resources).filter(isWebsiteAlias);
    return resourcesOf(
      aliases.filter((each, index) => aliases.slice(0, index).some((one) => isSameSet(one, each))),
    );
  },
};

/** A public and a private zone may hold the same name: those are two sets. */
function isSameSet(one: DnsRecord, other: DnsRecord): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf(record: DnsRecord): string {
  const { HostedZoneId, HostedZoneName, Type } = record.properties;
  return [nameOf(record), ...[HostedZoneId, HostedZoneName, Type].map(textOf)].join(' ');
}
