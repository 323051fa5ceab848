/** Services that AWS runs with interfaces in the user's subnets: where each type says which subnets and groups. */
import { parseAddress } from '../../blocks.ts';
import { isUnknown, type Id, type Interface } from '../../network.ts';
import { textOf, type Declared, type Sources } from '../source.ts';
import { at, booleanOf, listOf, mapOf } from '../values.ts';
import { defaultSubnet, groupsIn } from './card.ts';
import { attachedGateway } from '../vpcs.ts';
import type { Made } from './made.ts';

interface Placement {
  /** Path to the subnets, or to the name of the subnet group that lists them in `SubnetIds`. */
  readonly subnets: string;
  readonly groups: string;
  /** Path to whether it has a public address, and what says yes. */
  readonly isPublic?: readonly [path: string, yes: string];
  /**
   * Where nothing is stated: AWS's pages disagree whether it is public in a VPC with an internet gateway; without, it is not.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
   */
  readonly unstated?: 'public-with-gateway';
  /** Without subnets it stands in the default VPC. */
  readonly inDefaultVpc?: true;
  /** Path to its fixed private address. */
  readonly address?: string;
  /** Property that names the cluster it belongs to: that one says subnets and groups. */
  readonly memberOf?: string;
}

const vpcConfig = { subnets: 'VpcConfig.SubnetIds', groups: 'VpcConfig.SecurityGroupIds' };
const direct = { subnets: 'SubnetIds', groups: 'SecurityGroupIds' };
const publicly = ['PubliclyAccessible', 'true'] as const;
const awsvpc = 'NetworkConfiguration.AwsvpcConfiguration';

const placements: Readonly<Record<string, Placement>> = {
  // A function in a public subnet has no public address: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
  'AWS::Lambda::Function': vpcConfig,
  'AWS::ECS::Service': {
    subnets: `${awsvpc}.Subnets`,
    groups: `${awsvpc}.SecurityGroups`,
    isPublic: [`${awsvpc}.AssignPublicIp`, 'enabled'],
  },
  'AWS::RDS::DBInstance': {
    subnets: 'DBSubnetGroupName',
    groups: 'VPCSecurityGroups',
    isPublic: publicly,
    unstated: 'public-with-gateway',
    inDefaultVpc: true,
    memberOf: 'DBClusterIdentifier',
  },
  'AWS::RDS::DBCluster': {
    subnets: 'DBSubnetGroupName',
    groups: 'VpcSecurityGroupIds',
    isPublic: publicly,
  },
  'AWS::RDS::DBProxy': { subnets: 'VpcSubnetIds', groups: 'VpcSecurityGroupIds' },
  'AWS::DocDB::DBCluster': { subnets: 'DBSubnetGroupName', groups: 'VpcSecurityGroupIds' },
  'AWS::Neptune::DBCluster': { subnets: 'DBSubnetGroupName', groups: 'VpcSecurityGroupIds' },
  'AWS::Redshift::Cluster': {
    subnets: 'ClusterSubnetGroupName',
    groups: 'VpcSecurityGroupIds',
    isPublic: publicly,
  },
  'AWS::ElastiCache::CacheCluster': {
    subnets: 'CacheSubnetGroupName',
    groups: 'VpcSecurityGroupIds',
  },
  'AWS::ElastiCache::ReplicationGroup': {
    subnets: 'CacheSubnetGroupName',
    groups: 'SecurityGroupIds',
  },
  'AWS::ElastiCache::ServerlessCache': direct,
  'AWS::MemoryDB::Cluster': { subnets: 'SubnetGroupName', groups: 'SecurityGroupIds' },
  'AWS::DAX::Cluster': { subnets: 'SubnetGroupName', groups: 'SecurityGroupIds' },
  'AWS::EFS::MountTarget': {
    subnets: 'SubnetId',
    groups: 'SecurityGroups',
    address: 'IpAddress',
  },
  'AWS::FSx::FileSystem': direct,
  'AWS::EC2::VPCEndpoint': direct,
  'AWS::EC2::InstanceConnectEndpoint': { subnets: 'SubnetId', groups: 'SecurityGroupIds' },
  'AWS::OpenSearchService::Domain': {
    subnets: 'VPCOptions.SubnetIds',
    groups: 'VPCOptions.SecurityGroupIds',
  },
  'AWS::Elasticsearch::Domain': {
    subnets: 'VPCOptions.SubnetIds',
    groups: 'VPCOptions.SecurityGroupIds',
  },
  'AWS::MSK::Cluster': {
    subnets: 'BrokerNodeGroupInfo.ClientSubnets',
    groups: 'BrokerNodeGroupInfo.SecurityGroups',
    isPublic: ['BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type', 'service_provided_eips'],
  },
  'AWS::AmazonMQ::Broker': {
    subnets: 'SubnetIds',
    groups: 'SecurityGroups',
    isPublic: publicly,
  },
  'AWS::EKS::Cluster': {
    subnets: 'ResourcesVpcConfig.SubnetIds',
    groups: 'ResourcesVpcConfig.SecurityGroupIds',
  },
  'AWS::CodeBuild::Project': { subnets: 'VpcConfig.Subnets', groups: 'VpcConfig.SecurityGroupIds' },
  'AWS::SageMaker::NotebookInstance': { subnets: 'SubnetId', groups: 'SecurityGroupIds' },
  'AWS::Route53Resolver::ResolverEndpoint': {
    subnets: 'IpAddresses.SubnetId',
    groups: 'SecurityGroupIds',
  },
  'AWS::Synthetics::Canary': {
    subnets: 'VPCConfig.SubnetIds',
    groups: 'VPCConfig.SecurityGroupIds',
  },
  'AWS::AppRunner::VpcConnector': { subnets: 'Subnets', groups: 'SecurityGroups' },
  'AWS::ApiGatewayV2::VpcLink': direct,
};

