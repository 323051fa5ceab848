/** What has been found out about a network and need not be found out again. Never per pair of ends. */
import type { Address, Family } from '../blocks.ts';
import type { Id, Network, RouteTable } from '../network.ts';
import type { Question } from '../question.ts';
import { type AclQuestion, aclFilter } from './acls.ts';
import type { Filter } from './filter.ts';
import { type HostClass, classesKey, hostClasses } from './internet.ts';
import { type ByTable, type Choice, routeChoices } from './routes.ts';
import { type Seen, seenHost, seenInterface } from './seen.ts';
import type { Traffic } from './traffic.ts';

export interface Memory {
  /** Of each ACL, by direction and traffic: what it lets through, by the far end's key. */
  readonly filters: Map<Id, Map<number, Map<string, Filter>>>;
  /** Of each table, by whether the destination is inside: by its key. */
  readonly choices: Map<string, Map<string, readonly Choice[]>>;
  readonly seen: Readonly<Record<Family, Map<Id, Seen>>>;
  /** The internet in classes, and the hosts that stand for them. */
  readonly classes: Map<string, readonly HostClass[]>;
  readonly hosts: Readonly<Record<Family, Map<bigint, Seen>>>;
}

const memories = new WeakMap<Network, Memory>();

export function memoryOf(network: Network): Memory {
  const known = memories.get(network);
  if (known !== undefined) return known;
  const fresh: Memory = {
    filters: new Map(),
    choices: new Map(),
    seen: { 4: new Map(), 6: new Map() },
    classes: new Map(),
    hosts: { 4: new Map(), 6: new Map() },
  };
  memories.set(network, fresh);
  return fresh;
}

interface Remembering {
  readonly network: Network;
  readonly memory: Memory;
}

export function rememberedFilter({ network, memory }: Remembering, question: AclQuestion): Filter {
  const { acl, direction, far, traffic } = question;
  const { key } = far;
  if (key === undefined) return aclFilter(network, question);
  const ofAcl = among(memory.filters, acl, newMap<number, Map<string, Filter>>);
  const slot = slotOf(traffic) * 2 + (direction === 'inbound' ? 1 : 0);
  const ofSlot = among(ofAcl, slot, newMap<string, Filter>);
  return among(ofSlot, key, () => aclFilter(network, question));
}

/** One number for a protocol, and for ICMP a type. */
function slotOf({ protocol, type }: Traffic): number {
  return protocol * 512 + (type === undefined ? 256 : type);
}

export function rememberedChoices(
  { memory }: Remembering,
  table: RouteTable,
  to: { readonly destination: Seen; readonly by: ByTable },
): readonly Choice[] {
  const { destination, by } = to;
  const { key } = destination;
  if (key === undefined) return routeChoices(table, destination, by);
  const ofTable = among(
    memory.choices,
    by.isInside === 'yes' ? table.id : `${table.id} ${by.isInside}`,
    newMap<string, readonly Choice[]>,
  );
  return among(ofTable, key, () => routeChoices(table, destination, by));
}

export function rememberedSeen({ network, memory }: Remembering, id: Id, family: Family): Seen {
  return among(memory.seen[family], id, () => seenInterface(network, id, family));
}

export function rememberedClasses(
  { network, memory }: Remembering,
  question: Question,
): readonly HostClass[] {
  const key = classesKey(network, question);
  return among(memory.classes, key, () => hostClasses(network, question));
}

/** A host that stands for a class is asked about again and again, unlike one that a person names. */
export function rememberedHost({ memory }: Remembering, { family, value }: Address): Seen {
  return among(memory.hosts[family], value, () => {
    const host = seenHost(family, value, true);
    return { ...host, key: `${family} ${value}` };
  });
}

function among<Key, Item>(items: Map<Key, Item>, key: Key, make: () => Item): Item {
  const known = items.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  items.set(key, fresh);
  return fresh;
}

function newMap<Key, Item>(): Map<Key, Item> {
  return new Map();
}
