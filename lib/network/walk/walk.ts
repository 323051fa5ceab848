/**
 * One packet through the network: what becomes of it, and every gate on its way with the rule that let it pass or not.
 *
 * The order of gates, each told in the file of its name:
 *
 *     from an interface   its groups out -> route -> where the next hop is not in the same subnet: network ACL out -> the hop
 *     local               network ACL in of the other subnet (neither within one subnet) -> groups in
 *     internet gateway    Block Public Access -> private destinations refused -> public address
 *     egress-only gateway Block Public Access -> IPv6, requests only
 *     NAT gateway         network ACL in of its subnet -> protocol -> sender in its VPC -> the routes of its subnet
 *     peering connection  addresses of the two VPCs -> network ACL in -> groups in
 *     gateway endpoint    its service -> protocol -> arrives
 *     an interface        network ACL in -> its groups in -> source/destination check -> its groups out -> the routes of its subnet
 *     from the internet   gateway attached -> public address -> Block Public Access -> the gateway's table -> network ACL in -> groups in
 *     the reply           as a packet of its own, but that groups which admitted the request are not asked again
 *
 * A gate of which nobody can say before deployment whether it lets pass *depends*, and the walk goes on: a later gate that
 * blocks in any case makes it `no`. Where the route itself depends, every choice is followed: all blocked is `no`, all arrived
 * is `yes`.
 *
 * Proven by tests: each gate and each code by a network of its own (test/network/walk); the whole against the independent
 * engine of `sets/` on random networks.
 */
import { addressText } from '../blocks.ts';
import { isUnknown, type Id, type Network, type Subnet } from '../network.ts';
import type { Packet, Point, Walk } from '../question.ts';
import { takeEgressOnlyGateway } from './egress-only-gateway.ts';
import { takeInterface, takesBack } from './forwarding-interface.ts';
import { takeGatewayEndpoint } from './gateway-endpoint.ts';
import { enter, mappedTo, takeInternetGateway } from './internet-gateway.ts';
import { arriveAtNat, takeNatGateway } from './nat-gateway.ts';
import { crosses } from './network-acl.ts';
import { throughNode } from './network-load-balancer.ts';
import { partyOf, type Party } from './party.ts';
import { takePeering } from './peering.ts';
import { choicesAt, type Choice } from './route.ts';
import { addressDepends, partySays } from './says.ts';
import { admits } from './security-group.ts';
import {
  arrived,
  createTrip,
  ended,
  forked,
  inSubnet,
  passes,
  turnAround,
  type Next,
  type Position,
  type Trip,
} from './trip.ts';

/** `no` ends with the gate that blocks, whatever is unknown. @throws where the packet names what the network has not. */
export function walk(network: Network, packet: Packet): Walk {
  const { from, to, family, protocol, port, sourcePort } = packet;
  const source = partyOf(network, from, family);
  const destination = partyOf(network, to, family);
  if (source === undefined || destination === undefined)
    return withoutAddress(network, source === undefined ? from : to, packet);
  const trip = createTrip(network, { source, destination, protocol, port, sourcePort });
  return follow(trip, begin(trip, packet.through));
}

/** KIT_NO_ADDRESS */
function withoutAddress(network: Network, point: Point, { family }: Packet): Walk {
  const says = `it has no IPv${family} address`;
  const at = idOf(network, point);
  const gate = { way: 'request', kind: 'address', at, code: 'KIT_NO_ADDRESS' } as const;
  return { arrives: 'no', gates: [{ ...gate, outcome: 'blocked', says }] };
}

function idOf({ interfaces }: Network, point: Point): Id {
  if (point.kind === 'host') return addressText(point.address);
  if (point.kind === 'service') return point.list.id;
  const id = point.kind === 'public' ? point.of : point.id;
  return interfaces.get(id)?.owner ?? id;
}

function begin(trip: Trip, through: Id | undefined): Next {
  const { network, flight } = trip;
  const { source, destination } = flight;
  if (through !== undefined) return throughNode(trip, through, seenAs(network, source));
  if (source.kind === 'interface') return send(trip, source);
  if (source.kind !== 'host')
    throw new Error(
      `no flow starts from ${partySays(network, source)}: it is no interface or host`,
    );
  // What passes between two hosts outside is no affair of this network.
  return destination.id === undefined ? { step: 'done' } : enter(trip);
}

/** By the interface's groups to the table of its subnet. */
function send(trip: Trip, { id = '', subnet }: Party): Next {
  const face = trip.network.interfaces.get(id);
  if (face === undefined || subnet === undefined || !admits(trip, face, 'out')) return undefined;
  return { step: 'route', at: inSubnet(subnet) };
}

