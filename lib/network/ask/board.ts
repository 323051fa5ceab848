/** What every two classes of interfaces let through, kept as numbers: equal sets have equal numbers. */
import type { Family } from '../blocks.ts';
import type { Id, Network } from '../network.ts';
import { classesOf } from '../sets/classes.ts';
import { portsText, type Intervals } from '../sets/intervals.ts';
import { matrix } from '../sets/matrix.ts';
import type { Reached } from '../sets/reached.ts';

export interface Board {
  readonly family: Family;
  /** The class of each interface. */
  readonly classOf: ReadonlyMap<Id, number>;
  /** Of two classes. */
  readonly numberAt: (from: number, to: number) => number;
  readonly reached: (number: number) => Reached;
}

/** Undefined where there are more classes than `most`. */
export function boardOf(network: Network, family: Family, most: number): Board | undefined {
  const width = classesOf(network, family).length;
  if (width > most) return undefined;
  const grid = new Int32Array(width * width);
  const sets: Reached[] = [];
  const numbers = new Map<string, number>();
  let at = 0;
  const onPair = (_from: unknown, _to: unknown, reached: Reached): void => {
    const key = keyOf(reached);
    const number = numbers.get(key) ?? sets.push(reached) - 1;
    numbers.set(key, number);
    grid[at] = number;
    at += 1;
  };
  const classes = matrix(network, { family, onPair });
  return {
    family,
    classOf: new Map(classes.flatMap(({ members }, place) => members.map((id) => [id, place]))),
    numberAt: (from, to) => grid[from * width + to] ?? 0,
    reached: (number) => {
      const found = sets[number];
      if (found === undefined) throw new Error(`no set has the number ${number}`);
      return found;
    },
  };
}

function keyOf({ tcp, udp, icmp }: Reached): string {
  const all: readonly Intervals[] = [tcp, udp, icmp].flatMap(({ sure, possible }) => [
    sure,
    possible,
  ]);
  return all.map(portsText).join(';');
}
