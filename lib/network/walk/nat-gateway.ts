/**
 * What does a NAT gateway do? It takes TCP, UDP and ICMP from its VPC, puts its own address and a port of 1024-65535 in the
 * place of the sender's, and sends the packet on from its own subnet, by that subnet's routes and network ACL; it has no
 * security group. A regional one stands in no subnet and sends everything to the VPC's internet gateway. IPv6 only for
 * 64:ff9b::/96 (NAT64).
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
import { nameAsWritten } from '../names.ts';
import { isUnknown, type Id, type NatGateway, type Unknown } from '../network.ts';
import type { Code } from '../question.ts';
import { echo, protocols } from '../services.ts';
import { leave } from './internet-gateway.ts';
import { sameVpc, type Match } from './match.ts';
import { dropsWithoutSession, openSession, takeBack } from './nat-session.ts';
import { crosses } from './network-acl.ts';
import { embedded4, natParty, type Party } from './party.ts';
import { flowSays, partySays } from './says.ts';
import {
  endsAt,
  inSubnet,
  passes,
  vpcNamed,
  type Flight,
  type Judged,
  type Next,
  type Position,
  type Trip,
} from './trip.ts';

export function takeNatGateway(trip: Trip, id: Id, at: Position): Next {
  const { network } = trip;
  const nat = network.nats.get(id);
  if (nat === undefined) {
    const says = `${id} is not in the template`;
    const code: Code = 'KIT_UNKNOWN';
    return endsAt(trip, { kind: 'NAT gateway', at: id, outcome: 'depends', code, says });
  }
  if (at.nat !== undefined && trip.way === 'request') return loops(trip, at.nat);
  const self = natParty(network, nat, trip.flight.source.origin);
  if (!crosses(trip, at.subnet, self.subnet)) return undefined;
  if (trip.way === 'reply') return dropsWithoutSession(trip, id);
  const isTaken = passes(trip, judge(trip, nat, self)) && servesZone(trip, nat, at);
  return isTaken ? sendOn(trip, nat, { at, self }) : undefined;
}

/** From its own subnet, as itself. */
function sendOn(trip: Trip, nat: NatGateway, { at, self }: { at: Position; self: Party }): Next {
  openSession(trip, nat.id);
  trip.flight = translated(trip.flight, self);
  if (self.subnet !== undefined) return { step: 'route', at: inSubnet(self.subnet, nat.id) };
  return leaveRegional(trip, nat, at);
}

/** KIT_NAT_SUBNET_LOOP */
function loops(trip: Trip, nat: Id): Next {
  const says = `the subnet of ${nameAsWritten(trip.network, nat)} routes into a NAT gateway`;
  const code: Code = 'KIT_NAT_SUBNET_LOOP';
  return endsAt(trip, { kind: 'NAT gateway', at: nat, outcome: 'blocked', code, says });
}

const carried: readonly number[] = [protocols.tcp, protocols.udp, protocols.icmp, protocols.icmp6];

/** KIT_NGW_PROTOCOL, NGW_REQUIRES_SOURCE_IN_VPC */
function judge({ network, flight }: Trip, nat: NatGateway, self: Party): Judged {
  const gate = { kind: 'NAT gateway', at: nat.id } as const;
  const who = nameAsWritten(network, nat.id);
  const { source, destination } = flight;
  const isCarried = source.family === 4 || embedded4(destination) !== undefined;
  if (!carried.includes(flight.protocol) || !isCarried) {
    const what = isCarried ? flowSays(flight) : 'IPv6 outside 64:ff9b::/96';
    const says = `${who} does not carry ${what}`;
    return { ...gate, outcome: 'blocked', code: 'KIT_NGW_PROTOCOL', says };
  }
  const inVpc = isInVpc(source, self.vpc);
  const from = partySays(network, source);
  if (inVpc === 'no') {
    const code: Code = 'NGW_REQUIRES_SOURCE_IN_VPC';
    return { ...gate, outcome: 'blocked', code, says: `${from} is not in the VPC of ${who}` };
  }
  if (inVpc === 'maybe') {
    const says = `whether ${from} is in the VPC of ${who} is not in the template`;
    return { ...gate, outcome: 'depends', code: 'KIT_UNKNOWN', says };
  }
  return { ...gate, outcome: 'passed', says: `${from} becomes an address of ${who}` };
}

function isInVpc(source: Party, vpc: Id | Unknown | undefined): Match {
  return source.vpc === undefined || vpc === undefined ? 'no' : sameVpc(source.vpc, vpc);
}

/**
 * REGIONAL_NGW_ROUTE_AZ_RESTRICTION: a regional one whose addresses are given zone by zone serves those zones only.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
 */
function servesZone(trip: Trip, { id, zones }: NatGateway, { subnet }: Position): boolean {
  if (zones === undefined || subnet === undefined) return true;
  const who = nameAsWritten(trip.network, id);
  const { zone } = subnet;
  const gate = { kind: 'NAT gateway', at: id } as const;
  if (isUnknown(zone))
    return passes(trip, { ...gate, outcome: 'depends', code: 'KIT_UNKNOWN', says: zone.unknown });
  if (zones.includes(zone)) return true;
  const code: Code = 'REGIONAL_NGW_ROUTE_AZ_RESTRICTION';
  const says = `${who} has no address in zone ${zone}`;
  return passes(trip, { ...gate, outcome: 'blocked', code, says });
}

/** The NAT gateway's port: any of 1024-65535; one packet keeps its own where that is one. */
const firstPort = 1024;

function translated(flight: Flight, source: Party): Flight {
  const sourcePort = Math.max(flight.sourcePort, firstPort);
  const destination = embedded4(flight.destination);
  if (destination === undefined) return { ...flight, source, sourcePort };
  const isEcho = flight.protocol === protocols.icmp6;
  const { protocol, port } = isEcho
    ? { protocol: protocols.icmp, port: echo[protocols.icmp].request }
    : flight;
  return { source, destination, protocol, port, sourcePort };
}

/** BAD_STATE_ROUTE where its VPC has no internet gateway. */
function leaveRegional(trip: Trip, nat: NatGateway, { subnet }: Position): Next {
  const vpc = vpcNamed(trip.network, nat.vpc);
  const gateway = vpc === undefined ? nat.vpc : vpc.internetGateway;
  const gate = { kind: 'NAT gateway', at: nat.id } as const;
  if (gateway === undefined) {
    const says = `no internet gateway is attached to the VPC of ${nameAsWritten(trip.network, nat.id)}`;
    return endsAt(trip, { ...gate, outcome: 'blocked', code: 'BAD_STATE_ROUTE', says });
  }
  if (isUnknown(gateway))
    passes(trip, { ...gate, outcome: 'depends', code: 'KIT_UNKNOWN', says: gateway.unknown });
  return leave(trip, isUnknown(gateway) ? nat.id : gateway, { subnet, vpc: nat.vpc });
}

/** What arrives at the NAT gateway's own address: the reply of a connection that it carries, or nothing it knows. */
export function arriveAtNat(trip: Trip, id: Id): Next {
  const { subnet } = trip.flight.destination;
  if (!takeBack(trip, id)) return dropsWithoutSession(trip, id);
  const says = `gives the reply back to ${partySays(trip.network, trip.flight.destination)}`;
  passes(trip, { kind: 'NAT gateway', at: id, outcome: 'passed', says });
  if (subnet === undefined) return { step: 'deliver', from: undefined };
  return { step: 'route', at: inSubnet(subnet, id) };
}
