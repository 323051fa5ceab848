/** What gets through of a question that is answered `partial`, as ports and addresses that all go together. */
import type { Block } from '../blocks.ts';
import type { Answer, Question } from '../question.ts';
import { type Box, asked, commonBox, coversBox, isEmptyBox, volumeOf } from './boxes.ts';
import { equals } from './intervals.ts';
import type { Part } from './judge.ts';

interface Product {
  readonly box: Box;
  readonly parts: readonly Part[];
}

/** The largest product in which every combination is true. */
export function onlyOf(parts: readonly Part[], question: Question): Answer['only'] {
  const best = products(parts).reduce<Product | undefined>(
    (one, other) => (one !== undefined && sizeOf(one) >= sizeOf(other) ? one : other),
    undefined,
  );
  if (best === undefined) return undefined;
  const { box, parts: some } = best;
  const whole = asked(question);
  const only = {
    ...(!equals(box.ports, whole.ports) && { ports: box.ports }),
    ...(!equals(box.sourcePorts, whole.sourcePorts) && { sourcePorts: box.sourcePorts }),
    ...(some.length < parts.length && { hosts: hostsOf(some) }),
  };
  return Object.keys(only).length > 0 ? only : undefined;
}

/** Each box with all hosts for which it is true, and what is common to all hosts that get through at all. */
function products(parts: readonly Part[]): readonly Product[] {
  const open = parts.filter(({ outcome }) => !isEmptyBox(outcome.sure));
  const boxes = open.map(({ outcome }) => outcome.sure);
  const [first, ...others] = boxes;
  if (first === undefined) return [];
  return [others.reduce(commonBox, first), ...boxes]
    .filter((box) => !isEmptyBox(box))
    .map((box) => ({
      box,
      parts: open.filter(({ outcome }) => coversBox(outcome.sure, box)),
    }));
}

function sizeOf({ box, parts }: Product): number {
  const hosts = parts
    .flatMap((part) => part.hosts ?? [])
    .reduce((sum, { first, last }) => sum + Number(last - first + 1n), 0);
  return volumeOf(box) * Math.max(hosts, 1);
}

/** As CIDR blocks. */
export function hostsOf(parts: readonly Pick<Part, 'hosts'>[]): readonly Block[] {
  return joined(parts.flatMap(({ hosts }) => hosts ?? [])).flatMap(cidrsOf);
}

/** Ranges that touch become one. */
function joined(ranges: readonly Block[]): readonly Block[] {
  const sorted = [...ranges].sort((one, other) => (one.first < other.first ? -1 : 1));
  const found: Block[] = [];
  for (const range of sorted) {
    const previous = found.at(-1);
    if (previous?.last !== range.first - 1n || previous.family !== range.family) found.push(range);
    else found[found.length - 1] = { ...previous, last: range.last };
  }
  return found;
}

/** The fewest CIDR blocks that make up the range. */
function cidrsOf({ family, first, last }: Block): readonly Block[] {
  const found: Block[] = [];
  for (let from = first; from <= last;) {
    let size = 1n;
    while (from % (size * 2n) === 0n && from + size * 2n - 1n <= last) size *= 2n;
    found.push({ family, first: from, last: from + size - 1n });
    from += size;
  }
  return found;
}
