/** From a subnet: its route table says where to. */
import { nameAsWritten } from '../names.ts';
import type { Id, NextHop, RouteTable, Subnet } from '../network.ts';
import { isUnknown } from '../network.ts';
import { deliver, homeOf } from './delivery.ts';
import type { Hop } from './hop.ts';
import { toEgressOnlyGateway, toInternetGateway } from './hop-gateway.ts';
import { toGatewayEndpoint } from './hop-endpoint.ts';
import { toForwarder } from './hop-interface.ts';
import { toLocal } from './hop-local.ts';
import { toNatGateway } from './hop-nat.ts';
import { toPeering } from './hop-peering.ts';
import { rememberedChoices } from './memory.ts';
import { type Choice, doubtOf } from './routes.ts';
import { type Seen, sameVpc, subnetOf } from './seen.ts';
import { type Road, type Travel, blocked, lost, perhaps } from './travel.ts';
import { addressDoubt, endText } from './words.ts';

/** One travel for each route that it may take. */
export function leave(road: Road, travel: Travel, subnetId: Id): readonly Travel[] {
  const subnet = subnetOf(road.network, subnetId);
  // No table comes between two of one subnet.
  if (homeOf(road.network, travel.destination)?.id === subnetId)
    return [deliver(road, travel, subnet)];
  const table = isUnknown(subnet.table) ? undefined : road.network.tables.get(subnet.table);
  if (table === undefined) return [withoutTable(road, travel, subnet)];
  const choices = choicesOf(road, table, travel.destination);
  return choices.map((choice) => {
    const taken = choices.length === 1 ? travel : undecided(road, travel, { table, choices });
    if (choice === undefined) return unrouted(road, taken, { table, subnet });
    const { hop } = choice;
    const to = 'id' in hop ? hop.id : table.id;
    return hops[hop.kind](road, taken, { subnet, table: table.id, route: choice, to });
  });
}

interface Place {
  readonly table: RouteTable;
  readonly subnet: Subnet;
}

function choicesOf(road: Road, table: RouteTable, destination: Seen): readonly Choice[] {
  const isDevice = destination.kind === 'interface' || destination.kind === 'nat';
  const isInside = isDevice ? sameVpc(table.vpc, destination.vpc) : 'no';
  return rememberedChoices(road, table, { destination, by: { isInside } });
}

function withoutTable(road: Road, travel: Travel, subnet: Subnet): Travel {
  const why = isUnknown(subnet.table) ? subnet.table.unknown : `nothing describes ${subnet.table}`;
  const reason = `the route table of ${nameAsWritten(road.network, subnet.id)}: ${why}`;
  return lost(travel, () => ({
    kind: 'route',
    at: subnet.id,
    code: 'KIT_UNKNOWN',
    says: reason,
    reasons: [reason],
  }));
}

function undecided(
  { network }: Road,
  travel: Travel,
  { table, choices }: { readonly table: RouteTable; readonly choices: readonly Choice[] },
): Travel {
  return perhaps(travel, () => ({
    kind: 'route',
    at: table.id,
    code: 'KIT_UNKNOWN',
    says: `which route ${endText(network, travel.destination)} has depends on its address`,
    reasons: choices.slice(0, -1).map((choice) => {
      const said = choice === undefined ? undefined : doubtOf(choice);
      return said ?? addressDoubt(network, travel.destination);
    }),
  }));
}

function unrouted({ network }: Road, travel: Travel, { table, subnet }: Place): Travel {
  const { destination, way } = travel;
  return blocked(travel, () => ({
    kind: 'route',
    at: table.id,
    code: 'NO_ROUTE_TO_DESTINATION',
    says: `${nameAsWritten(network, table.id)} has no route to ${endText(network, destination)}`,
    remedy: { kind: 'route', way, table: table.id, subnet: subnet.id, destination },
  }));
}

type Onward = (road: Road, travel: Travel, at: Hop) => Travel;

const hops: Readonly<Record<NextHop['kind'], Onward>> = {
  local: toLocal,
  'internet-gateway': toInternetGateway,
  'egress-only-gateway': toEgressOnlyGateway,
  'nat-gateway': toNatGateway,
  peering: toPeering,
  'gateway-endpoint': toGatewayEndpoint,
  interface: toForwarder,
  gone: toNothing,
  other: toUnsaid,
  unknown: toUnsaid,
};

function toNothing({ network }: Road, travel: Travel, at: Hop): Travel {
  const { route, subnet, table, to } = at;
  const { way, destination } = travel;
  const why = route.hop.kind === 'gone' ? route.hop.why : 'it is not there';
  return blocked(travel, () => ({
    kind: 'route',
    at: table,
    code: 'BAD_STATE_ROUTE',
    rule: { id: route.id, says: `to ${nameAsWritten(network, to)}, a blackhole` },
    says: `${nameAsWritten(network, to)} takes no packets: ${why}`,
    remedy: { kind: 'route', way, table, subnet: subnet.id, destination, instead: route.id },
  }));
}

/** Transit gateways and the like, and targets that nobody knows. */
function toUnsaid({ network }: Road, travel: Travel, { route, to, table }: Hop): Travel {
  const { hop } = route;
  const isNamed = hop.kind === 'other';
  const name = nameAsWritten(network, to);
  const why = hop.kind === 'unknown' ? hop.why : 'where the route leads is not known';
  const says = isNamed ? `${name} (${hop.type}) is not modelled` : why;
  return lost(travel, () => ({
    kind: 'route',
    at: isNamed ? to : table,
    code: isNamed ? 'KIT_NEXT_HOP_NOT_MODELLED' : 'KIT_UNKNOWN',
    rule: { id: route.id, says: isNamed ? `to ${name}` : 'to a target that is not known' },
    says,
    reasons: [says],
  }));
}
