/** VPCs and their subnets, with what AWS makes of itself: a main route table, a default network ACL. */
import type { Block } from '../blocks.ts';
import { isUnknown, type Id, type Subnet, type Unknown, type Vpc } from '../network.ts';
import { textOf, type Declared, type Sources } from './source.ts';
import { blockIn, booleanOf, isOpen } from './values.ts';

const blockOptions = 'AWS::EC2::VPCBlockPublicAccessOptions';

export function vpcsOf(sources: Sources): readonly Vpc[] {
  return sources.ofType('AWS::EC2::VPC').map((vpc) => ({
    id: vpc.id,
    blocks: blocksOf(vpc),
    internetGateway: attachedGateway(vpc.id, sources),
    blockPublicAccess: blockMode(sources),
    blockPublicAccessBy: sources.ofType(blockOptions)[0]?.id,
    gatewayTable: gatewayTable(vpc.id, sources),
  }));
}

/** A VPC that the template only names. */
export function importedVpc(id: Id, why: string, sources: Sources): Vpc {
  return {
    id,
    blocks: [{ unknown: why }],
    // What this template attaches is known; what somebody else attached is not.
    internetGateway: attachedGateway(id, sources) ?? { unknown: why },
    blockPublicAccess: blockMode(sources),
    blockPublicAccessBy: sources.ofType(blockOptions)[0]?.id,
    gatewayTable: gatewayTable(id, sources),
  };
}

function blocksOf(vpc: Declared): readonly (Block | Unknown)[] {
  const more = vpc.sources.naming('AWS::EC2::VPCCidrBlock', 'VpcId', vpc.id);
  return [vpc, ...more].flatMap((each) => writtenBlocks(each));
}

/** A block may be written, drawn from a pool, or Amazon's own: the latter two are known after deployment. */
function writtenBlocks(on: Declared): readonly (Block | Unknown)[] {
  const { properties } = on;
  const written = [properties['CidrBlock'], properties['Ipv6CidrBlock']]
    .map((each) => blockIn(each, on))
    .filter((each) => each !== undefined);
  const drawn = ['Ipv4IpamPoolId', 'Ipv6IpamPoolId', 'AmazonProvidedIpv6CidrBlock', 'Ipv6Pool']
    .filter((each) => properties[each] !== undefined && textOf(properties[each]) !== 'false')
    .filter((each) => each !== 'Ipv6Pool' || properties['Ipv6CidrBlock'] === undefined)
    .map((each) => ({ unknown: `the block that ${on.logicalId} gets by ${each}` }));
  return [...written, ...drawn];
}

export function attachedGateway(vpc: Id, sources: Sources): Id | Unknown | undefined {
  const attachment = sources
    .naming('AWS::EC2::VPCGatewayAttachment', 'VpcId', vpc)
    .find((each) => each.properties['InternetGatewayId'] !== undefined);
  if (attachment === undefined) return undefined;
  if (attachment.condition !== undefined) return { unknown: attachment.condition };
  return attachment.refer(attachment.properties['InternetGatewayId']);
}

/** One switch for the account and region. */
function blockMode(sources: Sources): Vpc['blockPublicAccess'] {
  const [options] = sources.ofType(blockOptions);
  const mode = String(options?.properties['InternetGatewayBlockMode']);
  return mode === 'block-bidirectional'
    ? 'bidirectional'
    : mode === 'block-ingress'
      ? 'ingress'
      : 'off';
}

function gatewayTable(vpc: Id, sources: Sources): Id | undefined {
  const gateway = attachedGateway(vpc, sources);
  if (typeof gateway !== 'string') return undefined;
  const type = 'AWS::EC2::GatewayRouteTableAssociation';
  const [association] = sources.naming(type, 'GatewayId', gateway);
  return association && association.refer(association.properties['RouteTableId']);
}

