/** The hop-by-hop trace of a leg, walked on demand with one packet that shows what the answer says. */
import { overlaps, parseAddress, type Address, type Block, type Family } from '../blocks.ts';
import type { Network } from '../network.ts';
import type { Internet, Packet, Point, Walk } from '../question.ts';
import { within, type Range } from '../services.ts';
import { publicSpace } from '../sets/public-space.ts';
import { walk } from '../walk/walk.ts';
import type { Leg } from './reached.ts';

/** Of a partial answer a packet that does not get through: the gate that stops it is what there is to learn. */
export function traceOf(network: Network, leg: Leg): Walk {
  const { because, verdict } = leg.answer;
  // Neither a listener nor what AWS serves inside every subnet is on the way of packets.
  if (because?.kind === 'listener' || because?.kind === 'address')
    return { arrives: verdict === 'partial' ? 'no' : verdict, gates: [because] };
  return walk(network, packetOf(leg));
}

function packetOf({ question, answer }: Leg): Packet {
  const { ports, sourcePorts, hosts = [] } = answer.only ?? {};
  const { from, to, family, protocol, through } = question;
  return {
    from: settled(from, hosts),
    to: settled(to, hosts),
    family,
    protocol,
    port: outside(question.ports, ports),
    sourcePort: isByNatPort(answer) ? lowest : outside(question.sourcePorts, sourcePorts),
    ...(through === undefined ? {} : { through }),
  };
}

/** The walker's NAT gateway keeps the port that a packet has: this one shows the rest of a NAT gateway's range. */
const lowest = 1024;

/** Partial by nothing that was asked: by the port that a NAT gateway chooses. */
function isByNatPort({ verdict, only = {} }: Leg['answer']): boolean {
  return verdict === 'partial' && Object.keys(only).length === 0;
}

/** A value of the range that is not among the allowed ones, where there is such a one. */
function outside([first, last]: Range, allowed: readonly Range[] = []): number {
  const edges = [first, last, ...allowed.flatMap(([from, to]) => [from - 1, to + 1])];
  const isLeft = (value: number): boolean =>
    within([first, last], value) && !allowed.some((each) => within(each, value));
  return edges.find(isLeft) ?? first;
}

/** Hosts that stand for any of the internet: of the networks set aside for documentation. */
const samples: Readonly<Record<Family, readonly string[]>> = {
  4: ['203.0.113.200', '198.51.100.200'],
  6: ['2001:db8:9::9'],
};

/** A host that does not get through, where only some do. */
function settled(point: Point | Internet, through: readonly Block[]): Point {
  if (point.kind !== 'internet') return point;
  const { family, within: block } = point;
  const space = block === undefined ? publicSpace[family] : [block];
  const edges = through.flatMap(({ first, last }) => [first - 1n, last + 1n]);
  const candidates = [
    ...samples[family].flatMap((each) => parseAddress(each) ?? []),
    ...[...edges, ...space.map(({ first }) => first + 1n)].map((value) => ({ family, value })),
  ];
  const [first = { family, value: 0n }] = candidates;
  const found = candidates.find((each) => isAmong(each, space) && !isAmong(each, through));
  return { kind: 'host', address: found ?? first };
}

function isAmong({ family, value }: Address, blocks: readonly Block[]): boolean {
  return blocks.some((each) => overlaps(each, { family, first: value, last: value }));
}
