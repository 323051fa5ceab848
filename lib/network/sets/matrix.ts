/**
 * Which services get through between every two classes of interfaces, pair after pair. What is kept grows with places
 * and groups, never with pairs: one set for each two places (routes, ACLs, replies), one for each group and place, one
 * for each group that names another; a pair is some look-ups of numbers in these.
 */
import type { Family } from '../blocks.ts';
import type { Network } from '../network.ts';
import { type Admissions, type ByGroup, type Layout, admissionsOf } from './admissions.ts';
import { type InterfaceClass, classesOf } from './classes.ts';
import {
  type Reached,
  type ReachedId,
  ReachedSets,
  allReached,
  nothingReached,
} from './reached.ts';
import { reachedBetween, wayBetween } from './ways.ts';

interface MatrixOptions {
  readonly family?: Family;
  /** Called for each ordered pair, a class with itself included (one of its members to another, or to itself). */
  readonly onPair: (from: InterfaceClass, to: InterfaceClass, reached: Reached) => void;
}

/** @returns the classes, in the order in which the pairs come: all of the first, all of the second ... */
export function matrix(
  network: Network,
  { family = 4, onPair }: MatrixOptions,
): readonly InterfaceClass[] {
  const board = boardOf(network, family);
  board.sets.keep();
  for (const from of board.classes) {
    board.sets.forget();
    const row = rowOf(board, from);
    for (const to of board.classes)
      onPair(from.is, to.is, board.sets.get(reachedFrom(board, row, to)));
  }
  return board.classes.map(({ is }) => is);
}

interface Placed {
  readonly is: InterfaceClass;
  readonly place: number;
  /** Undefined: unfiltered. */
  readonly groups: Int32Array | undefined;
}

interface Board extends Layout {
  readonly classes: readonly Placed[];
  readonly inbound: Admissions;
  readonly outbound: Admissions;
  /** `[place * places + place]`; {@link indirect} where the pair has to be judged by itself. */
  readonly ways: Int32Array;
}

const indirect = -1;

function boardOf(network: Network, family: Family): Board {
  const classes = classesOf(network, family);
  const byPlace = new Map(classes.toReversed().map((each) => [each.place, each]));
  const places = [...byPlace.values()];
  const placeAt = new Map(places.map(({ place }, at) => [place, at]));
  const groups = [...new Set(classes.flatMap((each) => groupsOf(each)))];
  const groupAt = new Map(groups.map((group, at) => [group, at]));
  const sets = new ReachedSets();
  const layout: Layout = { network, family, sets, groups, places };
  return {
    ...layout,
    classes: classes.map((is) => ({
      is,
      place: placeAt.get(is.place) ?? 0,
      groups:
        is.groups === 'unfiltered'
          ? undefined
          : Int32Array.from(is.groups, (group) => groupAt.get(group) ?? 0),
    })),
    inbound: admissionsOf(layout, 'inbound'),
    outbound: admissionsOf(layout, 'outbound'),
    ways: waysOf(layout),
  };
}

function groupsOf({ groups }: InterfaceClass): readonly string[] {
  return groups === 'unfiltered' ? [] : groups;
}

function waysOf({ network, family, sets, places }: Layout): Int32Array {
  const ways = new Int32Array(places.length * places.length);
  for (const [from, { example: one }] of places.entries())
    for (const [to, { example: other }] of places.entries()) {
      const way = wayBetween(network, { from: one, to: other, family });
      ways[from * places.length + to] = way === undefined ? indirect : sets.numberOf(way);
    }
  return ways;
}

/** What the groups of one class say to and of all others. */
interface Row {
  readonly from: Placed;
  /** What its groups let out to each place, and to each group by naming it. */
  readonly toPlace: Int32Array;
  readonly toGroup: Int32Array;
  /** What each group lets in from it. */
  readonly intoGroup: Int32Array;
}

function rowOf(board: Board, from: Placed): Row {
  const { places, groups, inbound, outbound } = board;
  const toPlace = new Int32Array(places.length);
  const toGroup = new Int32Array(groups.length);
  const intoGroup = groups.map((_, at) => at * places.length + from.place);
  const row: Row = {
    from,
    toPlace,
    toGroup,
    intoGroup: Int32Array.from(intoGroup, (at) => inbound.byPlace[at] ?? nothingReached),
  };
  if (from.groups === undefined) toPlace.fill(allReached);
  for (const group of from.groups ?? []) {
    addPlaces(board, toPlace, group);
    addNamed(board, toGroup, outbound.naming[group]);
    addNamed(board, row.intoGroup, inbound.namedBy[group]);
  }
  return row;
}

function addPlaces({ sets, places, outbound }: Board, row: Int32Array, group: number): void {
  const first = group * places.length;
  const admits = outbound.byPlace.subarray(first, first + places.length);
  for (const [place, id] of admits.entries())
    row[place] = sets.union(row[place] ?? nothingReached, id);
}

function addNamed({ sets }: Board, row: Int32Array, some: readonly ByGroup[] = []): void {
  for (const { group, admits } of some)
    row[group] = sets.union(row[group] ?? nothingReached, admits);
}

function reachedFrom(board: Board, row: Row, to: Placed): ReachedId {
  const { sets, ways, places, network, family } = board;
  const way = ways[row.from.place * places.length + to.place] ?? nothingReached;
  if (way === nothingReached) return nothingReached;
  if (way === indirect) {
    const pair = { from: row.from.is.example, to: to.is.example, family };
    return sets.numberOf(reachedBetween(network, pair));
  }
  const out = gathered(sets, row.toPlace[to.place] ?? nothingReached, [row.toGroup, to.groups]);
  const sent = sets.intersection(out, way);
  if (sent === nothingReached || to.groups === undefined) return sent;
  return sets.intersection(sent, gathered(sets, nothingReached, [row.intoGroup, to.groups]));
}

/** The union of what stands in the row at each of the groups, and of what there is already. */
function gathered(
  sets: ReachedSets,
  already: ReachedId,
  [row, groups]: readonly [Int32Array, Int32Array | undefined],
): ReachedId {
  let found = already;
  if (groups === undefined) return found;
  for (const group of groups) found = sets.union(found, row[group] ?? nothingReached);
  return found;
}
