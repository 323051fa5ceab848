/**
 * Beyond the internet gateways: a host that answers, or an address of a VPC to which a gateway leads back in.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
 */
import { nameAsWritten } from '../names.ts';
import type { Id, NatGateway, Network, Route, RouteTable, Subnet, Vpc } from '../network.ts';
import { isUnknown } from '../network.ts';
import { cross } from './crossing.ts';
import { answered, deliver, homeOf, stageOf } from './delivery.ts';
import { withoutSession } from './hop-nat.ts';
import { rememberedSeen } from './memory.ts';
import type { Obstacle } from './obstacles.ts';
import { type Choice, routeChoices } from './routes.ts';
import { type Seen, interfaceOf, seenNat, subnetOf } from './seen.ts';
import { type Road, type Travel, blocked, doubted, lost, perhaps } from './travel.ts';
import { addressDoubt } from './words.ts';

export function outside(road: Road, travel: Travel): readonly Travel[] {
  const { kind, id } = travel.destination;
  if (kind === 'host' || kind === 'service')
    return [travel.way === 'request' ? answered(travel) : { ...travel, stage: { kind: 'back' } }];
  const nat = road.network.nats.get(id);
  return nat === undefined ? toInterface(road, travel, id) : toNat(road, travel, nat);
}

/** Only the replies for which it has a session. */
function toNat(road: Road, travel: Travel, nat: NatGateway): readonly Travel[] {
  const { id } = nat;
  if (travel.way === 'request' || travel.sessions.at(-1)?.by !== id)
    return [withoutSession(road.network, travel, id)];
  const named = { ...travel, destination: seenNat(road.network, nat) };
  return nat.subnet === undefined
    ? [{ ...named, stage: stageOf(named.destination) }]
    : inward(road, named, vpcOf(road.network, subnetOf(road.network, nat.subnet)));
}

function toInterface(road: Road, travel: Travel, id: Id): readonly Travel[] {
  const { network } = road;
  const subnet = subnetOf(network, interfaceOf(network, id).subnet);
  const vpc = vpcOf(network, subnet);
  const attached = attachedTo(network, travel, { vpc, subnet });
  const mapped = travel.family === 4 ? mappedTo(network, attached, id) : attached;
  const open = unlessBlocked(network, mapped, { vpc, subnet });
  const named = { ...open, destination: rememberedSeen(road, id, travel.family) };
  // Who asks the table of the internet gateway is that gateway.
  return travel.way === 'reply' && travel.isByEgressOnly === true
    ? [deliver(road, named, undefined)]
    : inward(road, named, vpc);
}

function vpcOf(network: Network, { vpc }: Subnet): Vpc | undefined {
  return isUnknown(vpc) ? undefined : network.vpcs.get(vpc);
}

interface Place {
  readonly vpc: Vpc | undefined;
  readonly subnet: Subnet;
}

/** A reply comes in where its request went out, and if that was elsewhere a gateway is needed all the same. */
function attachedTo(network: Network, travel: Travel, { vpc, subnet }: Place): Travel {
  if (travel.way === 'reply') return travel;
  const at = vpc?.id ?? subnet.id;
  const gateway =
    vpc === undefined
      ? { unknown: `the VPC of ${nameAsWritten(network, at)}` }
      : vpc.internetGateway;
  const obstacle: Obstacle = {
    kind: 'internet gateway',
    at,
    code: 'NO_ROUTE_TO_DESTINATION',
    says: `no internet gateway is attached to ${nameAsWritten(network, at)}`,
  };
  if (gateway === undefined)
    return blocked(travel, () => ({ ...obstacle, remedy: { kind: 'internet gateway', vpc: at } }));
  if (!isUnknown(gateway)) return travel;
  const reason = `whether an internet gateway is attached to ${nameAsWritten(network, at)}: ${gateway.unknown}`;
  return doubted(travel, () => ({ ...obstacle, says: reason, reasons: [reason] }));
}

