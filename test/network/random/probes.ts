/** Packets at the edges of a network's rules: their ports, their addresses, the addresses of routes. */
import { contains, type Block, type Family } from '../../../lib/network/blocks.ts';
import { isUnknown, type Id, type Network, type PrefixList } from '../../../lib/network/network.ts';
import type { Internet, Packet, Point, Question } from '../../../lib/network/question.ts';
import { allPorts, echo, protocols } from '../../../lib/network/services.ts';
import { publicSpace } from '../../../lib/network/sets/public-space.ts';
import { Chance, Deck } from './chance.ts';
import { everywhere, serviceLists } from './plan.ts';

/** What the sets are asked once, and packets of it that are walked. */
export interface Probe {
  readonly question: Question;
  readonly packets: readonly Packet[];
}

interface Decks {
  readonly ports: Deck<number>;
  readonly sourcePorts: Deck<number>;
  readonly hosts: Readonly<Record<Family, Deck<bigint>>>;
  readonly publicHosts: Readonly<Record<Family, Deck<bigint>>>;
  readonly protocols: Deck<number>;
  readonly interfaces: Deck<Id>;
  readonly others: Deck<Id>;
  readonly nodes: readonly Id[];
  readonly nats: readonly Id[];
}

/** So many questions, each with so many packets; every edge occurs before any comes twice. */
export function probesOf(
  network: Network,
  chance: Chance,
  [questions, packets]: readonly [number, number],
): readonly Probe[] {
  const decks = decksOf(network, chance);
  return Array.from({ length: questions }, () => probe(chance, decks, packets));
}

function decksOf(network: Network, chance: Chance): Decks {
  const { interfaces, nats, balancers } = network;
  const blocks = blocksOf(network);
  const vpcBlocks = [...network.vpcs.values()].flatMap((vpc) => vpc.blocks).filter(isKnown);
  const ports = portEdges(network);
  const hosts = (family: Family): readonly bigint[] =>
    addressEdges(blocks, family).filter((value) => !isAmong(vpcBlocks, family, value));
  const publicHosts = (family: Family): readonly bigint[] =>
    hosts(family).filter((value) => isAmong(publicSpace[family], family, value));
  const nodes = [...interfaces.values()].filter(
    ({ owner }) => balancers.get(owner)?.kind === 'network',
  );
  const deck = <T>(items: readonly T[]): Deck<T> => new Deck(chance, items);
  return {
    ports: deck(ports),
    sourcePorts: deck(ports),
    hosts: { 4: deck(hosts(4)), 6: deck(hosts(6)) },
    publicHosts: { 4: deck(publicHosts(4)), 6: deck(publicHosts(6)) },
    protocols: deck([protocols.tcp, protocols.tcp, protocols.tcp, protocols.udp, 0, 0, 50]),
    interfaces: deck([...interfaces.keys()]),
    others: deck([...interfaces.keys()]),
    nodes: nodes.map(({ id }) => id),
    nats: [...nats.keys()],
  };
}

function isKnown<T extends object>(value: T): value is Exclude<T, { readonly unknown: string }> {
  return !isUnknown(value);
}

function isAmong(blocks: readonly Block[], family: Family, value: bigint): boolean {
  return blocks.some((block) => contains(block, { family, first: value, last: value }));
}

/** Of every rule and entry the first and last port, and their neighbours. */
function portEdges(network: Network): readonly number[] {
  const { rules, entries } = partsOf(network);
  const edges = [...rules, ...entries].flatMap(({ service: { ports } }) => ports);
  return neighbours([...edges, 1024, 40_000]).filter(
    (port) => port >= allPorts[0] && port <= allPorts[1],
  );
}

function partsOf({ groups, acls, tables }: Network) {
  return {
    rules: [...groups.values()].flatMap(({ inbound, outbound }) =>
      [inbound, outbound].flatMap((some) => (isUnknown(some) ? [] : some)),
    ),
    entries: [...acls.values()].flatMap(({ inbound, outbound }) => [...inbound, ...outbound]),
    routes: [...tables.values()].flatMap((table) => table.routes),
  };
}

function neighbours(edges: readonly number[]): readonly number[] {
  return [...new Set(edges.flatMap((edge) => [edge - 1, edge, edge + 1]))];
}

/** Of every block the first and last address, and their neighbours. */
function addressEdges(blocks: readonly Block[], family: Family): readonly bigint[] {
  const { first: lowest, last: highest } = everywhere[family];
  const strangers = family === 4 ? [0xc6_33_64_63n] : [0x2001_0db8_0002n << 80n];
  const edges = blocks
    .filter((block) => block.family === family)
    .flatMap(({ first, last }) => [first - 1n, first, first + 1n, last - 1n, last, last + 1n]);
  return [...new Set([...edges, ...strangers])].filter(
    (value) => value >= lowest && value <= highest,
  );
}

