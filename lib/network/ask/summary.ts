/** Which ports get through between two places, where no port was asked: TCP, UDP and the echo. */
import type { Network } from '../network.ts';
import { allPorts, echo, protocols, type Range } from '../services.ts';
import { intervals, noPorts, union, type Intervals } from '../sets/intervals.ts';
import { judge } from '../sets/judge.ts';
import { ask, type Asked } from './ask.ts';
import type { Reached } from './reached.ts';
import type { Protocol } from './open-ports.ts';

/** Ports of which the same is true. */
export interface Piece {
  readonly ports: Intervals;
  readonly reached: Reached;
}

export interface Summary {
  readonly protocol: Protocol;
  /** What gets through, or may; nothing: none of it. */
  readonly pieces: readonly Piece[];
  /** All ports at once: of what is closed the reason. */
  readonly whole: Reached;
}

export function summaryOf(
  network: Network,
  asked: Omit<Asked, 'protocol' | 'ports'>,
): readonly Summary[] {
  return (['tcp', 'udp', 'icmp'] as const).map((protocol) => {
    const { request } = echo[protocols.icmp];
    const ports: Range = protocol === 'icmp' ? [request, request] : allPorts;
    const question = { ...asked, protocol: protocols[protocol], ports };
    const whole = ask(network, question);
    const isOne = protocol === 'icmp' || whole.verdict === 'no';
    const pieces = isOne
      ? [{ ports: intervals([ports]), reached: whole }]
      : piecesOf(network, question, whole);
    return { protocol, pieces: pieces.filter(({ reached }) => reached.verdict !== 'no'), whole };
  });
}

/** Between two edges of what any pair of ends lets through all ports are alike. */
function piecesOf(network: Network, asked: Asked, whole: Reached): readonly Piece[] {
  const found = new Map<string, Piece>();
  for (const range of rangesOf(network, asked, whole)) {
    const reached = ask(network, { ...asked, ports: range });
    const { verdict, only, dependsOn, seenAs } = reached;
    const key = keyOf([verdict, only?.hosts, only?.sourcePorts, dependsOn, seenAs]);
    const known = found.get(key);
    found.set(key, {
      ports: union(known?.ports ?? noPorts, [range]),
      reached: known?.reached ?? reached,
    });
  }
  return [...found.values()];
}

function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'bigint' ? String(each) : each,
  );
}

function rangesOf(network: Network, { to }: Asked, { legs }: Reached): readonly Range[] {
  const { balancer } = to;
  if (balancer !== undefined) {
    const { listeners = [] } = network.balancers.get(balancer) ?? {};
    return [...new Set(listeners.map(({ port }) => port))].map((port) => [port, port]);
  }
  const { served } = to;
  if (served !== undefined) return [[served.port, served.port]];
  const open = legs.flatMap(({ question }) =>
    judge(network, question).flatMap(({ outcome }) => [
      ...outcome.sure.ports,
      ...outcome.possible.flatMap(({ ports }) => ports),
    ]),
  );
  const edges = [...new Set(open.flatMap(([first, last]) => [first, last + 1]))].sort(
    (one, other) => one - other,
  );
  return edges.slice(1).map((next, at): Range => [edges[at] ?? 0, next - 1]);
}
