/**
 * What does an internet gateway do? Out: it refuses private destinations and puts the public IPv4 address in the place of the
 * private one. In: it puts the private one back and asks its own route table, if it has one. IPv6 passes unchanged.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
import { nameAsWritten } from '../names.ts';
import {
  isUnknown,
  type Id,
  type Network,
  type Subnet,
  type Unknown,
  type Vpc,
} from '../network.ts';
import type { Code } from '../question.ts';
import { allowsPublicAccess } from './block-public-access.ts';
import { privateRange } from './match.ts';
import { dropsWithoutSession } from './nat-session.ts';
import { crosses } from './network-acl.ts';
import { privateParty, publicParty, type Party } from './party.ts';
import { ownerSays, partySays } from './says.ts';
import { passes, vpcNamed, type Judged, type Next, type Position, type Trip } from './trip.ts';

export function takeInternetGateway(trip: Trip, id: Id, { subnet, vpc }: Position): Next {
  if (!crosses(trip, subnet, undefined)) return undefined;
  return leave(trip, id, { subnet, vpc });
}

/** Out by the gateway, whoever sends. `subnet` is the one whose exclusion from Block Public Access counts. */
export function leave(
  trip: Trip,
  id: Id,
  from: { readonly subnet: Subnet | undefined; readonly vpc: Id | Unknown | undefined },
): Next {
  const vpc = vpcNamed(trip.network, from.vpc);
  const door = trip.flight.source.kind === 'nat' ? 'one-way' : 'out';
  if (!allowsPublicAccess(trip, { vpc, subnet: from.subnet }, door)) return undefined;
  if (!passes(trip, judgeOut(trip, id))) return undefined;
  const { source } = trip.flight;
  const seen = source.family === 4 ? publicParty(source) : { ...source, member: undefined };
  trip.flight = { ...trip.flight, source: seen };
  if (trip.way === 'request') trip.leftBy = 'internet-gateway';
  return { step: 'outside' };
}

/**
 * IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS, ..._RFC6598_EGRESS, IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS; a private address
 * of a VPC that is in neither range leads nowhere on the internet: NO_ROUTE_TO_DESTINATION.
 */
function judgeOut({ network, flight }: Trip, id: Id): Judged {
  const gate = { kind: 'internet gateway', at: id } as const;
  const { source, destination } = flight;
  if (source.family === 6)
    return { ...gate, outcome: 'passed', says: `${partySays(network, source)} leaves unchanged` };
  const refused = refusedDestination(destination);
  if (refused !== undefined) {
    const says = `${partySays(network, destination)} is a private address`;
    return { ...gate, outcome: 'blocked', code: refused, says };
  }
  const mapped = mappedTo(network, source);
  const who = partySays(network, source);
  if (mapped === undefined) {
    const code: Code = 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS';
    return { ...gate, outcome: 'blocked', code, says: `no public address is mapped to ${who}` };
  }
  if (isUnknown(mapped))
    return { ...gate, outcome: 'depends', code: 'KIT_UNKNOWN', says: mapped.unknown };
  return { ...gate, outcome: 'passed', says: `${who} leaves as ${nameAsWritten(network, mapped)}` };
}

function refusedDestination({ kind, block }: Party): Code | undefined {
  if (kind === 'public' || kind === 'service') return undefined;
  const range = isUnknown(block) ? undefined : privateRange(block);
  if (range === '1918') return 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS';
  if (range === '6598') return 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS';
  return kind === 'host' ? undefined : 'NO_ROUTE_TO_DESTINATION';
}

/** The resource whose public IPv4 address stands for the party. */
export function mappedTo(network: Network, { id }: Party): Id | Unknown | undefined {
  if (id === undefined) return undefined;
  const nat = network.nats.get(id);
  if (nat !== undefined) return nat.isPublic ? nat.seenAs : undefined;
  return network.interfaces.get(id)?.public4;
}

/** From the internet into the VPC of the destination. */
export function enter(trip: Trip): Next {
  // What left by an egress-only gateway is answered through it.
  if (trip.way === 'reply' && trip.leftBy === 'egress-only-gateway')
    return { step: 'deliver', from: undefined };
  const { subnet, vpc: id } = trip.flight.destination;
  const vpc = vpcNamed(trip.network, id);
  const isIn =
    passes(trip, judgeAttached(trip, vpc)) &&
    isMapped(trip) &&
    allowsPublicAccess(trip, { vpc, subnet }, 'in');
  return isIn ? askTable(subnet, vpc?.gatewayTable) : undefined;
}

/** The gateway's own table, but for a regional NAT gateway: it stands in no subnet that the table could name. */
function askTable(subnet: Subnet | undefined, table: Id | undefined): Next {
  if (table === undefined || subnet === undefined) return { step: 'deliver', from: undefined };
  return { step: 'route', at: { vpc: subnet.vpc, subnet: undefined, table } };
}

/** NO_ROUTE_TO_DESTINATION where the VPC has no internet gateway. A reply's request left by it, so it is there. */
function judgeAttached({ network, flight, way }: Trip, vpc: Vpc | undefined): Judged {
  const where = flight.destination.subnet?.id ?? partySays(network, flight.destination);
  const gateway = vpc === undefined ? unsaidFor(where) : vpc.internetGateway;
  const says = `${partySays(network, flight.source)} comes in`;
  const passed = { kind: 'internet gateway', outcome: 'passed', says } as const;
  if (typeof gateway === 'string') return { ...passed, at: gateway };
  return way === 'reply' ? { ...passed, at: where } : missing(network, vpc?.id ?? where, gateway);
}

function missing(network: Network, at: Id, gateway: Unknown | undefined): Judged {
  const gate = { kind: 'internet gateway', at } as const;
  if (gateway !== undefined)
    return { ...gate, outcome: 'depends', code: 'KIT_UNKNOWN', says: gateway.unknown };
  const says = `no internet gateway is attached to ${nameAsWritten(network, at)}`;
  return { ...gate, outcome: 'blocked', code: 'NO_ROUTE_TO_DESTINATION', says };
}

function unsaidFor(where: string): Unknown {
  return { unknown: `the VPC of ${where} is not in the template` };
}

/** The public address becomes the private one. IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS where there is none. */
function isMapped(trip: Trip): boolean {
  const { network, flight } = trip;
  const { id, family } = flight.destination;
  if (family === 6 || id === undefined) return true;
  const held = privateParty(network, id, 4);
  if (held === undefined) return true;
  trip.flight = { ...flight, destination: held };
  if (trip.way === 'reply') return true;
  if (held.kind !== 'nat') return passes(trip, judgeMapping(network, held, id));
  dropsWithoutSession(trip, id);
  return false;
}

function judgeMapping(network: Network, held: Party, id: Id): Judged {
  const gate = { kind: 'address', at: network.interfaces.get(id)?.owner ?? id } as const;
  const mapped = mappedTo(network, held);
  if (mapped === undefined) {
    const says = `${ownerSays(network, id)} has no public IPv4 address`;
    const code: Code = 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS';
    return { ...gate, outcome: 'blocked', code, says };
  }
  if (isUnknown(mapped))
    return { ...gate, outcome: 'depends', code: 'KIT_UNKNOWN', says: mapped.unknown };
  const says = `${nameAsWritten(network, mapped)} is mapped to ${ownerSays(network, id)}`;
  return { ...gate, outcome: 'passed', says };
}
