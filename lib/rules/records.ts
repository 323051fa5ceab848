/** Records of Route 53, alone or in a group. Pure. */
import type { Properties } from '../capabilities.ts';
import type { Resource } from '../template/template.ts';
import { listOf, mapOf, textOf } from './values.ts';

export interface DnsRecord {
  /** The record set, or the group that it stands in. */
  readonly resource: Resource;
  readonly properties: Properties;
}

export function recordsIn(resources: readonly Resource[]): readonly DnsRecord[] {
  return resources.flatMap((resource) => {
    if (resource.type === 'AWS::Route53::RecordSet')
      return [{ resource, properties: resource.properties }];
    if (resource.type !== 'AWS::Route53::RecordSetGroup') return [];
    const { RecordSets, ...group } = resource.properties;
    return listOf(RecordSets).map((each) => ({
      resource,
      properties: { ...group, ...mapOf(each) },
    }));
  });
}

/** The resources of these records, each once, in the order of the template. */
export function resourcesOf(records: readonly DnsRecord[]): readonly Resource[] {
  return [...new Set(records.map(({ resource }) => resource))];
}

/** In lower case and without the dot at its end: `WWW.example.com.` and `www.example.com` are one name. */
export function nameOf({ properties }: DnsRecord): string {
  return textOf(properties.Name).toLowerCase().replace(/\.$/, '');
}

export function isAlias({ properties }: DnsRecord): boolean {
  return properties.AliasTarget !== undefined;
}

/**
 * Is it an alias to an S3 website endpoint: `s3-website-us-east-1.amazonaws.com`, `s3-website.eu-central-1...`, or the
 * CDK's table of them by region, `S3staticwebsiteMap`?
 * @see https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
export function isWebsiteAlias({ properties }: DnsRecord): boolean {
  return /s3-website[.-]|\bS3staticwebsiteMap\b/i.test(
    textOf(mapOf(properties.AliasTarget).DNSName),
  );
}
