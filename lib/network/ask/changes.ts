/** Two networks -> what became reachable in the second, and what stopped being so. Ends are the same by their names. */
import { blockText, contains, overlaps, type Block, type Family } from '../blocks.ts';
import { nameOf } from '../names.ts';
import type { End, Id, Network } from '../network.ts';
import { difference, noPorts, union, type Intervals } from '../sets/intervals.ts';
import { boardOf, type Board } from './board.ts';
import { exposureOf, type Exposed } from './exposure.ts';
import { familiesIn } from './faces.ts';
import { heardBy, isNothing, servicesOf, type Services } from './roles.ts';
import type { OpenPorts } from './open-ports.ts';

/** Between an end and these hosts of the internet. */
export interface InternetChange {
  readonly end: string;
  readonly family: Family;
  /** `everywhere`, blocks, `everywhere but 203.0.113.0/24` */
  readonly hosts: string;
  readonly opened: Services;
  readonly closed: Services;
  /** Is it known only that it may get through? */
  readonly isOpen: boolean;
}

/** The internet sees another address than before. */
export interface SeenChange {
  readonly end: string;
  readonly family: Family;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface InsideChange {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  readonly opened: Services;
  readonly closed: Services;
}

export interface ReachDifference {
  readonly inbound: readonly InternetChange[];
  readonly outbound: readonly InternetChange[];
  readonly seen: readonly SeenChange[];
  /** Undefined: one of the networks has too many ends. */
  readonly inside: readonly InsideChange[] | undefined;
}

export function reachDifference(before: Network, after: Network): ReachDifference {
  const [old, now] = [exposureOf(before), exposureOf(after)];
  return {
    inbound: internetChanges(flat(before, old.inbound), flat(after, now.inbound)),
    outbound: internetChanges(flat(before, old.outbound), flat(after, now.outbound)),
    seen: seenChanges(seenBy(before, old.outbound), seenBy(after, now.outbound)),
    inside: insideChanges(insideOf(before), insideOf(after)),
  };
}

type Between = Omit<InternetChange, 'opened' | 'closed'>;
interface Kept<Key> {
  readonly key: Key;
  readonly services: Services;
}
type Table<Key> = ReadonlyMap<string, Kept<Key>>;

const none: Services = { tcp: noPorts, udp: noPorts, icmp: false };

/** The same hosts in one entry, whatever the protocol. */
interface ByHosts extends Kept<Between>, Pick<OpenPorts, 'hosts' | 'except'> {}

function flat(network: Network, all: readonly Exposed[]): ReadonlyMap<string, ByHosts> {
  const table = new Map<string, ByHosts>();
  for (const { end, open } of all)
    for (const ports of open) {
      const { family, verdict } = ports;
      const isOpen = verdict === 'depends';
      const key = { end: nameOf(network, end), family, hosts: hostsText(ports), isOpen };
      const text = Object.values(key).join('|');
      const known = table.get(text)?.services ?? none;
      const { hosts, except } = ports;
      table.set(text, { key, hosts, except, services: withOpenPorts(known, ports) });
    }
  return table;
}

function withOpenPorts(services: Services, { protocol, ports }: OpenPorts): Services {
  if (protocol === 'icmp') return { ...services, icmp: true };
  return { ...services, [protocol]: union(services[protocol], ports) };
}

function hostsText({ hosts, except }: Pick<OpenPorts, 'hosts' | 'except'>): string {
  const some = hosts === 'everywhere' ? hosts : blocksText(hosts);
  return except.length === 0 ? some : `${some} but ${blocksText(except)}`;
}

function blocksText(blocks: readonly Block[]): string {
  return blocks.map(blockText).join(', ');
}

function internetChanges(
  before: ReadonlyMap<string, ByHosts>,
  after: ReadonlyMap<string, ByHosts>,
): readonly InternetChange[] {
  const changes = new Map<string, InternetChange>();
  const note = (entry: ByHosts, which: 'opened' | 'closed', others: readonly ByHosts[]): void => {
    for (const { hosts, services } of beyond(entry, others)) {
      const key = { ...entry.key, hosts };
      const text = Object.values(key).join('|');
      const known = changes.get(text) ?? { ...key, opened: none, closed: none };
      changes.set(text, { ...known, [which]: both(known[which], services) });
    }
  };
  const [old, now] = [[...before.values()], [...after.values()]];
  for (const each of old) note(each, 'closed', now);
  for (const each of now) note(each, 'opened', old);
  return [...changes.values()];
}

/** What gets through for its hosts and on the other side for none that they are among; who had it there is left out. */
function beyond(
  entry: ByHosts,
  others: readonly ByHosts[],
): readonly { readonly hosts: string; readonly services: Services }[] {
  const same = others.filter(({ key }) => isSameEnd(key, entry.key));
  const whole = all(same.filter((each) => isAsSure(each, entry) && holds(each, entry)));
  const rest = without(entry.services, whole.services);
  const within = all(same.filter((each) => holds(entry, each)));
  const apart = without(rest, within.services);
  const shared = without(rest, apart);
  const except = [...entry.except, ...within.blocks];
  return [
    { hosts: hostsText(entry), services: apart },
    { hosts: hostsText({ ...entry, except }), services: shared },
  ].filter(({ services }) => !isNothing(services));
}

function all(entries: readonly ByHosts[]) {
  return {
    services: entries.map(({ services }) => services).reduce(both, none),
    blocks: entries.flatMap(({ hosts }) => (hosts === 'everywhere' ? [] : hosts)),
  };
}

function isSameEnd(one: Between, other: Between): boolean {
  return one.end === other.end && one.family === other.family;
}

function isAsSure(one: ByHosts, other: ByHosts): boolean {
  return !one.key.isOpen || other.key.isOpen;
}

/** Are all hosts of the other among these? */
function holds(one: ByHosts, other: ByHosts): boolean {
  if (other.hosts === 'everywhere')
    return (
      one.hosts === 'everywhere' &&
      one.except.every((each) => other.except.some((left) => contains(left, each)))
    );
  return other.hosts.every(
    (block) =>
      (one.hosts === 'everywhere' || one.hosts.some((each) => contains(each, block))) &&
      !one.except.some((left) => overlaps(left, block)),
  );
}

/** What one table has more than the other, by their keys. */
function changed<Key extends object>(
  before: Table<Key>,
  after: Table<Key>,
): readonly (Key & { readonly opened: Services; readonly closed: Services })[] {
  const keys = new Map([...before, ...after].map(([text, { key }]) => [text, key]));
  return [...keys].flatMap(([text, key]) => {
    const old = before.get(text)?.services ?? none;
    const now = after.get(text)?.services ?? none;
    const [opened, closed] = [without(now, old), without(old, now)];
    return isNothing(opened) && isNothing(closed) ? [] : [{ ...key, opened, closed }];
  });
}

function without(some: Services, others: Services): Services {
  return {
    tcp: difference(some.tcp, others.tcp),
    udp: difference(some.udp, others.udp),
    icmp: some.icmp && !others.icmp,
  };
}

type Seen = ReadonlyMap<string, Omit<SeenChange, 'before' | 'after'> & { as: readonly string[] }>;

function seenBy(network: Network, all: readonly Exposed[]): Seen {
  const found = new Map<string, ReturnType<Seen['get']> & object>();
  for (const { end, open } of all)
    for (const { family, seenAs } of open) {
      const name = nameOf(network, end);
      const key = `${name}|${family}`;
      const as = seenAs.map((id) => nameOf(network, id));
      const known = found.get(key)?.as ?? [];
      found.set(key, { end: name, family, as: [...new Set([...known, ...as])].sort() });
    }
  return found;
}

function seenChanges(before: Seen, after: Seen): readonly SeenChange[] {
  return [...after].flatMap(([key, { end, family, as }]) => {
    const old = before.get(key)?.as;
    if (old === undefined || old.join() === as.join()) return [];
    return [{ end, family, before: old, after: as }];
  });
}

type Inside = Table<Pick<InsideChange, 'from' | 'to' | 'family'>>;

/** More classes or ends than this fill no screen. */
const mostClasses = 500;
const mostEnds = 300;

function insideOf(network: Network): Inside | undefined {
  const families = familiesIn(network);
  const boards = families.flatMap((family) => boardOf(network, family, mostClasses) ?? []);
  const ends = [...network.ends.values()];
  if (boards.length < families.length || ends.length > mostEnds) return undefined;
  const table = new Map<string, Kept<Pick<InsideChange, 'from' | 'to' | 'family'>>>();
  const couples = ends.flatMap((one) => ends.map((other) => [one, other] as const));
  for (const board of boards)
    for (const [one, other] of couples) {
      const [from, to] = [nameOf(network, one.id), nameOf(network, other.id)];
      const services = between(network, board, [one, other]);
      const key = { from, to, family: board.family };
      if (!isNothing(services)) table.set(Object.values(key).join('|'), { key, services });
    }
  return table;
}

/** What some interface of the one surely reaches on some of the other. */
function between(network: Network, board: Board, [from, to]: readonly [End, End]): Services {
  const heard = heardBy(network, to.id);
  const pairs = from.interfaces.flatMap((one) =>
    to.interfaces.filter((other) => other !== one).map((other) => [one, other] as const),
  );
  const numbers = new Set(
    pairs.map(([one, other]) => board.numberAt(classIn(board, one), classIn(board, other))),
  );
  return [...numbers]
    .map((number) => servicesOf(board.reached(number), 'sure', heard))
    .reduce(both, none);
}

function classIn({ classOf }: Board, id: Id): number {
  return classOf.get(id) ?? 0;
}

function both(one: Services, other: Services): Services {
  const ports = (which: 'tcp' | 'udp'): Intervals => union(one[which], other[which]);
  return { tcp: ports('tcp'), udp: ports('udp'), icmp: one.icmp || other.icmp };
}

function insideChanges(
  before: Inside | undefined,
  after: Inside | undefined,
): ReachDifference['inside'] {
  return before === undefined || after === undefined ? undefined : changed(before, after);
}
