/** VPC: NAT gateways, public addresses, endpoints, and the ways to other networks. */
import { fixed, several, unpriced, used, type Charge } from '../charge.ts';
import type { Resource, Surroundings } from '../surroundings.ts';
import { at, countOf, listAt, shown, textAt } from '../values.ts';
import type { Pricer, Pricers } from './pricer.ts';

/**
 * A zonal gateway costs by the hour; its Elastic IP is a resource of its own. A regional one costs the same for each zone
 * that it spans, and brings an address there where none is given.
 * @see https://aws.amazon.com/vpc/pricing/
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
 */
const natGateway: Pricer = (resource, around) => {
  const { properties } = resource;
  const traffic = used('data through it', 'nat-gateway/data', 'natTraffic');
  if (textAt(properties, 'AvailabilityMode') !== 'regional')
    return [fixed('NAT gateway', 'nat-gateway'), traffic];
  const given = listAt(properties, 'AvailabilityZoneAddresses');
  const zones = given.length > 0 ? given : zonesOfVpc(resource, around);
  const spans = countOf(zones, 1, 'its zones are not known');
  const addresses = fixed(several(spans.quantity, 'public IPv4 address'), 'public-ipv4', spans);
  return [
    fixed(several(spans.quantity, 'zone of a regional NAT gateway'), 'nat-gateway', spans),
    ...(given.length > 0 ? [] : [addresses]),
    traffic,
  ];
};

/** A regional gateway follows the workload: it is taken to span every zone in which its VPC has a subnet. */
function zonesOfVpc(resource: Resource, around: Surroundings): readonly string[] {
  const vpc = at(resource.properties, 'VpcId');
  const zones = around
    .ofType('AWS::EC2::Subnet')
    .filter(({ properties }) => at(properties, 'VpcId') === vpc)
    .map(({ properties, logicalId }) => textAt(properties, 'AvailabilityZone') ?? logicalId);
  return [...new Set(zones)];
}

/** An interface endpoint is billed in each of its zones, which are its subnets; a gateway endpoint is free. */
const endpoint: Pricer = ({ properties }) => {
  const type = textAt(properties, 'VpcEndpointType') ?? 'Gateway';
  const zones = countOf(listAt(properties, 'SubnetIds'), 1, 'its subnets are not known');
  const kinds: Readonly<Record<string, readonly Charge[]>> = {
    Gateway: [],
    Interface: [
      fixed(several(zones.quantity, 'zone of an interface endpoint'), 'endpoint/interface', zones),
      used('data through it', 'endpoint/interface-data', 'endpointTraffic'),
    ],
    GatewayLoadBalancer: [
      fixed(
        several(zones.quantity, 'zone of a Gateway Load Balancer endpoint'),
        'endpoint/gateway-load-balancer',
        zones,
      ),
      used('data through it', 'endpoint/gateway-load-balancer-data', 'endpointTraffic'),
    ],
  };
  return kinds[type] ?? [unpriced(`VpcEndpointType is ${shown(type)}`)];
};

/** Each of the two tunnels has a public address. */
const vpnConnection: Pricer = ({ properties }) => [
  fixed('VPN connection', 'vpn-connection'),
  fixed('2 × public IPv4 address', 'public-ipv4', { quantity: 2 }),
  ...(at(properties, 'TransitGatewayId') === undefined ? [] : attachment),
];

const attachment: readonly Charge[] = [
  fixed('transit gateway attachment', 'transit-gateway/attachment'),
  used('data through it', 'transit-gateway/data', 'attachmentTraffic'),
];

/** Two static addresses, billed as any public IPv4 address. */
const accelerator: Pricer = () => [
  fixed('accelerator', 'global-accelerator'),
  fixed('2 × public IPv4 address', 'public-ipv4', { quantity: 2 }),
];

/** Billed for each endpoint, one in each subnet that it is mapped to. */
const firewall: Pricer = ({ properties }) => {
  const zones = countOf(listAt(properties, 'SubnetMappings'), 1, 'its subnets are not known');
  return [
    fixed(several(zones.quantity, 'firewall endpoint'), 'network-firewall', zones),
    used('data through it', 'network-firewall/data', 'inspectedTraffic'),
  ];
};

/** Records that go to a log group of the template are counted there. */
const flowLog: Pricer = (resource, around) => {
  const { properties } = resource;
  const group = around.named(at(properties, 'LogGroupName'), resource);
  if (group?.type === 'AWS::Logs::LogGroup') return [];
  const isToS3 = textAt(properties, 'LogDestinationType') === 's3';
  return [used('records', isToS3 ? 'cloudwatch/logs-to-s3' : 'cloudwatch/logs', 'logs')];
};

export const network: Pricers = {
  'AWS::EC2::NatGateway': natGateway,
  'AWS::EC2::EIP': () => [fixed('public IPv4 address', 'public-ipv4')],
  'AWS::EC2::VPCEndpoint': endpoint,
  'AWS::EC2::VPNConnection': vpnConnection,
  'AWS::EC2::TransitGatewayAttachment': () => attachment,
  'AWS::EC2::TransitGatewayVpcAttachment': () => attachment,
  'AWS::EC2::TransitGatewayPeeringAttachment': () => attachment,
  'AWS::GlobalAccelerator::Accelerator': accelerator,
  'AWS::NetworkFirewall::Firewall': firewall,
  'AWS::EC2::FlowLog': flowLog,
};
