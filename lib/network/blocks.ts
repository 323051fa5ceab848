/** Addresses and CIDR blocks of both families. An address is a number below 2^32 or 2^128. */

export type Family = 4 | 6;

export interface Block {
  readonly family: Family;
  /** First and last address, both included. */
  readonly first: bigint;
  readonly last: bigint;
}

const bits = { 4: 32, 6: 128 } as const;

export const everywhere: Readonly<Record<Family, Block>> = {
  4: { family: 4, first: 0n, last: (1n << 32n) - 1n },
  6: { family: 6, first: 0n, last: (1n << 128n) - 1n },
};

/** `10.0.0.0/16`, `2001:db8::/32`, or an address, which is a block of one; undefined for anything else. */
export function parseBlock(text: string): Block | undefined {
  const [written = '', length] = text.trim().split('/');
  const address = parseAddress(written);
  if (address === undefined) return undefined;
  const { family, value } = address;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? bits[family] : Number(length);
  if (prefix > bits[family]) return undefined;
  const size = 1n << BigInt(bits[family] - prefix);
  // AWS takes `100.68.0.18/18` and stores 100.68.0.0/18.
  const first = (value / size) * size;
  return { family, first, last: first + size - 1n };
}

export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parse6(text) : parse4(text);
}

function parse4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((each) => /^\d{1,3}$/.test(each) && Number(each) < 256))
    return undefined;
  return { family: 4, value: parts.reduce((sum, each) => sum * 256n + BigInt(each), 0n) };
}

function parse6(text: string): Address | undefined {
  const groups = groups6(withoutDotted(text));
  if (groups?.length !== 8 || !groups.every((each) => /^[0-9a-f]{1,4}$/i.test(each)))
    return undefined;
  return {
    family: 6,
    value: groups.reduce((sum, each) => sum * 65_536n + BigInt(`0x${each}`), 0n),
  };
}

/** The groups with the zeros that `::` leaves out. */
function groups6(text: string): readonly string[] | undefined {
  const [head = [], tail, ...more] = text
    .split('::')
    .map((half) => (half === '' ? [] : half.split(':')));
  if (tail === undefined) return head;
  const missing = 8 - head.length - tail.length;
  if (more.length > 0 || missing < 1) return undefined;
  return [...head, ...Array<string>(missing).fill('0'), ...tail];
}

/** `64:ff9b::192.0.2.1` -> `64:ff9b::c000:201` */
function withoutDotted(text: string): string {
  return text.replace(/[0-9.]*\.[0-9.]*$/, (dotted) => {
    const value = parse4(dotted)?.value;
    if (value === undefined) return dotted;
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
}

export function blockOf({ family, value }: Address): Block {
  return { family, first: value, last: value };
}

export function contains(outer: Block, inner: Block): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(one: Block, other: Block): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

/** How many leading bits the block fixes. */
export function prefixLength({ family, first, last }: Block): number {
  return bits[family] - (last - first + 1n).toString(2).length + 1;
}

/** `10.0.0.0/16`; a block of one as its address. */
export function blockText(block: Block): string {
  const address = addressText({ family: block.family, value: block.first });
  return block.first === block.last ? address : `${address}/${prefixLength(block)}`;
}

export function addressText({ family, value }: Address): string {
  const groups = Array.from({ length: family === 4 ? 4 : 8 }, (_, index) => {
    const width = family === 4 ? 8n : 16n;
    return (value >> (width * BigInt((family === 4 ? 3 : 7) - index))) & ((1n << width) - 1n);
  });
  if (family === 4) return groups.join('.');
  const hex = groups.map((each) => each.toString(16)).join(':');
  // The longest run of zeros once, as RFC 5952 writes it.
  const [longest] = [...hex.matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)].sort(
    ([one], [other]) => other.length - one.length,
  );
  if (longest === undefined) return hex;
  const [head, tail] = [hex.slice(0, longest.index), hex.slice(longest.index + longest[0].length)];
  return `${head}:${tail}`.replace(/:{3,}/, '::').replace(/^:$/, '::');
}
