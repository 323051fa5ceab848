/** The first steps of a flow: from the interface that opens it, from a host of the internet, or from a load balancer's node. */
import type { Family } from '../blocks.ts';
import { nameAsWritten } from '../names.ts';
import type { Id, Network } from '../network.ts';
import type { Internet, Point, Question } from '../question.ts';
import { asked } from './boxes.ts';
import { cross } from './crossing.ts';
import { arrive } from './delivery.ts';
import { askGroups } from './group-gate.ts';
import { rememberedHost, rememberedSeen } from './memory.ts';
import {
  type Seen,
  interfaceOf,
  seenHost,
  seenInterface,
  seenPublic,
  seenService,
  subnetOf,
} from './seen.ts';
import { type Road, type Travel, blocked } from './travel.ts';
import { endText, ownerOf } from './words.ts';

/** An end of a question with `internet` settled: one host stands for all that no rule tells apart. */
export type Settled = Exclude<Point | Internet, Internet> & { readonly isAnyHost?: boolean };

export interface Flow extends Omit<Question, 'from' | 'to'> {
  readonly from: Settled;
  readonly to: Settled;
}

export function start(road: Road, flow: Flow): Travel {
  const { network } = road;
  const { family, protocol } = flow;
  const source = seenEnd(road, flow.from, family);
  const destination = seenEnd(road, flow.to, family);
  if (source.kind !== 'interface' && source.kind !== 'host')
    throw new Error(`a flow starts at an interface or a host, not at ${endText(network, source)}`);
  const box = asked(flow);
  const travel: Travel = {
    way: 'request',
    family,
    protocol,
    source,
    destination,
    stage: { kind: 'outside' },
    met: [],
    tracked: [],
    sessions: [],
    seenAs: undefined,
    sure: box,
    possible: box,
    gates: 0,
    lastMark: undefined,
  };
  const addressed = withAddress(network, travel);
  if (flow.through !== undefined) return throughNode(road, addressed, flow.through);
  return source.kind === 'host' ? addressed : fromInterface(road, addressed, source.id);
}

function seenEnd(road: Road, end: Settled, family: Family): Seen {
  if (end.kind === 'interface') return rememberedSeen(road, end.id, family);
  if (end.kind === 'public') return seenPublic(road.network, end.of);
  if (end.kind === 'service') return seenService(end.list);
  if (end.isAnyHost === true) return rememberedHost(road, end.address);
  return seenHost(end.address.family, end.address.value);
}

function withAddress(network: Network, travel: Travel): Travel {
  const { family, source, destination } = travel;
  const without = [source, destination].find(
    (end) => end.family !== family || end.ranges.length === 0,
  );
  if (without === undefined) return travel;
  return blocked(travel, () => ({
    kind: 'address',
    at: ownerOf(network, without.id),
    code: 'KIT_NO_ADDRESS',
    says: `${endText(network, without)} has no IPv${family} address`,
  }));
}

function fromInterface(road: Road, travel: Travel, id: Id): Travel {
  const sent =
    road.asksGroups === 'all'
      ? askGroups(road, travel, { interface: id, direction: 'outbound' })
      : travel;
  return {
    ...sent,
    met: [id],
    stage: { kind: 'subnet', id: interfaceOf(road.network, id).subnet },
  };
}

/**
 * A Network Load Balancer's second leg with the client's address kept: from the node, but with that address. The flow
 * goes back through the node, whatever the routes say.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
function throughNode(road: Road, travel: Travel, id: Id): Travel {
  const { network } = road;
  const node = seenInterface(network, id, travel.family);
  const from = subnetOf(network, interfaceOf(network, id).subnet);
  const to = subnetOf(network, interfaceOf(network, travel.destination.id).subnet);
  const isOneSubnet = from.id === to.id;
  const other = otherHost(network, travel);
  const sent = askGroups(
    road,
    { ...other, source: node },
    { interface: id, direction: 'outbound' },
  );
  const left = isOneSubnet ? sent : cross(road, sent, { from });
  const client: Seen = {
    ...travel.source,
    vpc: node.vpc,
    groups: node.groups,
    lost: travel.source.groups,
  };
  const entering = { ...left, source: client };
  const entered = isOneSubnet ? entering : cross(road, entering, { to });
  const reply = arrive(road, entered, travel.destination.id);
  const leaving = isOneSubnet ? reply : cross(road, reply, { from: to });
  const back = isOneSubnet ? leaving : cross(road, leaving, { to: from });
  return { ...back, stage: { kind: 'back' } };
}

function otherHost(network: Network, travel: Travel): Travel {
  const { source, destination } = travel;
  if (source.kind !== 'interface' || source.id !== destination.id) return travel;
  return blocked(travel, () => ({
    kind: 'listener',
    at: ownerOf(network, destination.id),
    code: 'KIT_SAME_HOST',
    says: `${nameAsWritten(network, ownerOf(network, destination.id))} would get its own packet back, with its own address as source`,
  }));
}