/** Every resource of those types that stands in a subnet. */
export function managedEnds(sources: Sources): readonly Made[] {
  return sources
    .ofType(...Object.keys(placements))
    .map((resource) => madeOf(resource))
    .filter(({ interfaces }) => interfaces.length > 0);
}

function madeOf(resource: Declared): Made {
  const { placed, placement } = placementOf(resource);
  if (placement === undefined) return { end: resource, interfaces: [], joins: [] };
  const named = subnetsOf(placed, placement);
  const inDefault = named.length === 0 && placement.inDefaultVpc === true;
  const subnets = inDefault ? [defaultSubnet] : named;
  const id = resource.id;
  const interfaces = subnets.map((subnet, index): Interface => ({
    id: index === 0 ? id : `${id}@${subnet}`,
    owner: id,
    subnet,
    groups: groupsIn(at(placed.properties, placement.groups), subnet, placed),
    address4: parseAddress(textOf(at(resource.properties, placement.address ?? '')))?.value,
    address6: isDualStack(resource) ? 'some' : undefined,
    public4: publicAddress(resource, placements[resource.type] ?? placement, subnet),
    neverPublic: (placements[resource.type] ?? placement).isPublic === undefined,
    checksSourceDest: true,
    clientPorts: [1024, 65_535],
  }));
  return { end: resource, interfaces, joins: [] };
}

/** The resource that says where it stands, and how that one says it. */
function placementOf(resource: Declared): {
  readonly placed: Declared;
  readonly placement: Placement | undefined;
} {
  const own = placements[resource.type];
  const cluster = own?.memberOf && resource.find(resource.properties[own.memberOf]);
  const placed = typeof cluster === 'object' ? cluster : resource;
  return { placed, placement: placements[placed.type] };
}

function publicAddress(
  resource: Declared,
  { isPublic, unstated }: Placement,
  subnet: Id,
): Interface['public4'] {
  const [path, yes] = isPublic ?? ['', ''];
  const value = isPublic === undefined ? undefined : at(resource.properties, path);
  if (isPublic !== undefined && textOf(value).toLowerCase() === yes) return resource.id;
  if (value === undefined && unstated !== undefined) return byGateway(resource, subnet);
  const given = booleanOf(value, resource);
  return isUnknown(given) ? given : undefined;
}

function byGateway({ logicalId, sources }: Declared, subnet: Id): Interface['public4'] {
  const source = sources.get(subnet);
  const vpc = source?.refer(source.properties['VpcId']);
  const gateway = vpc === undefined ? 'some' : attachedGateway(vpc, sources);
  if (gateway === undefined) return undefined;
  return { unknown: `whether ${logicalId} is public: it states no PubliclyAccessible` };
}

function isDualStack({ properties }: Declared): boolean {
  const kind = properties['IpAddressType'] ?? properties['NetworkType'];
  const allows = textOf(at(properties, 'VpcConfig.Ipv6AllowedForDualStack')) === 'true';
  return allows || /dual|ipv6/i.test(textOf(kind));
}

/** Listed by the resource, or by the subnet group that it names. */
function subnetsOf(resource: Declared, { subnets }: Placement): readonly Id[] {
  const value = at(resource.properties, subnets) ?? listedOneByOne(resource, subnets);
  const group = subnetGroup(value, resource);
  if (group !== undefined)
    return listOf(group.properties['SubnetIds']).map((each) => group.refer(each));
  return listOf(value).map((each) => resource.refer(each));
}

/** A list of entries with a subnet each: `IpAddresses.SubnetId`. */
function listedOneByOne({ properties }: Declared, path: string): unknown {
  const [list = '', key = ''] = path.split('.');
  const entries = properties[list];
  return Array.isArray(entries) ? entries.map((each) => mapOf(each)[key]) : undefined;
}

function subnetGroup(value: unknown, from: Declared): Declared | undefined {
  const found = from.find(value);
  if (found !== undefined) return /SubnetGroup$/.test(found.type) ? found : undefined;
  return from.sources.all.find(
    ({ type, properties }) =>
      /SubnetGroup$/.test(type) &&
      ['DBSubnetGroupName', 'CacheSubnetGroupName', 'SubnetGroupName'].some(
        (each) => value !== undefined && properties[each] === value,
      ),
  );
}
