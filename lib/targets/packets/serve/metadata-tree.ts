/**
 * The categories of instance metadata that an instance of a lab has. Credentials are plainly fake.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html
 */
import type { Facts } from './metadata.ts';

/** Categories by name; a text where nothing is below. */
export interface Tree {
  get(name: string): Tree | string | undefined;
  entries(): Iterable<[string, Tree | string]>;
}

type Branch = readonly (readonly [string, Tree | string | undefined])[];

/** Below /latest/meta-data. */
export function treeOf(facts: Facts): Tree {
  const { securityGroups, hostname, role, tags } = facts;
  return branch([
    ['ami-id', facts.imageId],
    ['ami-launch-index', '0'],
    ['hostname', hostname],
    ['iam', role === undefined ? undefined : iam(facts, role)],
    ['instance-action', 'none'],
    ['instance-id', facts.instanceId],
    ['instance-life-cycle', 'on-demand'],
    ['instance-type', facts.instanceType],
    ['local-hostname', hostname],
    ['local-ipv4', facts.localAddress],
    ['mac', facts.mac],
    ['network', nested(['interfaces', 'macs', facts.mac], networkInterface(facts))],
    ['placement', placement(facts)],
    ['public-hostname', facts.publicHostname],
    ['public-ipv4', facts.publicAddress],
    ['reservation-id', `r-${facts.instanceId.slice(2)}`],
    ['security-groups', securityGroups.map(({ name }) => name).join('\n')],
    [
      'services',
      branch([
        ['domain', 'amazonaws.com'],
        ['partition', 'aws'],
      ]),
    ],
    ['tags', tags === undefined ? undefined : nested(['instance'], branch(Object.entries(tags)))],
  ]);
}

/** Below /latest/dynamic. */
export function identityOf(facts: Facts): Tree {
  const document = {
    accountId: facts.accountId,
    architecture: /^[a-z]+\d+g/.test(facts.instanceType) ? 'arm64' : 'x86_64',
    availabilityZone: facts.zone,
    billingProducts: null,
    devpayProductCodes: null,
    marketplaceProductCodes: null,
    imageId: facts.imageId,
    instanceId: facts.instanceId,
    instanceType: facts.instanceType,
    kernelId: null,
    pendingTime: seconds(facts.launched),
    privateIp: facts.localAddress,
    ramdiskId: null,
    region: facts.region,
    version: '2017-09-30',
  };
  return nested(['instance-identity', 'document'], JSON.stringify(document, undefined, 2));
}

function networkInterface(facts: Facts): Tree {
  const { publicAddress, securityGroups, ipv6Addresses = [] } = facts;
  const association =
    publicAddress === undefined ? undefined : branch([[publicAddress, facts.localAddress]]);
  return branch([
    ['device-number', '0'],
    ['interface-id', facts.interfaceId],
    ['ipv4-associations', association],
    ['ipv6s', ipv6Addresses.length === 0 ? undefined : ipv6Addresses.join('\n')],
    ['local-hostname', facts.hostname],
    ['local-ipv4s', facts.localAddress],
    ['mac', facts.mac],
    ['owner-id', facts.accountId],
    ['public-hostname', facts.publicHostname],
    ['public-ipv4s', publicAddress],
    ['security-group-ids', securityGroups.map(({ id }) => id).join('\n')],
    ['security-groups', securityGroups.map(({ name }) => name).join('\n')],
    ['subnet-id', facts.subnetId],
    ['subnet-ipv4-cidr-block', facts.subnetCidr],
    ['vpc-id', facts.vpcId],
    ['vpc-ipv4-cidr-block', facts.vpcCidr],
    ['vpc-ipv4-cidr-blocks', facts.vpcCidr],
  ]);
}

function placement({ zone, zoneId, region }: Facts): Tree {
  return branch([
    ['availability-zone', zone],
    ['availability-zone-id', zoneId],
    ['region', region],
  ]);
}

function iam({ accountId, launched }: Facts, role: string): Tree {
  const updated = { Code: 'Success', LastUpdated: seconds(launched) };
  const profile = {
    ...updated,
    InstanceProfileArn: `arn:aws:iam::${accountId}:instance-profile/${role}`,
    InstanceProfileId: 'AIPAFAKEFAKEFAKEFAKE',
  };
  const credentials = {
    ...updated,
    Type: 'AWS-HMAC',
    AccessKeyId: 'ASIAFAKEFAKEFAKEFAKE',
    SecretAccessKey: 'fake/of/the/lab/kit/opens/nothing/at/all',
    Token: 'fake-session-token-of-the-lab-kit',
    Expiration: seconds(new Date(Date.now() + 6 * 3_600_000)),
  };
  return branch([
    ['info', JSON.stringify(profile, undefined, 2)],
    ['security-credentials', branch([[role, JSON.stringify(credentials, undefined, 2)]])],
  ]);
}

function seconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** What the instance does not have is no category of it. */
function branch(entries: Branch): Tree {
  return new Map(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

function nested(names: readonly string[], leaf: Tree | string): Tree {
  const [name = '', ...rest] = names;
  return branch([[name, rest.length === 0 ? leaf : nested(rest, leaf)]]);
}
