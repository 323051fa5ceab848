/**
 * What does an interface do that forwards (a NAT instance, a firewall)? Its groups judge the packet in and out, its
 * source/destination check must be off, and it sends on from its own subnet. What it forwards has lost its references to
 * groups. Towards an IPv4 destination outside it puts its own address in the place of the sender's, as a NAT instance does.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html
 */
import type { Id, Interface } from '../network.ts';
import { dropsWithoutSession, openSession, takeBack } from './nat-session.ts';
import { crosses } from './network-acl.ts';
import { interfaceParty, type Party } from './party.ts';
import { admits } from './security-group.ts';
import { ownerSays, partySays } from './says.ts';
import {
  endsAt,
  inSubnet,
  passes,
  type Judged,
  type Next,
  type Position,
  type Trip,
} from './trip.ts';

/** More interfaces on one way than this are a circle. */
const maxHops = 8;

export function takeInterface(trip: Trip, id: Id, at: Position): Next {
  const face = trip.network.interfaces.get(id);
  const subnet = face && trip.network.subnets.get(face.subnet);
  const gate = { kind: 'forwarding interface', at: id } as const;
  if (face === undefined || subnet === undefined) {
    const says = `${id} is not in the template`;
    return endsAt(trip, { ...gate, outcome: 'depends', code: 'KIT_UNKNOWN', says });
  }
  if (trip.met.includes(id) || trip.met.length > maxHops) {
    const says = `the packet comes to ${ownerSays(trip.network, id)} in a circle`;
    return endsAt(trip, { ...gate, outcome: 'blocked', code: 'KIT_ROUTE_LOOP', says });
  }
  const isForwarded = crosses(trip, at.subnet, subnet) && forwards(trip, face);
  return isForwarded ? { step: 'route', at: inSubnet(subnet) } : undefined;
}

function forwards(trip: Trip, face: Interface): boolean {
  return (
    admits(trip, face, 'in') &&
    passes(trip, judgeCheck(trip, face)) &&
    rewrites(trip, face) &&
    admits(trip, face, 'out')
  );
}

/** Notes that the packet came through, and as whose it goes on. KIT_NO_NAT_SESSION for a reply whose request did not. */
function rewrites(trip: Trip, face: Interface): boolean {
  const { id } = face;
  const hasSeenRequest = trip.way === 'reply' && trip.forwarders.includes(id);
  trip.met = [...trip.met, id];
  if (trip.way === 'request') trip.forwarders = [...trip.forwarders, id];
  const { source, destination } = trip.flight;
  if (!isOutside(destination) || hasSeenRequest) {
    trip.flight = { ...trip.flight, source: { ...source, member: undefined } };
    return true;
  }
  if (trip.way === 'request') return translates(trip, face);
  // It would give the reply an address that the client never spoke to.
  dropsWithoutSession(trip, id);
  return false;
}

/** ENI_SOURCE_DEST_CHECK_RESTRICTION */
function judgeCheck({ network }: Trip, { id, checksSourceDest }: Interface): Judged {
  const gate = { kind: 'source/destination check', at: id } as const;
  const who = ownerSays(network, id);
  if (!checksSourceDest)
    return { ...gate, outcome: 'passed', says: `${who} may forward: the check is off` };
  const says = `${who} takes no packet that is not its own: the check is on`;
  return { ...gate, outcome: 'blocked', code: 'ENI_SOURCE_DEST_CHECK_RESTRICTION', says };
}

function isOutside({ kind, family }: Party): boolean {
  return family === 4 && kind !== 'interface' && kind !== 'nat';
}

function translates(trip: Trip, face: Interface): boolean {
  const { network, flight } = trip;
  const source = interfaceParty(network, face, 4);
  if (source === undefined) return true;
  const who = ownerSays(network, face.id);
  const says = `${partySays(network, flight.source)} becomes the address of ${who}`;
  openSession(trip, face.id);
  trip.flight = { ...flight, source };
  return passes(trip, { kind: 'forwarding interface', at: face.id, outcome: 'passed', says });
}

/** The reply of a connection that the interface translated: on to who opened it. False: it is the end of the way. */
export function takesBack(trip: Trip, { id }: Interface): boolean {
  if (!takeBack(trip, id)) return false;
  const says = `gives the reply back to ${partySays(trip.network, trip.flight.destination)}`;
  return passes(trip, { kind: 'forwarding interface', at: id, outcome: 'passed', says });
}
