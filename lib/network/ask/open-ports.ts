/** What gets through between an interface and the internet, as ports with the hosts that go with them. */
import type { Block, Family } from '../blocks.ts';
import type { Id, Network } from '../network.ts';
import type { Internet, Packet, Point, Question } from '../question.ts';
import { allPorts, echo, protocols, type Range } from '../services.ts';
import { answerOf } from '../sets/answer.ts';
import { asked, coversBox } from '../sets/boxes.ts';
import { difference, noPorts, union, type Intervals } from '../sets/intervals.ts';
import { isSettled } from '../sets/journey.ts';
import { judge, type Part } from '../sets/judge.ts';
import { hostsOf } from '../sets/only.ts';
import { walk } from '../walk/walk.ts';

export type Direction = 'in' | 'out';
export type Protocol = 'tcp' | 'udp' | 'icmp';

/** A rule that let it pass, as a person reads it. */
export interface Rule {
  readonly id: Id;
  readonly says: string;
}

export interface OpenPorts {
  readonly family: Family;
  readonly protocol: Protocol;
  /** None for icmp: it means the echo. */
  readonly ports: readonly Range[];
  /** Hosts of the internet. */
  readonly hosts: readonly Block[] | 'everywhere';
  /** Hosts that are left out of `everywhere`. */
  readonly except: readonly Block[];
  /** `partial`: from some source ports only. */
  readonly verdict: 'yes' | 'partial' | 'depends';
  /** Of the inner end's security groups; of its subnet's network ACL where nothing else filters. */
  readonly rules: readonly Rule[];
  /** Resources whose address the internet sees; none inward. */
  readonly seenAs: readonly Id[];
}

export interface Judged {
  readonly open: readonly OpenPorts[];
  /** What the open that depend hang on. */
  readonly dependsOn: readonly string[];
}

/** Every protocol of one family, between this interface and all hosts of the internet. */
export function openPortsOf(
  network: Network,
  id: Id,
  { family, direction }: { readonly family: Family; readonly direction: Direction },
): Judged {
  const judged = (['tcp', 'udp', 'icmp'] as const).map((protocol) => {
    const question = questionOf(network, id, { family, direction, protocol });
    const parts = judge(network, question);
    const slices = [...surely(parts, question), ...perhaps(parts, question)];
    const doubtful = slices.some(({ verdict }) => verdict === 'depends');
    return {
      open: slices.map((each) => openPortsIn(network, each, { question, parts, protocol })),
      dependsOn: doubtful ? (answerOf(parts, question).dependsOn ?? []) : [],
    };
  });
  return {
    open: judged.flatMap(({ open }) => open),
    dependsOn: judged.flatMap(({ dependsOn }) => dependsOn),
  };
}

interface About {
  readonly family: Family;
  readonly direction: Direction;
  readonly protocol: Protocol;
}

function questionOf(network: Network, id: Id, about: About): Question {
  const { family, direction, protocol } = about;
  const inner: Point = { kind: 'interface', id };
  const outer: Internet = { kind: 'internet', family };
  const anyPort: Range = [1024, allPorts[1]];
  const service = protocol === 'icmp' ? echoOf(family) : portsOf(protocol);
  if (direction === 'in')
    return { from: outer, to: inner, family, ...service, sourcePorts: anyPort };
  const sourcePorts = network.interfaces.get(id)?.clientPorts ?? anyPort;
  return { from: inner, to: outer, family, ...service, sourcePorts };
}

type Asked = Pick<Question, 'protocol' | 'ports'>;

function echoOf(family: Family): Asked {
  const protocol = family === 4 ? protocols.icmp : protocols.icmp6;
  const { request } = echo[protocol];
  return { protocol, ports: [request, request] };
}

function portsOf(protocol: 'tcp' | 'udp'): Asked {
  return { protocol: protocols[protocol], ports: allPorts };
}

/** Ports that the same hosts reach. */
interface Slice {
  readonly ports: readonly Range[];
  readonly parts: readonly Part[];
  readonly verdict: OpenPorts['verdict'];
}

function surely(parts: readonly Part[], question: Question): readonly Slice[] {
  return sliced(parts, (part) => surePorts(part, question)).map((each) => ({
    ...each,
    verdict: 'yes',
  }));
}