/** From here to the end. */
function follow(trip: Trip, first: Next): Walk {
  let next = first;
  while (next !== undefined && next.step !== 'done') {
    if (next.step === 'route') {
      const { at } = next;
      const choices = choicesAt(trip, at);
      if (choices.length > 1) return followEach(trip, choices, at);
      next = take(trip, choices[0], at);
    } else if (next.step === 'deliver') next = deliver(trip, next.from);
    else next = outside(trip);
  }
  return next === undefined ? ended(trip) : arrived(trip);
}

/** Nobody can say which route it takes: yes or no where all choices end so. */
function followEach(trip: Trip, choices: readonly Choice[], at: Position): Walk {
  const walks = choices.map((choice) => {
    const fork = forked(trip);
    return follow(fork, takeUnsure(fork, choice, at));
  });
  const [first] = walks;
  if (first === undefined || walks.every(({ arrives }) => arrives === 'no'))
    return first ?? ended(trip);
  if (walks.some(({ arrives }) => arrives !== 'yes')) {
    const open = walks.find(({ arrives }) => arrives !== 'no') ?? first;
    return { arrives: 'depends', gates: open.gates };
  }
  const [sure] = choices;
  const index = trip.gates.length;
  const gates = first.gates.map((gate, place) =>
    place === index ? { way: trip.way, ...(sure?.judged ?? gate) } : gate,
  );
  const isSeenAlike = walks.every((each) => each.seenAs === first.seenAs);
  return first.seenAs !== undefined && isSeenAlike
    ? { arrives: 'yes', gates, seenAs: first.seenAs }
    : { arrives: 'yes', gates };
}

/** Notes a route that may be taken. The fork goes on as if it were: what becomes of all of them is judged afterwards. */
function takeUnsure(fork: Trip, choice: Choice, at: Position): Next {
  if (choice.judged.outcome !== 'passed') return take(fork, choice, at);
  const { network, flight } = fork;
  const says = `may go to ${choice.judged.says}: ${addressDepends(network, flight.destination)}`;
  const code = 'KIT_UNKNOWN';
  fork.gates.push({ way: fork.way, ...choice.judged, outcome: 'depends', code, says });
  return hop(fork, choice, at);
}

function take(trip: Trip, choice: Choice | undefined, at: Position): Next {
  if (choice === undefined || !passes(trip, choice.judged)) return undefined;
  return hop(trip, choice, at);
}

const hops = {
  'internet-gateway': takeInternetGateway,
  'egress-only-gateway': takeEgressOnlyGateway,
  'nat-gateway': takeNatGateway,
  peering: takePeering,
  'gateway-endpoint': takeGatewayEndpoint,
  interface: takeInterface,
} as const;

function hop(trip: Trip, { hop: to }: Choice, at: Position): Next {
  if (to === undefined || to.kind === 'unknown' || to.kind === 'gone' || to.kind === 'other')
    return undefined;
  if (to.kind === 'local') return { step: 'deliver', from: at.subnet };
  const { destination } = trip.flight;
  const isDestination = destination.kind === 'interface' && destination.id === to.id;
  if (isDestination) return { step: 'deliver', from: at.subnet };
  return hops[to.kind](trip, to.id, at);
}

/** Into the destination's subnet, and to whoever holds the address there. */
function deliver(trip: Trip, from: Subnet | undefined): Next {
  const { destination } = trip.flight;
  if (!crosses(trip, from, destination.subnet) || destination.id === undefined) return undefined;
  return destination.kind === 'nat' ? arriveAtNat(trip, destination.id) : arrive(trip, destination);
}

function arrive(trip: Trip, destination: Party): Next {
  const face = trip.network.interfaces.get(destination.id ?? '');
  if (face === undefined || !admits(trip, face, 'in')) return undefined;
  if (takesBack(trip, face)) return send(trip, destination);
  if (trip.way === 'reply') return { step: 'done' };
  turnAround(trip, seenAs(trip.network, trip.flight.source));
  return send(trip, destination);
}

/** On the internet, or at a service's public addresses: a host always answers, anybody else's address leads back in. */
function outside(trip: Trip): Next {
  const { source, destination } = trip.flight;
  if (destination.kind === 'host' || destination.kind === 'service') {
    if (trip.way === 'reply') return { step: 'done' };
    turnAround(trip, seenAs(trip.network, source));
  }
  return enter(trip);
}

/** The resource whose address the packet's far end sees. */
function seenAs(network: Network, source: Party): Id | undefined {
  const { kind, id } = source;
  if (id === undefined) return undefined;
  if (kind !== 'public') return network.interfaces.get(id)?.owner ?? id;
  const mapped = mappedTo(network, source);
  return isUnknown(mapped) ? undefined : mapped;
}
