/** All pairs of ends, small enough to read: ends that behave alike are one role. */
import type { Family } from '../blocks.ts';
import type { Id, Network } from '../network.ts';
import { protocols, type Range } from '../services.ts';
import { covers, intersection, intervals, union, type Intervals } from '../sets/intervals.ts';
import type { Filter } from '../sets/filter.ts';
import type { Reached } from '../sets/reached.ts';
import { boardOf, type Board } from './board.ts';

export interface Role {
  /** An end stands in two roles where its interfaces behave differently. */
  readonly ends: readonly Id[];
  readonly type: string;
  readonly interfaces: number;
}

/** Destination ports; `icmp` is the echo. */
export interface Services {
  readonly tcp: Intervals;
  readonly udp: Intervals;
  readonly icmp: boolean;
}

/** Between members of one role and members of another, by their places among the roles. */
export interface Pair {
  readonly from: number;
  readonly to: number;
  readonly family: Family;
  /** Between any two of them, surely. */
  readonly all: Services;
  /** Between some two of them, or perhaps. More than `all` where they differ or something is unknown. */
  readonly some: Services;
  /** Does the template leave open whether more than `all` gets through? */
  readonly isOpen: boolean;
}

export interface Roles {
  readonly roles: readonly Role[];
  readonly pairs: readonly Pair[] | undefined;
}

/** More classes than this fill no screen: their pairs are asked one by one. */
const mostClasses = 500;

/** @param behaviour equal for interfaces that are alike in all that is no pair */
export function rolesOf(
  network: Network,
  families: readonly Family[],
  behaviour: (id: Id) => string,
): Roles {
  const boards = families.flatMap((family) => boardOf(network, family, mostClasses) ?? []);
  if (boards.length < families.length) return { roles: [], pairs: undefined };
  const units = unitsOf(network, boards, behaviour);
  const groups = alike(units, boards);
  const roles = groups.map((some) => roleOf(network, some));
  const pairs = boards.flatMap((board, at) => pairsOf(groups, board, at));
  return { roles, pairs };
}

/** Interfaces of the same class on every board, and with the same listeners. */
interface Unit {
  readonly members: readonly Id[];
  /** By board. */
  readonly classes: readonly number[];
  /** Undefined: it is no load balancer. */
  readonly heard: Heard | undefined;
  readonly look: string;
}
export type Heard = Readonly<Record<'tcp' | 'udp', Intervals>>;

function unitsOf(
  network: Network,
  boards: readonly Board[],
  behaviour: (id: Id) => string,
): readonly Unit[] {
  const units = new Map<string, Unit & { readonly members: Id[] }>();
  for (const { id, owner } of network.interfaces.values()) {
    const classes = boards.map(({ classOf }) => classOf.get(id) ?? 0);
    const heard = heardBy(network, owner);
    const type = network.ends.get(owner)?.type ?? '';
    const look = [type, JSON.stringify(heard ?? null), behaviour(id)].join(' ');
    const key = `${classes.join(' ')} ${look}`;
    const known = units.get(key);
    if (known === undefined) units.set(key, { members: [id], classes, heard, look });
    else known.members.push(id);
  }
  return [...units.values()];
}

/** Ports on which a load balancer listens; undefined for anything else. */
export function heardBy(network: Network, owner: Id): Heard | undefined {
  const listeners = network.balancers.get(owner)?.listeners;
  if (listeners === undefined) return undefined;
  const on = (protocol: number): Intervals =>
    intervals(
      listeners
        .filter((each) => each.protocol === 'tcp-udp' || each.protocol === protocol)
        .map(({ port }): Range => [port, port]),
    );
  return { tcp: on(protocols.tcp), udp: on(protocols.udp) };
}

function roleOf(network: Network, units: readonly Unit[]): Role {
  const members = units.flatMap((unit) => unit.members);
  const ends = new Set(members.map((id) => network.interfaces.get(id)?.owner ?? id));
  const [first = ''] = ends;
  return {
    ends: [...ends],
    type: network.ends.get(first)?.type ?? '',
    interfaces: members.length,
  };
}

