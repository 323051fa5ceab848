/** Route tables: what is written, the local routes, the routes of gateway endpoints, what a VPN gateway propagates. */
import {
  isUnknown,
  type Id,
  type Interface,
  type NextHop,
  type Route,
  type RouteTable,
  type Vpc,
} from '../network.ts';
import { isAttached } from './ends/instances.ts';
import { endpointTables } from './gateways.ts';
import { prefixListIn, serviceList } from './prefix-lists.ts';
import { type Declared, type Sources } from './source.ts';
import { blockIn, isOpen, listOf } from './values.ts';

/** Every table that a template declares, and the main one of every VPC. */
export function tablesOf(
  sources: Sources,
  vpcs: ReadonlyMap<Id, Vpc>,
  interfaceOf: (resource: Id) => Interface | undefined,
): readonly RouteTable[] {
  const written = new Map<Id, Route[]>();
  const add = (table: Id, route: Route): void => {
    const routes = written.get(table);
    if (routes === undefined) written.set(table, [route]);
    else routes.push(route);
  };
  for (const route of sources.ofType('AWS::EC2::Route')) {
    const table = route.refer(route.properties['RouteTableId']);
    const vpc = vpcOfTable(table, sources);
    add(table, writtenRoute(route, hopOf(route, vpc, { sources, vpcs, interfaceOf })));
  }
  for (const { table, endpoint, service } of endpointTables(sources))
    add(table, {
      id: endpoint,
      destination: serviceList(service),
      origin: 'prefix-list',
      hop: { kind: 'gateway-endpoint', id: endpoint },
    });
  for (const { table, route } of propagated(sources)) add(table, route);
  const tables = sources
    .ofType('AWS::EC2::RouteTable')
    .map((each) => ({ id: each.id, vpc: each.refer(each.properties['VpcId']) }));
  const main = [...vpcs.keys()].map((vpc) => ({ id: `${vpc}.main-table`, vpc }));
  return [...main, ...tables].map(({ id, vpc }) => ({
    id,
    vpc,
    routes: [...localRoutes(id, vpcs.get(vpc)), ...(written.get(id) ?? [])],
  }));
}

function localRoutes(table: Id, vpc: Vpc | undefined): readonly Route[] {
  return (vpc?.blocks ?? []).map((destination) => ({
    id: table,
    destination,
    origin: 'local',
    hop: { kind: 'local' },
  }));
}

function writtenRoute(route: Declared, hop: NextHop): Route {
  const { properties } = route;
  const list = properties['DestinationPrefixListId'];
  const block = blockIn(properties['DestinationCidrBlock'], route) ??
    blockIn(properties['DestinationIpv6CidrBlock'], route) ?? {
      unknown: `the destination of ${route.logicalId}`,
    };
  const destination = list === undefined ? block : prefixListIn(list, route);
  return {
    id: route.id,
    destination: route.condition === undefined ? destination : { unknown: route.condition },
    origin: list === undefined ? 'static' : 'prefix-list',
    hop,
  };
}

interface Around {
  readonly sources: Sources;
  readonly vpcs: ReadonlyMap<Id, Vpc>;
  readonly interfaceOf: (resource: Id) => Interface | undefined;
}

/** Properties that name a route's target. */
const targets = [
  'GatewayId',
  'NatGatewayId',
  'InstanceId',
  'NetworkInterfaceId',
  'VpcPeeringConnectionId',
  'EgressOnlyInternetGatewayId',
  'VpcEndpointId',
  'TransitGatewayId',
  'CarrierGatewayId',
  'LocalGatewayId',
  'CoreNetworkArn',
];

function hopOf(route: Declared, vpc: Id, around: Around): NextHop {
  const { sources } = around;
  const value = targets.map((each) => route.properties[each]).find((each) => each !== undefined);
  if (value === undefined) return { kind: 'unknown', why: `${route.logicalId} names no target` };
  if (value === 'local') return { kind: 'local' };
  const id = route.refer(value);
  const target = sources.get(id);
  const whole = target ?? ofPart(id, route);
  if (target === undefined && whole !== undefined)
    return { kind: 'other', id: whole.id, type: whole.type };
  if (target === undefined) return importedHop(id, sources.why(id, route.stack));
  const toType = hopsByType[target.type];
  return toType === undefined
    ? { kind: 'other', id, type: target.type }
    : toType(target, vpc, around);
}

/**
 * The resource of which a text takes a part: of a firewall's `EndpointIds`, such as `us-west-2a:vpce-111122223333`, one half of one.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-networkfirewall-firewall.html
 */
