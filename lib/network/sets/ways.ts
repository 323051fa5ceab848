/** What routes and network ACLs leave between two places, whatever the groups of the ends say. */
import type { Family } from '../blocks.ts';
import type { Id, Network } from '../network.ts';
import type { Question } from '../question.ts';
import { type Range, allPorts, protocols } from '../services.ts';
import { type Box, asked, coversBox } from './boxes.ts';
import type { Filter } from './filter.ts';
import { joined } from './groups.ts';
import { everyPort, noPorts, union } from './intervals.ts';
import { type Outcome, follow } from './journey.ts';
import { judge } from './judge.ts';
import { memoryOf } from './memory.ts';
import type { Reached } from './reached.ts';
import { interfaceOf, subnetOf } from './seen.ts';
import { start } from './start.ts';
import { echoRequestOf } from './traffic.ts';
import type { Road } from './travel.ts';

export interface Pair {
  readonly from: Id;
  readonly to: Id;
  readonly family: Family;
}

/**
 * What is left of all services; undefined where the packet does not arrive as it was sent (translated, forwarded, by the
 * internet) or nobody knows where: there the groups have to be asked on the way.
 */
export function wayBetween(network: Network, pair: Pair): Reached | undefined {
  const ways = services.map((service) => directWay(network, questionOf(network, pair, service)));
  const [tcp, udp, icmp] = ways;
  if (tcp === undefined || udp === undefined || icmp === undefined) return undefined;
  return { tcp, udp, icmp };
}

/** All of a pair's gates, groups included. */
export function reachedBetween(network: Network, pair: Pair): Reached {
  const filterFor = (service: Service): Filter => {
    const question = questionOf(network, pair, service);
    const [part] = judge(network, question);
    return part === undefined ? nothing : filterOf(part.outcome, question);
  };
  return { tcp: filterFor('tcp'), udp: filterFor('udp'), icmp: filterFor('icmp') };
}

type Service = keyof Reached;
const services = ['tcp', 'udp', 'icmp'] as const;
const nothing: Filter = { sure: noPorts, possible: noPorts };

function questionOf(network: Network, { from, to, family }: Pair, service: Service): Question {
  const isEcho = service === 'icmp';
  const request = echoRequestOf(family);
  const ports: Range = isEcho ? [request, request] : allPorts;
  return {
    from: { kind: 'interface', id: from },
    to: { kind: 'interface', id: to },
    family,
    protocol: isEcho && family === 6 ? protocols.icmp6 : protocols[service],
    ports,
    sourcePorts: interfaceOf(network, from).clientPorts,
  };
}

function directWay(network: Network, question: Question): Filter | undefined {
  const road: Road = { network, memory: memoryOf(network), asksGroups: 'between', arrivals: [] };
  const { from, to } = question;
  if (from.kind === 'internet' || to.kind === 'internet') return undefined;
  const travel = start(road, { ...question, from, to });
  const outcome = follow(road, travel);
  if (outcome.possible.length === 0) return nothing;
  const isDirect =
    outcome.ends.every(({ isComplete, possible }) => isComplete || isEmptyEnd(possible)) &&
    road.arrivals.every(({ source }) => source === travel.source) &&
    recognises(network, question);
  return isDirect ? filterOf(outcome, question) : undefined;
}

function isEmptyEnd({ ports, sourcePorts, natPorts }: Box): boolean {
  return ports.length === 0 || sourcePorts.length === 0 || natPorts.length === 0;
}

/** May a rule of the one surely name a group of the other? */
function recognises(network: Network, { from, to }: Question): boolean {
  if (from.kind !== 'interface' || to.kind !== 'interface') return false;
  const [one, other] = [from, to].map(({ id }) =>
    subnetOf(network, interfaceOf(network, id).subnet),
  );
  if (one === undefined || other === undefined) return false;
  return one.id === other.id || joined(network, one.vpc, other.vpc) === 'yes';
}

/** Sure: the ports that every source port reaches. An echo counts as all ports, for no rule tells them apart. */
function filterOf({ sure, possible }: Outcome, question: Question): Filter {
  const whole = asked(question);
  const isSure = coversBox(sure, { ...whole, ports: sure.ports });
  const found = {
    sure: isSure ? sure.ports : noPorts,
    possible: possible.map(({ ports }) => ports).reduce(union, noPorts),
  };
  const isEcho = question.protocol === protocols.icmp || question.protocol === protocols.icmp6;
  if (!isEcho) return found;
  return {
    sure: found.sure.length > 0 ? everyPort : noPorts,
    possible: found.possible.length > 0 ? everyPort : noPorts,
  };
}
