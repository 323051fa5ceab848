/** The network without something that was lost: what stood on it is gone, and routes to it lead nowhere. */
import {
  isUnknown,
  type AclEntry,
  type Id,
  type Network,
  type NetworkAcl,
  type NextHop,
  type SecurityGroup,
  type Subnet,
} from './network.ts';

/** Zones in the order of their names: the first is 1. */
export function zonesOf(network: Network): readonly string[] {
  const zones = [...network.subnets.values()].flatMap(({ zone }) => (isUnknown(zone) ? [] : zone));
  return [...new Set(zones)].sort();
}

/** Without every resource that stands in the zone. */
export function withoutZone(network: Network, zone: string): Network {
  const isLost = (subnet: Subnet | undefined): boolean => subnet?.zone === zone;
  const nats = [...network.nats.values()].filter(
    ({ subnet }) => subnet !== undefined && isLost(network.subnets.get(subnet)),
  );
  const interfaces = [...network.interfaces.values()].filter(({ subnet }) =>
    isLost(network.subnets.get(subnet)),
  );
  return without(network, new Set([...nats, ...interfaces].map(({ id }) => id)));
}

/** Without these: an end by its interfaces, a gateway, a NAT, a network ACL, an entry or a rule. */
export function withoutResource(network: Network, id: Id): Network {
  return without(network, new Set([id, ...(network.ends.get(id)?.interfaces ?? [])]));
}

function without(network: Network, lost: ReadonlySet<Id>): Network {
  const kept = <T extends { readonly id: Id }>(all: ReadonlyMap<Id, T>): ReadonlyMap<Id, T> =>
    new Map([...all].filter(([id]) => !lost.has(id)));
  return {
    ...network,
    interfaces: kept(network.interfaces),
    nats: kept(network.nats),
    subnets: new Map(
      [...network.subnets].map(([id, subnet]) => [id, withoutAcl(subnet, lost)] as const),
    ),
    acls: new Map([...network.acls].map(([id, acl]) => [id, withoutEntries(acl, lost)] as const)),
    groups: new Map(
      [...network.groups].map(([id, group]) => [id, withoutRules(group, lost)] as const),
    ),
    peerings: kept(network.peerings),
    endpoints: kept(network.endpoints),
    addresses: new Map(
      [...network.addresses].map(([id, each]) => {
        const isLost = each.mappedTo !== undefined && lost.has(each.mappedTo);
        return [id, isLost ? { ...each, mappedTo: undefined } : each];
      }),
    ),
    vpcs: new Map(
      [...network.vpcs].map(([id, vpc]) => {
        const { internetGateway: gateway } = vpc;
        const isLost = typeof gateway === 'string' && lost.has(gateway);
        return [id, isLost ? { ...vpc, internetGateway: undefined } : vpc];
      }),
    ),
    tables: new Map(
      [...network.tables].map(([id, table]) => [
        id,
        {
          ...table,
          routes: table.routes.map((route) => ({ ...route, hop: unlessLost(route.hop, lost) })),
        },
      ]),
    ),
    ends: new Map(
      [...network.ends].map(([id, end]) => [
        id,
        { ...end, interfaces: end.interfaces.filter((each) => !lost.has(each)) },
      ]),
    ),
  };
}

/** A subnet that loses its network ACL is back at its VPC's default one. */
function withoutAcl(subnet: Subnet, lost: ReadonlySet<Id>): Subnet {
  const { acl, vpc } = subnet;
  const isLost = typeof acl === 'string' && lost.has(acl);
  return isLost && typeof vpc === 'string' ? { ...subnet, acl: `${vpc}.default-acl` } : subnet;
}

function withoutEntries({ id, inbound, outbound }: NetworkAcl, lost: ReadonlySet<Id>): NetworkAcl {
  const isLeft = (entry: AclEntry): boolean => !lost.has(entry.id);
  return { id, inbound: inbound.filter(isLeft), outbound: outbound.filter(isLeft) };
}

function withoutRules(group: SecurityGroup, lost: ReadonlySet<Id>): SecurityGroup {
  const left = (rules: SecurityGroup['inbound']): SecurityGroup['inbound'] =>
    isUnknown(rules) ? rules : rules.filter((rule) => !lost.has(rule.id));
  return { ...group, inbound: left(group.inbound), outbound: left(group.outbound) };
}

function unlessLost(hop: NextHop, lost: ReadonlySet<Id>): NextHop {
  if (!('id' in hop) || !lost.has(hop.id)) return hop;
  return { kind: 'gone', id: hop.id, why: 'it is lost' };
}