export function subnetsOf(sources: Sources, knownVpcs: ReadonlySet<Id>): readonly Subnet[] {
  return sources.ofType('AWS::EC2::Subnet').map((subnet) => {
    const { properties } = subnet;
    const vpc = subnet.refer(properties['VpcId']);
    const why = sources.why(vpc, subnet.stack);
    const unlessImported = (made: Id): Id | Unknown =>
      knownVpcs.has(vpc) ? made : { unknown: `${why}, and with it its main table and default ACL` };
    return {
      id: subnet.id,
      vpc,
      zone: zoneOf(subnet),
      block4: blockIn(properties['CidrBlock'], subnet) ?? poolBlock(subnet),
      block6: block6Of(subnet),
      table: associated(subnet, 'RouteTable') ?? unlessImported(`${vpc}.main-table`),
      acl: associated(subnet, 'NetworkAcl') ?? unlessImported(`${vpc}.default-acl`),
      publicAccessExclusion: exclusionOf(subnet.id, vpc, sources),
    };
  });
}

/** A subnet that the template only names: nothing of it is known. */
export function importedSubnet(id: Id, why: string): Subnet {
  const unknown = { unknown: why };
  return {
    id,
    vpc: unknown,
    zone: unknown,
    block4: unknown,
    block6: unknown,
    table: unknown,
    acl: unknown,
    publicAccessExclusion: 'none',
  };
}

function zoneOf(subnet: Declared): string | Unknown {
  const zone = subnet.properties['AvailabilityZone'] ?? subnet.properties['AvailabilityZoneId'];
  if (zone === undefined) return { unknown: `AWS chooses the zone of ${subnet.logicalId}` };
  // `${AWS::Region}a` says which zone it is, whatever the region.
  const isNamed = !isOpen(zone) || /^\$\{AWS::Region\}[a-z]$/.test(zone);
  return isNamed ? textOf(zone) : subnet.unknown(textOf(zone));
}

function poolBlock({ logicalId, properties }: Declared): Unknown | undefined {
  return textOf(properties['Ipv6Native']) === 'true'
    ? undefined
    : { unknown: `the block that ${logicalId} gets from a pool` };
}

function block6Of(subnet: Declared): Block | Unknown | undefined {
  const [separate] = subnet.sources.naming('AWS::EC2::SubnetCidrBlock', 'SubnetId', subnet.id);
  return (
    blockIn(subnet.properties['Ipv6CidrBlock'], subnet) ??
    (separate && blockIn(separate.properties['Ipv6CidrBlock'], separate))
  );
}

function associated(subnet: Declared, what: 'RouteTable' | 'NetworkAcl'): Id | Unknown | undefined {
  const type = `AWS::EC2::Subnet${what}Association`;
  const [association] = subnet.sources.naming(type, 'SubnetId', subnet.id);
  if (association === undefined) return undefined;
  if (association.condition !== undefined) return { unknown: association.condition };
  return association.refer(association.properties[`${what}Id`]);
}

function exclusionOf(subnet: Id, vpc: Id, sources: Sources): Subnet['publicAccessExclusion'] {
  const exclusion = sources.ofType('AWS::EC2::VPCBlockPublicAccessExclusion').find((each) => {
    const { SubnetId, VpcId } = each.properties;
    return each.refer(SubnetId) === subnet || each.refer(VpcId) === vpc;
  });
  const mode = exclusion?.properties['InternetGatewayExclusionMode'];
  if (mode === undefined) return 'none';
  return mode === 'allow-egress' ? 'egress' : 'bidirectional';
}

/** Does the subnet give a public IPv4 address to what is launched in it? */
export function givesPublicAddress(subnet: Id, sources: Sources): boolean | Unknown {
  const source = sources.get(subnet);
  if (source === undefined) return { unknown: sources.why(subnet, '') };
  return booleanOf(source.properties['MapPublicIpOnLaunch'], source) ?? false;
}

/** Does it give an IPv6 address? */
export function givesAddress6(subnet: Id, sources: Sources): boolean {
  const source = sources.get(subnet);
  const given = source && booleanOf(source.properties['AssignIpv6AddressOnCreation'], source);
  return given !== undefined && !isUnknown(given) && given;
}
