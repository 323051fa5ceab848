/** The internet as far as rules tell its addresses apart: what lies in the same blocks is judged once. */
import { type Block, type Family, contains, overlaps } from '../blocks.ts';
import type { Id, Network, PrefixList, Subnet, Unknown } from '../network.ts';
import { isUnknown } from '../network.ts';
import type { Point, Question } from '../question.ts';
import { publicSpace, without } from './public-space.ts';
import { rulesOf } from './groups.ts';
import { interfaceOf, subnetOf } from './seen.ts';

/** Hosts that no rule, entry or route on the way tells apart. */
export interface HostClass {
  /** Ranges, not always CIDR blocks. */
  readonly hosts: readonly Block[];
  readonly example: bigint;
}

/** Equal for questions of one network that have the same classes: the ends' rules and subnets are the same. */
export function classesKey(network: Network, { from, to, family, through }: Question): string {
  const keys = [from, to].map((end) => {
    if (end.kind === 'internet') return `${end.within?.first ?? ''}-${end.within?.last ?? ''}`;
    return end.kind === 'interface' || end.kind === 'public'
      ? deviceKey(network, deviceOf(end))
      : end.kind;
  });
  return [family, ...keys, through === undefined ? '' : deviceKey(network, through)].join(' | ');
}

function deviceKey(network: Network, id: Id): string {
  const found = network.interfaces.get(id);
  if (found === undefined) return id;
  return `${found.subnet} ${found.groups === 'unfiltered' ? '' : found.groups.join(' ')}`;
}

/** All of the internet, in classes; what belongs to a VPC of the network is not part of it. */
export function hostClasses(network: Network, question: Question): readonly HostClass[] {
  const { family } = question;
  const within = [question.from, question.to].find((end) => end.kind === 'internet')?.within;
  const space =
    within === undefined ? without(publicSpace[family], vpcBlocks(network, family)) : [within];
  const blocks = distinctBlocks(blocksOnTheWay(network, question), family);
  const classes = new Map<string, Block[]>();
  for (const atom of atomsOf(space, blocks)) {
    const inside = blocks.flatMap((block, index) => (contains(block, atom) ? [index] : []));
    const key = inside.join(' ');
    const known = classes.get(key);
    if (known === undefined) classes.set(key, [atom]);
    else known.push(atom);
  }
  return [...classes.values()].flatMap((hosts) => {
    const [first] = hosts;
    return first === undefined ? [] : [{ hosts, example: first.first }];
  });
}

function vpcBlocks(network: Network, family: Family): readonly Block[] {
  return [...network.vpcs.values()]
    .flatMap(({ blocks }) => blocks)
    .filter((block): block is Block => !isUnknown(block) && block.family === family);
}

function distinctBlocks(blocks: readonly Block[], family: Family): readonly Block[] {
  const known = new Map<string, Block>();
  for (const block of blocks)
    if (block.family === family) known.set(`${block.first} ${block.last}`, block);
  return [...known.values()];
}

/** The space cut at every edge of a block. */
function atomsOf(space: readonly Block[], blocks: readonly Block[]): readonly Block[] {
  return space.flatMap((range) => {
    const inside = blocks.filter((block) => overlaps(block, range));
    const starts = new Set([range.first]);
    for (const { first, last } of inside) {
      if (first > range.first) starts.add(first);
      if (last < range.last) starts.add(last + 1n);
    }
    const sorted = [...starts].sort((one, other) => (one < other ? -1 : 1));
    return sorted.map((first, at) => {
      const next = sorted[at + 1];
      return { family: range.family, first, last: next === undefined ? range.last : next - 1n };
    });
  });
}

/** Every block named by what a packet may meet between the inner end and the internet. */
function blocksOnTheWay(network: Network, question: Question): readonly Block[] {
  const visit: Visit = { network, blocks: [], seen: new Set() };
  for (const end of [question.from, question.to])
    if (end.kind === 'interface' || end.kind === 'public') visitDevice(visit, deviceOf(end));
  if (question.through !== undefined) visitDevice(visit, question.through);
  return visit.blocks;
}

function deviceOf(end: Extract<Point, { kind: 'interface' | 'public' }>): Id {
  return end.kind === 'interface' ? end.id : end.of;
}

interface Visit {
  readonly network: Network;
  readonly blocks: Block[];
  readonly seen: Set<Id>;
}

function visitDevice(visit: Visit, id: Id): void {
  const { network, seen } = visit;
  if (seen.has(id)) return;
  seen.add(id);
  const nat = network.nats.get(id);
  if (nat?.subnet !== undefined) visitSubnet(visit, subnetOf(network, nat.subnet));
  if (nat !== undefined || !network.interfaces.has(id)) return;
  const { groups, subnet } = interfaceOf(network, id);
  if (groups !== 'unfiltered') for (const group of groups) visitGroup(visit, group);
  visitSubnet(visit, subnetOf(network, subnet));
}

function visitGroup({ network, blocks }: Visit, group: Id): void {
  for (const direction of ['inbound', 'outbound'] as const) {
    const rules = rulesOf(network, group, direction);
    if (isUnknown(rules)) continue;
    for (const { peer } of rules) {
      if (peer.kind === 'block') blocks.push(peer.block);
      if (peer.kind === 'list') add(blocks, peer.list);
    }
  }
}

function visitSubnet(visit: Visit, { id, acl, table, vpc }: Subnet): void {
  if (visit.seen.has(id)) return;
  visit.seen.add(id);
  visitAcl(visit, acl);
  visitTable(visit, table);
  const edge = isUnknown(vpc) ? undefined : visit.network.vpcs.get(vpc)?.gatewayTable;
  if (edge !== undefined) visitTable(visit, edge);
}

function visitAcl({ network, blocks }: Visit, acl: Id | Unknown): void {
  const found = isUnknown(acl) ? undefined : network.acls.get(acl);
  if (found === undefined) return;
  for (const { block } of [...found.inbound, ...found.outbound]) add(blocks, block);
}

function visitTable(visit: Visit, table: Id | Unknown): void {
  const { network, blocks } = visit;
  const routes = isUnknown(table) ? [] : (network.tables.get(table)?.routes ?? []);
  for (const { destination, hop } of routes) {
    add(blocks, destination);
    if (hop.kind === 'interface' || hop.kind === 'nat-gateway') visitDevice(visit, hop.id);
  }
}

function add(blocks: Block[], named: Block | PrefixList | Unknown): void {
  if (isUnknown(named)) return;
  if ('family' in named) blocks.push(named);
  else if (!isUnknown(named.blocks)) blocks.push(...named.blocks);
}