function ofPart(text: string, route: Declared): Declared | undefined {
  const named = isOpen(text) ? (text.match(/[\w/-]+(?=\.\w)/g) ?? []) : [];
  return named.map((each) => route.find(`\${${each}}`)).find((each) => each !== undefined);
}

/** What an id says of a target that stands in no template. */
function importedHop(id: Id, why: string): NextHop {
  const kind = /^(igw|tgw|vgw|lgw|cagw|vpce)-[0-9a-f]+$/.exec(id)?.[1];
  if (kind === undefined) return { kind: 'unknown', why };
  // AWS takes a route to an internet gateway only where that is attached.
  if (kind === 'igw') return { kind: 'internet-gateway', id };
  return { kind: 'other', id, type: kind };
}

const hopsByType: Readonly<Record<string, (target: Declared, vpc: Id, around: Around) => NextHop>> =
  {
    'AWS::EC2::InternetGateway': (target, vpc, { vpcs }) => {
      const attached = vpcs.get(vpc)?.internetGateway;
      if (isUnknown(attached)) return { kind: 'unknown', why: attached.unknown };
      const isAttached = attached === target.id;
      return isAttached ? { kind: 'internet-gateway', id: target.id } : gone(target, vpc);
    },
    'AWS::EC2::EgressOnlyInternetGateway': (target, vpc) =>
      inVpc(target, 'VpcId', vpc)
        ? { kind: 'egress-only-gateway', id: target.id }
        : gone(target, vpc),
    'AWS::EC2::NatGateway': (target) => ({ kind: 'nat-gateway', id: target.id }),
    'AWS::EC2::VPCPeeringConnection': (target, vpc) =>
      ['VpcId', 'PeerVpcId'].some((each) => inVpc(target, each, vpc))
        ? { kind: 'peering', id: target.id }
        : gone(target, vpc),
    'AWS::EC2::Instance': forwarding,
    'AWS::EC2::NetworkInterface': forwarding,
  };

function forwarding(target: Declared, vpc: Id, { interfaceOf, sources }: Around): NextHop {
  if (target.type === 'AWS::EC2::NetworkInterface' && !isAttached(target))
    return { kind: 'gone', id: target.id, why: `${target.logicalId} is attached to no instance` };
  const face = interfaceOf(target.id);
  if (face === undefined) return { kind: 'unknown', why: `the interface of ${target.logicalId}` };
  const subnet = sources.get(face.subnet);
  const isElsewhere = subnet !== undefined && !inVpc(subnet, 'VpcId', vpc);
  return isElsewhere ? gone(target, vpc) : { kind: 'interface', id: face.id };
}

function inVpc(target: Declared, property: string, vpc: Id): boolean {
  return target.refer(target.properties[property]) === vpc;
}

function gone(target: Declared, vpc: Id): NextHop {
  const name = vpc.split('/').at(-1) ?? vpc;
  return { kind: 'gone', id: target.id, why: `${target.logicalId} is not attached to ${name}` };
}

function vpcOfTable(table: Id, sources: Sources): Id {
  const source = sources.get(table);
  return source === undefined ? table : source.refer(source.properties['VpcId']);
}

/** Static routes of a VPN are written in the template; what BGP brings is known after deployment. */
function propagated(sources: Sources): readonly { readonly table: Id; readonly route: Route }[] {
  return sources.ofType('AWS::EC2::VPNGatewayRoutePropagation').flatMap((each) => {
    const gateway = each.refer(each.properties['VpnGatewayId']);
    const hop = { kind: 'other', id: gateway, type: 'AWS::EC2::VPNGateway' } as const;
    const destinations = vpnDestinations(gateway, sources);
    return listOf(each.properties['RouteTableIds']).flatMap((table) =>
      destinations.map((destination) => ({
        table: each.refer(table),
        route: { id: each.id, destination, origin: 'propagated', hop } as const,
      })),
    );
  });
}

function vpnDestinations(gateway: Id, sources: Sources): readonly Route['destination'][] {
  const connections = sources.naming('AWS::EC2::VPNConnection', 'VpnGatewayId', gateway);
  const isStatic = connections.length > 0 && connections.every(hasStaticRoutes);
  if (!isStatic) return [{ unknown: `the routes that ${gateway} propagates` }];
  return connections
    .flatMap(({ id }) => sources.naming('AWS::EC2::VPNConnectionRoute', 'VpnConnectionId', id))
    .map((each) => blockIn(each.properties['DestinationCidrBlock'], each))
    .filter((each) => each !== undefined);
}

function hasStaticRoutes({ properties }: Declared): boolean {
  return String(properties['StaticRoutesOnly']) === 'true';
}