function perhaps(parts: readonly Part[], question: Question): readonly Slice[] {
  const left = (part: Part): Intervals => {
    const possible = part.outcome.possible.map(({ ports }) => ports).reduce(union, noPorts);
    return difference(possible, surePorts(part, question));
  };
  return sliced(parts, left).map((each) => ({
    ...each,
    verdict: each.parts.every(({ outcome }) => isSettled(outcome)) ? 'partial' : 'depends',
  }));
}

/** Ports that get through from every source port that may be used. */
function surePorts({ outcome: { sure } }: Part, question: Question): Intervals {
  return coversBox(sure, { ...asked(question), ports: sure.ports }) ? sure.ports : noPorts;
}

function sliced(
  parts: readonly Part[],
  portsOf: (part: Part) => Intervals,
): readonly Omit<Slice, 'verdict'>[] {
  const all = parts.map((part) => ({ part, ports: portsOf(part) }));
  const edges = new Set(all.flatMap(({ ports }) => ports.flatMap(([a, b]) => [a, b + 1])));
  const sorted = [...edges].sort((one, other) => one - other);
  const found = new Map<string, { ports: Intervals; parts: readonly Part[] }>();
  for (const [at, first] of sorted.entries()) {
    const last = (sorted[at + 1] ?? first + 1) - 1;
    const open = all.filter(({ ports }) => ports.some(([a, b]) => a <= first && first <= b));
    if (open.length === 0) continue;
    const key = open.map(({ part }) => parts.indexOf(part)).join(' ');
    const ports = union(found.get(key)?.ports ?? noPorts, [[first, last]]);
    found.set(key, { ports, parts: open.map(({ part }) => part) });
  }
  return [...found.values()];
}

interface Surroundings {
  readonly question: Question;
  readonly parts: readonly Part[];
  readonly protocol: Protocol;
}

function openPortsIn(network: Network, slice: Slice, around: Surroundings): OpenPorts {
  const { question, parts, protocol } = around;
  const others = parts.filter((each) => !slice.parts.includes(each));
  const [hosts, left] = [hostsOf(slice.parts), hostsOf(others)];
  const isMost = left.length < hosts.length;
  return {
    family: question.family,
    protocol,
    ports: protocol === 'icmp' ? [] : slice.ports,
    hosts: others.length === 0 || isMost ? 'everywhere' : hosts,
    except: isMost ? left : [],
    verdict: slice.verdict,
    rules: rulesOf(network, slice, question),
    seenAs: question.to.kind === 'internet' ? seenAsOf(slice) : [],
  };
}

function seenAsOf({ parts }: Slice): readonly Id[] {
  const ends = parts.flatMap(({ outcome }) => outcome.ends).filter(({ isComplete }) => isComplete);
  return [...new Set(ends.flatMap(({ seenAs }) => seenAs ?? []))];
}

/** By one packet that stands for all of the slice. */
function rulesOf(network: Network, slice: Slice, question: Question): readonly Rule[] {
  const [block] = slice.parts[0]?.hosts ?? [];
  if (block === undefined) return [];
  const host: Point = { kind: 'host', address: { family: block.family, value: block.first } };
  const settled = (point: Point | Internet): Point => (point.kind === 'internet' ? host : point);
  const packet: Packet = {
    from: settled(question.from),
    to: settled(question.to),
    family: question.family,
    protocol: question.protocol,
    port: slice.ports[0]?.[0] ?? 0,
    sourcePort: question.sourcePorts[1],
  };
  return rulesThatPass(network, packet, question.to.kind === 'internet' ? 'out' : 'in');
}

/** The rule of the inner end's groups; of an end without groups the network ACL's. */
export function rulesThatPass(
  network: Network,
  packet: Packet,
  direction: Direction,
): readonly Rule[] {
  const gates = walk(network, packet).gates.filter(({ way }) => way === 'request');
  for (const kind of [`security group ${direction}`, `network ACL ${direction}`]) {
    const rules = gates.filter((gate) => gate.kind === kind).flatMap(({ rule }) => rule ?? []);
    if (rules.length > 0) return rules;
  }
  return [];
}
