/** NAT gateways, peering connections, gateway endpoints. */
import { parseAddress } from '../blocks.ts';
import type { GatewayEndpoint, Id, NatGateway, Peering, Unknown } from '../network.ts';
import { serviceNamed } from './prefix-lists.ts';
import { textOf, type Declared, type Sources } from './source.ts';
import { listOf, mapOf, type Values } from './values.ts';

export function natsOf(sources: Sources): readonly NatGateway[] {
  return sources.ofType('AWS::EC2::NatGateway').map((nat) => {
    const { properties } = nat;
    const subnet = properties['SubnetId'];
    const isRegional = properties['AvailabilityMode'] === 'regional';
    const isPublic = properties['ConnectivityType'] !== 'private';
    const allocation = properties['AllocationId'] ?? regionalAllocation(properties);
    return {
      id: nat.id,
      kind: isRegional ? 'regional' : 'zonal',
      vpc: natVpc(nat),
      subnet: isRegional || subnet === undefined ? undefined : nat.refer(subnet),
      isPublic,
      seenAs: isPublic ? seenBy(nat, allocation) : nat.id,
      address4: parseAddress(textOf(properties['PrivateIpAddress']))?.value,
      zones: isRegional ? registeredZones(properties) : undefined,
    };
  });
}

function seenBy(nat: Declared, allocation: unknown): Id {
  return allocation === undefined ? nat.id : nat.refer(allocation);
}

/** Without a list AWS serves every zone by itself. */
function registeredZones(properties: Values): readonly string[] | undefined {
  const listed = listOf(properties['AvailabilityZoneAddresses']).map(mapOf);
  const zones = listed.map((each) =>
    textOf(each['AvailabilityZone'] ?? each['AvailabilityZoneId']),
  );
  return zones.length > 0 ? zones : undefined;
}

/** A regional one may list addresses per zone; the first names it. */
function regionalAllocation(properties: Declared['properties']): unknown {
  const [zone] = listOf(properties['AvailabilityZoneAddresses']);
  return listOf((zone as Declared['properties'] | undefined)?.['AllocationIds'])[0];
}

function natVpc(nat: Declared): Id | Unknown {
  if (nat.properties['VpcId'] !== undefined) return nat.refer(nat.properties['VpcId']);
  const subnet = nat.find(nat.properties['SubnetId']);
  if (subnet === undefined) return { unknown: `the VPC of ${nat.logicalId}` };
  return subnet.refer(subnet.properties['VpcId']);
}

export function peeringsOf(sources: Sources): readonly Peering[] {
  return sources.ofType('AWS::EC2::VPCPeeringConnection').map((peering) => {
    const side = (property: string): Id | Unknown => {
      const id = peering.refer(peering.properties[property]);
      return sources.get(id) === undefined ? { unknown: sources.why(id, peering.stack) } : id;
    };
    return { id: peering.id, requester: side('VpcId'), accepter: side('PeerVpcId') };
  });
}

export function gatewayEndpointsOf(sources: Sources): readonly GatewayEndpoint[] {
  return sources.ofType('AWS::EC2::VPCEndpoint').flatMap((endpoint) => {
    if ((endpoint.properties['VpcEndpointType'] ?? 'Gateway') !== 'Gateway') return [];
    const name = textOf(endpoint.properties['ServiceName']);
    const vpc = endpoint.refer(endpoint.properties['VpcId']);
    return [{ id: endpoint.id, vpc, service: serviceIn(name) }];
  });
}

/** The text may hold the region as a placeholder with dots of its own. */
function serviceIn(name: string): string {
  return serviceNamed(name.replace(/\$\{[^}]*\}/g, 'region')) ?? name.split('.').at(-1) ?? name;
}

/** Each route table that a gateway endpoint puts its route into. */
export function endpointTables(
  sources: Sources,
): readonly { readonly table: Id; readonly endpoint: Id; readonly service: string }[] {
  return gatewayEndpointsOf(sources).flatMap(({ id, service }) => {
    const source = sources.get(id);
    return listOf(source?.properties['RouteTableIds']).map((table) => ({
      table: source === undefined ? id : source.refer(table),
      endpoint: id,
      service,
    }));
  });
}
