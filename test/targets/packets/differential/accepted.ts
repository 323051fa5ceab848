/**
 * A random network as the kernel plays it: without the routes that AWS refuses to make, and without the rules and routes that
 * nobody knows.
 */
import {
  isUnknown,
  type AclEntry,
  type GroupRule,
  type Id,
  type Network,
  type NextHop,
  type PrefixList,
  type Route,
  type RouteTable,
  type SecurityGroup,
  type Unknown,
} from '../../../../lib/network/network.ts';

export function asAccepted(network: Network): Network {
  const tables = [...network.tables].map(([id, table]) => {
    const routes = table.routes.filter((route) => isAccepted(network, table, route));
    return [id, { ...table, routes }] as const;
  });
  return { ...network, tables: new Map(tables) };
}

/**
 * "Route table and interface belong to different networks": whatever a route leads to stands in its own VPC. An egress-only
 * internet gateway takes IPv6 alone; a gateway endpoint gets its routes, by prefix list, from AWS itself.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-routing
 */
function isAccepted(network: Network, { vpc }: RouteTable, { hop, destination }: Route): boolean {
  switch (hop.kind) {
    case 'egress-only-gateway':
      return 'family' in destination && destination.family === 6;
    case 'gateway-endpoint':
      return isRouteOf(network, vpc, { hop, destination });
    case 'nat-gateway':
      return isOf(vpc, [vpcOfNat(network, hop.id)]);
    case 'peering': {
      const { requester, accepter } = network.peerings.get(hop.id) ?? {};
      return isOf(vpc, [requester, accepter]);
    }
    default:
      return true;
  }
}

function isRouteOf(
  { endpoints }: Network,
  vpc: Id | Unknown,
  {
    hop,
    destination,
  }: { readonly hop: { readonly id: Id }; readonly destination: Route['destination'] },
): boolean {
  const { service, vpc: own } = endpoints.get(hop.id) ?? {};
  return 'service' in destination && destination.service === service && isOf(vpc, [own]);
}

function vpcOfNat({ nats, subnets }: Network, id: Id): Id | Unknown | undefined {
  const nat = nats.get(id);
  return nat?.subnet === undefined ? nat?.vpc : subnets.get(nat.subnet)?.vpc;
}

/** What nobody knows may be. */
function isOf(vpc: Id | Unknown, sides: readonly (Id | Unknown | undefined)[]): boolean {
  return isUnknown(vpc) || sides.some((side) => side === vpc || isUnknown(side));
}

/**
 * What the model is asked of, so that it knows as much as the kernel does: settled, and without every rule, entry and route that
 * the template does not say. The lists of services are theirs alone: no host, and no public address, is in them.
 */
export function asPlayed(network: Network): Network {
  const { tables, acls, groups } = network;
  return {
    ...network,
    tables: mapped(tables, (table) => ({
      ...table,
      routes: table.routes.filter(isKnownRoute).map((route) => ({
        ...route,
        destination: ofService(route.destination),
        hop: thatIsThere(network, route.hop),
      })),
    })),
    acls: mapped(acls, (acl) => ({
      ...acl,
      inbound: acl.inbound.filter(isKnownEntry),
      outbound: acl.outbound.filter(isKnownEntry),
    })),
    groups: mapped(groups, (group) => ({
      ...group,
      inbound: knownRules(group.inbound),
      outbound: knownRules(group.outbound),
    })),
  };
}

function mapped<T>(all: ReadonlyMap<Id, T>, change: (each: T) => T): ReadonlyMap<Id, T> {
  return new Map([...all].map(([id, each]) => [id, change(each)]));
}

/** What is not played is a blackhole: it keeps packets from a wider route. */
function thatIsThere(network: Network, hop: NextHop): NextHop {
  const { nats } = network;
  if (hop.kind === 'peering') return thatConnects(network, hop);
  if (hop.kind === 'nat-gateway' && nats.get(hop.id)?.address4 === undefined)
    return { kind: 'gone', id: hop.id, why: 'its subnet has no addresses that are known' };
  if (hop.kind === 'unknown') return { kind: 'gone', id: 'Unknown', why: hop.why };
  return hop.kind === 'other' ? { kind: 'gone', id: hop.id, why: 'it is not played' } : hop;
}

function thatConnects({ peerings, vpcs }: Network, hop: NextHop & { readonly id: Id }): NextHop {
  const { requester, accepter } = peerings.get(hop.id) ?? {};
  const isThere = [requester, accepter].every((each) => typeof each === 'string' && vpcs.has(each));
  return isThere ? hop : { kind: 'gone', id: hop.id, why: 'it is not known what it connects' };
}

function isKnownRoute({ destination }: Route): boolean {
  if (isUnknown(destination)) return false;
  return 'family' in destination || isKnownList(destination);
}

function isKnownList({ blocks, service }: PrefixList): boolean {
  return service !== undefined || !isUnknown(blocks);
}

function isKnownEntry({ block, service }: AclEntry): boolean {
  return !isUnknown(block) && service.unknown === undefined;
}

function knownRules(rules: SecurityGroup['inbound']): readonly GroupRule[] {
  if (isUnknown(rules)) return [];
  return rules.flatMap((rule) => {
    const { peer, service } = rule;
    if (service.unknown !== undefined || peer.kind === 'unknown') return [];
    if (peer.kind !== 'list') return rule;
    return isKnownList(peer.list) ? { ...rule, peer: { ...peer, list: ofService(peer.list) } } : [];
  });
}

function ofService<T extends Route['destination']>(list: T): T {
  const service = 'service' in list ? list.service : undefined;
  if (service === undefined) return list;
  return { ...list, blocks: { unknown: `the blocks of ${service}` } };
}