function mappedTo(network: Network, travel: Travel, id: Id): Travel {
  const { public4, owner, neverPublic } = interfaceOf(network, id);
  if (travel.way === 'reply' || (public4 !== undefined && !isUnknown(public4))) return travel;
  const says = `${nameAsWritten(network, owner)} has no public IPv4 address`;
  const obstacle: Obstacle = {
    kind: 'internet gateway',
    at: owner,
    code: 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
    says,
  };
  if (public4 === undefined)
    return blocked(travel, () => ({
      ...obstacle,
      remedy: { kind: 'public address', interfaces: neverPublic === true ? [] : [id] },
    }));
  const reason = `whether ${nameAsWritten(network, owner)} has a public address: ${public4.unknown}`;
  return doubted(travel, () => ({ ...obstacle, says: reason, reasons: [reason] }));
}

/** VPC Block Public Access, for what is opened from outside. */
function unlessBlocked(network: Network, travel: Travel, { vpc, subnet }: Place): Travel {
  const isOpen =
    travel.way === 'reply' ||
    vpc === undefined ||
    vpc.blockPublicAccess === 'off' ||
    subnet.publicAccessExclusion === 'bidirectional';
  if (isOpen) return travel;
  return blocked(travel, () => ({
    kind: 'block public access',
    at: vpc.blockPublicAccessBy ?? vpc.id,
    code: 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    says: `block public access of ${nameAsWritten(network, vpc.id)} is ${vpc.blockPublicAccess} and does not exclude ${nameAsWritten(network, subnet.id)}`,
    remedy: { kind: 'exclusion', subnet: subnet.id, allows: 'bidirectional' },
  }));
}

/** From the gateway to the private address: directly, or as the table that is associated with the gateway says. */
function inward(road: Road, travel: Travel, vpc: Vpc | undefined): readonly Travel[] {
  const table =
    vpc?.gatewayTable === undefined ? undefined : road.network.tables.get(vpc.gatewayTable);
  if (table === undefined) return [deliver(road, travel, undefined)];
  const choices = routeChoices(table, travel.destination, { isInside: 'yes' });
  const doubt = () => ({
    kind: 'route' as const,
    at: table.id,
    code: 'KIT_UNKNOWN' as const,
    says: `which route of ${nameAsWritten(road.network, table.id)} applies depends on an address`,
    reasons: [addressDoubt(road.network, travel.destination)],
  });
  return choices.map((choice) =>
    byGatewayTable(road, choices.length > 1 ? perhaps(travel, doubt) : travel, { table, choice }),
  );
}

function byGatewayTable(
  road: Road,
  travel: Travel,
  { table, choice }: { readonly table: RouteTable; readonly choice: Choice },
): Travel {
  if (choice?.hop.kind === 'local') return deliver(road, travel, undefined);
  if (choice?.hop.kind === 'interface' && road.network.interfaces.has(choice.hop.id)) {
    const to = homeOf(road.network, forwarder(travel.destination, choice.hop.id));
    return {
      ...cross(road, travel, { to }),
      stage: { kind: 'interface', id: choice.hop.id },
    };
  }
  return elsewhere(road, travel, { table, choice });
}

function forwarder(seen: Seen, id: Id): Seen {
  return { ...seen, kind: 'interface', id };
}

function elsewhere(
  { network }: Road,
  travel: Travel,
  { table, choice }: { readonly table: RouteTable; readonly choice: Choice },
): Travel {
  const name = nameAsWritten(network, table.id);
  if (choice === undefined || isRefused(choice))
    return blocked(travel, () => ({
      kind: 'route',
      at: table.id,
      code: choice?.hop.kind === 'gone' ? 'BAD_STATE_ROUTE' : 'NO_ROUTE_TO_DESTINATION',
      says: `${name}, the table of the internet gateway, leads nowhere for it`,
    }));
  const { hop } = choice;
  const says =
    hop.kind === 'other'
      ? `${hop.id} (${hop.type}) is not modelled`
      : `where ${name} leads is not known`;
  const code = hop.kind === 'other' ? 'KIT_NEXT_HOP_NOT_MODELLED' : 'KIT_UNKNOWN';
  return lost(travel, () => ({ kind: 'route', at: table.id, code, says, reasons: [says] }));
}

/** A gateway's table leads to interfaces and Gateway Load Balancer endpoints only. */
function isRefused({ hop: { kind } }: Route): boolean {
  return kind !== 'other' && kind !== 'unknown' && kind !== 'interface';
}
