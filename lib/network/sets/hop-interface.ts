/**
 * An interface that forwards what is not for it: a NAT instance, a firewall. It translates what leaves every VPC, for which
 * it needs a public address itself, and forwards the rest unchanged.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
 */
import { nameAsWritten } from '../names.ts';
import type { Id, Interface, Network } from '../network.ts';
import { cross } from './crossing.ts';
import { arrive } from './delivery.ts';
import { askGroups } from './group-gate.ts';
import { withoutSession } from './hop-nat.ts';
import type { Hop } from './hop.ts';
import {
  type Seen,
  interfaceOf,
  rewritten,
  seenInterface,
  subnetOf,
  unrecognised,
} from './seen.ts';
import { type Road, type Travel, blocked, lost } from './travel.ts';
import { ownerOf } from './words.ts';

/** More forwarders than this on one way are a circle. */
const mostHops = 8;

export function toForwarder(road: Road, travel: Travel, { to: id, subnet }: Hop): Travel {
  const { network } = road;
  const forwarder = network.interfaces.get(id);
  if (forwarder === undefined) {
    const says = `nothing describes ${nameAsWritten(network, id)}`;
    return lost(travel, () => ({
      kind: 'forwarding interface',
      at: id,
      code: 'KIT_UNKNOWN',
      says,
      reasons: [says],
    }));
  }
  const to = subnetOf(network, forwarder.subnet);
  return {
    ...cross(road, travel, { from: subnet, to }),
    stage: { kind: 'interface', id },
  };
}

/** At its end, back at its start, or at one that forwards. */
export function atInterface(road: Road, travel: Travel, id: Id): Travel {
  const { destination, way } = travel;
  const isForIt = destination.kind === 'interface' && destination.id === id;
  if (!isForIt) return forwarded(road, travel, id);
  if (way === 'request') return arrive(road, travel, id);
  const session = travel.sessions.at(-1);
  if (session?.by !== id) return { ...travel, stage: { kind: 'back' } };
  return {
    ...travel,
    source: session.destination,
    destination: session.source,
    sessions: travel.sessions.slice(0, -1),
    met: [...travel.met, id],
    stage: { kind: 'subnet', id: interfaceOf(road.network, id).subnet },
  };
}

function forwarded(road: Road, travel: Travel, id: Id): Travel {
  const forwarder = interfaceOf(road.network, id);
  const isNew = !(travel.way === 'reply' && travel.tracked.includes(id));
  const isAsked = isNew && road.asksGroups !== 'none';
  const inside = withoutCircle(road, travel, id);
  const admitted = isAsked
    ? askGroups(road, inside, { interface: id, direction: 'inbound' })
    : inside;
  const checked = unchecked(road.network, admitted, forwarder);
  const sent = translated(road.network, checked, forwarder);
  const out = isAsked ? askGroups(road, sent, { interface: id, direction: 'outbound' }) : sent;
  return {
    ...out,
    met: [...travel.met, id],
    stage: { kind: 'subnet', id: forwarder.subnet },
  };
}

function withoutCircle({ network }: Road, travel: Travel, id: Id): Travel {
  if (!travel.met.includes(id) && travel.met.length <= mostHops) return travel;
  return blocked(travel, () => ({
    kind: 'forwarding interface',
    at: id,
    code: 'KIT_ROUTE_LOOP',
    says: `the packet comes to ${nameAsWritten(network, ownerOf(network, id))} again`,
  }));
}

function unchecked(network: Network, travel: Travel, { id, owner, checksSourceDest }: Interface) {
  if (!checksSourceDest) return travel;
  return blocked(travel, () => ({
    kind: 'source/destination check',
    at: owner,
    code: 'ENI_SOURCE_DEST_CHECK_RESTRICTION',
    says: `${nameAsWritten(network, owner)} checks that it is the source or destination, and is neither`,
    remedy: { kind: 'source/destination check', interface: id },
  }));
}

/** KIT_NO_NAT_SESSION for a reply to outside whose request came another way: asymmetric routing is not supported. */
function translated(network: Network, travel: Travel, { id }: Interface): Travel {
  const { way, family, source, destination, protocol } = travel;
  const isAway = family === 4 && isOutside(destination);
  if (way === 'reply' && isAway && !travel.tracked.includes(id))
    return withoutSession(network, travel, id);
  if (way === 'reply' || !isAway) return { ...travel, source: unrecognised(source) };
  return {
    ...travel,
    source: rewritten(source, seenInterface(network, id, family)),
    sessions: [...travel.sessions, { by: id, isNat: false, source, destination, family, protocol }],
  };
}

function isOutside({ kind }: Seen): boolean {
  return kind === 'host' || kind === 'service' || kind === 'public';
}
