/** The way of a flow, from what the kernel told in each namespace. Pure. */
import type { NodeName } from '../../plan/plan.ts';
import type { Endpoint } from '../sockets/address.ts';
import type { TraceEvent, Verdict } from './event.ts';
import type { Packet } from './packet.ts';

/** As its first packet leaves the sender; a port of 0 is any. */
export interface Flow {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly from: Endpoint;
  readonly to: Endpoint;
}

/** One packet in one namespace. */
export interface Hop {
  readonly node: NodeName;
  readonly isAnswer: boolean;
  /** As it came in. */
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** In the order passed. */
  readonly chains: readonly string[];
  readonly verdict: 'passed' | 'dropped';
  /** What decided last; where no rule did, the policy of the chain. */
  readonly by: { readonly table: string; readonly chain: string; readonly handle?: number };
}

export interface NodeEvents {
  readonly node: NodeName;
  readonly events: readonly TraceEvent[];
}

interface Stay {
  readonly node: NodeName;
  readonly packet: Packet;
  readonly startsHere: boolean;
  readonly events: TraceEvent[];
}

export function hopsOf(flow: Flow, told: readonly NodeEvents[]): Hop[] {
  const stays = told.flatMap(staysOf);
  const marks = new Set(
    stays.filter(({ packet }) => isOf(flow, packet)).map(({ packet }) => packet.mark),
  );
  const own = stays
    .filter(({ packet }) => marks.has(packet.mark))
    .map((stay) => ({ stay, isAnswer: isAnswerTo(flow, stay.packet) }));
  // What is sent again says the same again.
  const first = new Map(
    own.toReversed().map((each) => {
      const { node, packet } = each.stay;
      return [JSON.stringify([node, each.isAnswer, packet.hopLimit]), each];
    }),
  );
  return [...first.values()]
    .sort(
      (a, b) =>
        Number(a.isAnswer) - Number(b.isAnswer) ||
        b.stay.packet.hopLimit - a.stay.packet.hopLimit ||
        Number(b.stay.startsHere) - Number(a.stay.startsHere),
    )
    .map(({ stay, isAnswer }) => hopOf(stay, isAnswer));
}

/** A packet from its first hook in a namespace to its last: between, it has one hop less to go at most. */
function staysOf({ node, events }: NodeEvents): Stay[] {
  const stays: Stay[] = [];
  const current = new Map<number, Stay>();
  for (const event of events) {
    const { id, packet, startsHere } = event;
    const stay = current.get(id);
    if (stay !== undefined && (packet === undefined || goesOn(stay, packet))) {
      stay.events.push(event);
    } else if (packet !== undefined) {
      const begun = { node, packet, startsHere, events: [event] };
      current.set(id, begun);
      stays.push(begun);
    }
  }
  return stays;
}

function goesOn({ packet, events }: Stay, next: Packet): boolean {
  const less = packet.hopLimit - next.hopLimit;
  const isEnded = events.at(-1)?.verdict === 'drop';
  return next.mark === packet.mark && (less === 0 || less === 1) && !isEnded;
}

function isOf({ protocol, from, to }: Flow, packet: Packet): boolean {
  return (
    packet.protocol === protocol &&
    !packet.isAnswer &&
    isAt(from, packet.from) &&
    isAt(to, packet.to)
  );
}

function isAt(asked: Endpoint, { address, port }: Endpoint): boolean {
  return asked.address === address && (asked.port === 0 || asked.port === port);
}

/** A datagram does not say of itself that it is an answer: it comes from the port that was asked. */
function isAnswerTo({ to }: Flow, packet: Packet): boolean {
  return packet.isAnswer || (packet.protocol === 'udp' && packet.from.port === to.port);
}

const decisive = new Set<Verdict>(['accept', 'drop']);

function hopOf({ node, packet, events }: Stay, isAnswer: boolean): Hop {
  const last = events.findLast(({ verdict }) => decisive.has(verdict)) ?? events.at(-1);
  const { table = '', chain = '', handle, verdict } = last ?? {};
  return {
    ...{ node, isAnswer, from: packet.from, to: packet.to },
    chains: [...new Set(events.map((each) => each.chain))],
    verdict: verdict === 'drop' ? 'dropped' : 'passed',
    by: { table, chain, ...(handle !== undefined && { handle }) },
  };
}