/**
 * Units that cannot be told apart: told apart is who looks different, then who reaches, or is reached by, somebody whom the
 * other does not, until nothing changes.
 */
function alike(units: readonly Unit[], boards: readonly Board[]): readonly (readonly Unit[])[] {
  let colours = numbered(units.map(({ look }) => look));
  for (;;) {
    const next = numbered(
      units.map((unit, at) => `${colours[at] ?? 0}|${seenFrom(unit, { units, boards, colours })}`),
    );
    if (new Set(next).size === new Set(colours).size) break;
    colours = next;
  }
  const groups = new Map<number, Unit[]>();
  for (const [at, unit] of units.entries()) {
    const colour = colours[at] ?? 0;
    groups.set(colour, [...(groups.get(colour) ?? []), unit]);
  }
  return [...groups.values()];
}

interface View {
  readonly units: readonly Unit[];
  readonly boards: readonly Board[];
  readonly colours: readonly number[];
}

function seenFrom(unit: Unit, { units, boards, colours }: View): string {
  const seen = new Set<string>();
  for (const [at, other] of units.entries())
    for (const [board, { numberAt }] of boards.entries()) {
      const [one = 0, two = 0] = [unit.classes[board], other.classes[board]];
      seen.add(`${colours[at] ?? 0} ${board} ${numberAt(one, two)} ${numberAt(two, one)}`);
    }
  return [...seen].sort().join(',');
}

/** Equal texts, equal numbers. */
function numbered(texts: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  });
}

/** Those between which something gets through. */
function pairsOf(groups: readonly (readonly Unit[])[], board: Board, at: number): readonly Pair[] {
  return groups.flatMap((from, one) =>
    groups.flatMap((to, other) => {
      const met = from.flatMap((sender) =>
        to
          .filter((receiver) => receiver !== sender || sender.members.length > 1)
          .map((receiver) => between(sender, receiver, { board, at })),
      );
      const [first, ...more] = met;
      if (first === undefined) return [];
      const pair = more.reduce(joined, first);
      return isNothing(pair.some) ? [] : [{ from: one, to: other, family: board.family, ...pair }];
    }),
  );
}

type Met = Pick<Pair, 'all' | 'some' | 'isOpen'>;

function between(
  sender: Unit,
  receiver: Unit,
  { board, at }: { readonly board: Board; readonly at: number },
): Met {
  const number = board.numberAt(sender.classes[at] ?? 0, receiver.classes[at] ?? 0);
  const reached = board.reached(number);
  const all = servicesOf(reached, 'sure', receiver.heard);
  const some = servicesOf(reached, 'possible', receiver.heard);
  return { all, some, isOpen: !isWithin(some, all) };
}

/** A load balancer hears what its listeners hear. */
export function servicesOf(
  { tcp, udp, icmp }: Reached,
  which: keyof Filter,
  heard: Heard | undefined,
): Services {
  return {
    tcp: heard === undefined ? tcp[which] : intersection(tcp[which], heard.tcp),
    udp: heard === undefined ? udp[which] : intersection(udp[which], heard.udp),
    icmp: heard === undefined && icmp[which].length > 0,
  };
}

function joined(one: Met, other: Met): Met {
  return {
    all: {
      tcp: intersection(one.all.tcp, other.all.tcp),
      udp: intersection(one.all.udp, other.all.udp),
      icmp: one.all.icmp && other.all.icmp,
    },
    some: {
      tcp: union(one.some.tcp, other.some.tcp),
      udp: union(one.some.udp, other.some.udp),
      icmp: one.some.icmp || other.some.icmp,
    },
    isOpen: one.isOpen || other.isOpen,
  };
}

export function isNothing({ tcp, udp, icmp }: Services): boolean {
  return tcp.length === 0 && udp.length === 0 && !icmp;
}

/** Is all of `inner` in `outer`? */
function isWithin(inner: Services, outer: Services): boolean {
  return (
    covers(outer.tcp, inner.tcp) && covers(outer.udp, inner.udp) && (outer.icmp || !inner.icmp)
  );
}
