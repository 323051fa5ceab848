/**
 * What does an egress-only internet gateway do? IPv6 out, for what is opened from inside; it lets the replies of those in, and
 * nothing else either way.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
 */
import { nameAsWritten } from '../names.ts';
import type { Id } from '../network.ts';
import { allowsPublicAccess } from './block-public-access.ts';
import { crosses } from './network-acl.ts';
import { partySays } from './says.ts';
import { passes, vpcNamed, type Judged, type Next, type Position, type Trip } from './trip.ts';

export function takeEgressOnlyGateway(trip: Trip, id: Id, { subnet, vpc }: Position): Next {
  if (!crosses(trip, subnet, undefined)) return undefined;
  if (!allowsPublicAccess(trip, { subnet, vpc: vpcNamed(trip.network, vpc) }, 'one-way'))
    return undefined;
  if (!passes(trip, judge(trip, id))) return undefined;
  const { source } = trip.flight;
  trip.flight = { ...trip.flight, source: { ...source, member: undefined } };
  trip.leftBy = 'egress-only-gateway';
  return { step: 'outside' };
}

/** KIT_EGRESS_ONLY for a reply: its request came in elsewhere. BAD_STATE_ROUTE for IPv4. */
function judge({ network, flight, way }: Trip, id: Id): Judged {
  const gate = { kind: 'egress-only internet gateway', at: id } as const;
  const who = nameAsWritten(network, id);
  if (flight.source.family === 4)
    return { ...gate, outcome: 'blocked', code: 'BAD_STATE_ROUTE', says: `${who} has no IPv4` };
  if (way === 'reply') {
    const says = `${who} holds no session: the request did not leave by it`;
    return { ...gate, outcome: 'blocked', code: 'KIT_EGRESS_ONLY', says };
  }
  return { ...gate, outcome: 'passed', says: `${partySays(network, flight.source)} leaves` };
}
