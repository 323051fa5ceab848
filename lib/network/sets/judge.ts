/** Every packet of a question, judged exactly: the sets behind an answer. */
import type { Block } from '../blocks.ts';
import type { Network } from '../network.ts';
import type { Internet, Packet, Point, Question } from '../question.ts';
import { type Box, natPorts } from './boxes.ts';
import { contains } from './intervals.ts';
import type { HostClass } from './internet.ts';
import { type Outcome, follow } from './journey.ts';
import { memoryOf, rememberedClasses } from './memory.ts';
import { type Flow, type Settled, start } from './start.ts';
import type { Road } from './travel.ts';

/** One class of the internet's hosts, or all there is where neither end is the internet. */
export interface Part {
  readonly hosts: readonly Block[] | undefined;
  readonly outcome: Outcome;
}

export function judge(
  network: Network,
  question: Question,
  asksGroups: Road['asksGroups'] = 'all',
): readonly Part[] {
  const { from, to } = question;
  if (from.kind === 'internet' && to.kind === 'internet')
    throw new Error('one end of a question lies in the network');
  const isOpen = from.kind === 'internet' || to.kind === 'internet';
  const memory = memoryOf(network);
  const classes = isOpen ? rememberedClasses({ network, memory }, question) : [nobody];
  return classes.map((each) => ({
    hosts: each.hosts.length === 0 ? undefined : each.hosts,
    outcome: judgeFlow(
      { network, memory, asksGroups, arrivals: [] },
      { ...question, from: settled(from, each), to: settled(to, each) },
    ),
  }));
}

const nobody: HostClass = { hosts: [], example: 0n };

function settled(end: Point | Internet, { example }: HostClass): Settled {
  if (end.kind !== 'internet') return end;
  return { kind: 'host', address: { family: end.family, value: example }, isAnyHost: true };
}

function judgeFlow(road: Road, flow: Flow): Outcome {
  return follow(road, start(road, flow));
}

/**
 * What the sets say of one packet, for comparison with a walk. A NAT gateway gives it the port that it has, if that is
 * one of a NAT gateway's.
 */
export function outcomeFor(parts: readonly Part[], packet: Packet): 'yes' | 'no' | 'depends' {
  const part = parts.find(({ hosts }) => hosts === undefined || isAmong(hosts, packet));
  if (part === undefined) return 'no';
  const { sure, possible } = part.outcome;
  if (holds(sure, packet)) return 'yes';
  return possible.some((box) => holds(box, packet)) ? 'depends' : 'no';
}

function isAmong(hosts: readonly Block[], { from, to }: Packet): boolean {
  return [from, to].some(
    (end) =>
      end.kind === 'host' &&
      hosts.some(({ first, last }) => first <= end.address.value && end.address.value <= last),
  );
}

function holds(box: Box, { port, sourcePort }: Packet): boolean {
  const lowest = natPorts[0]?.[0] ?? 0;
  return (
    contains(box.ports, port) &&
    contains(box.sourcePorts, sourcePort) &&
    contains(box.natPorts, Math.max(sourcePort, lowest))
  );
}