/** Everything that a rule, an entry or a route names. */
function blocksOf(network: Network): readonly Block[] {
  const { rules, entries, routes } = partsOf(network);
  const named = [
    ...rules.flatMap(({ peer }) =>
      peer.kind === 'block' ? peer.block : peer.kind === 'list' ? peer.list : [],
    ),
    ...entries.map(({ block }) => block),
    ...routes.map(({ destination }) => destination),
  ];
  return named.filter(isKnown).flatMap((each) => ('family' in each ? each : blocksIn(each)));
}

function blocksIn({ blocks }: PrefixList): readonly Block[] {
  return isUnknown(blocks) ? [] : blocks;
}

interface Ends {
  readonly from: Point | Internet;
  readonly to: Point | Internet;
  readonly family: Family;
  readonly through?: Id;
}

function probe(chance: Chance, decks: Decks, packets: number): Probe {
  const ends = endsOf(chance, decks);
  const { family } = ends;
  const dealt = decks.protocols.deal();
  const protocol = dealt > 0 ? dealt : family === 4 ? protocols.icmp : protocols.icmp6;
  const question: Question = { ...ends, protocol, ports: allPorts, sourcePorts: allPorts };
  return {
    question,
    packets: Array.from({ length: packets }, () => packetOf(question, decks)),
  };
}

function packetOf(question: Question, { ports, sourcePorts, publicHosts }: Decks): Packet {
  const { family, protocol, through } = question;
  const settled = (end: Point | Internet): Point =>
    end.kind === 'internet'
      ? { kind: 'host', address: { family, value: publicHosts[family].deal() } }
      : end;
  return {
    from: settled(question.from),
    to: settled(question.to),
    family,
    protocol,
    port: portOf(protocol, ports),
    sourcePort: sourcePorts.deal(),
    ...(through === undefined ? {} : { through }),
  };
}

function portOf(protocol: number, ports: Deck<number>): number {
  if (protocol === protocols.icmp || protocol === protocols.icmp6) return echo[protocol].request;
  return ports.deal();
}

type MakeEnds = (chance: Chance, decks: Decks, family: Family) => Ends;

/** What is asked, as often as it stands here. */
const asks: readonly MakeEnds[] = [
  ...same(5, (_, decks, family) => ({ from: sender(decks), to: inside(decks), family })),
  ...same(4, (_, decks, family) => ({ from: sender(decks), to: hostOf(decks, family), family })),
  ...same(2, (_, decks, family) => ({ from: hostOf(decks, family), to: inside(decks), family })),
  ...same(4, (_, decks, family) => ({
    from: sender(decks),
    to: { kind: 'internet', family },
    family,
  })),
  ...same(3, (_, decks, family) => ({
    from: { kind: 'internet', family },
    to: inside(decks),
    family,
  })),
  (chance, decks) => ({
    from: sender(decks),
    to: { kind: 'service', list: chance.one(serviceLists) },
    family: 4,
  }),
  ...same(2, toPublic),
  ...same(2, secondLeg),
];

function same(count: number, make: MakeEnds): readonly MakeEnds[] {
  return Array.from({ length: count }, () => make);
}

function endsOf(chance: Chance, decks: Decks): Ends {
  return chance.one(asks)(chance, decks, chance.is(0.7) ? 4 : 6);
}

function sender({ interfaces }: Decks): Point {
  return { kind: 'interface', id: interfaces.deal() };
}

function inside({ others }: Decks): Point {
  return { kind: 'interface', id: others.deal() };
}

function hostOf({ hosts }: Decks, family: Family): Point {
  return { kind: 'host', address: { family, value: hosts[family].deal() } };
}

/** To a public address: from inside, or from the internet. */
function toPublic(chance: Chance, decks: Decks): Ends {
  const of = chance.is(0.2) && decks.nats.length > 0 ? chance.one(decks.nats) : decks.others.deal();
  const from = chance.is(0.25) ? ({ kind: 'internet', family: 4 } as const) : sender(decks);
  return { from, to: { kind: 'public', of }, family: 4 };
}

/** Of a Network Load Balancer that keeps the client's address; the target is the client now and then. */
function secondLeg(chance: Chance, decks: Decks, family: Family): Ends {
  const to = inside(decks);
  if (decks.nodes.length === 0) return { from: sender(decks), to, family };
  const client = chance.is(0.5) ? inside(decks) : hostOf(decks, family);
  return { from: chance.is(0.1) ? to : client, to, family, through: chance.one(decks.nodes) };
}
