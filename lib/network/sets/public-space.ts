/** Which addresses a host of the internet can have, and which an internet gateway refuses. */
import { type Block, type Family, contains, overlaps, parseBlock } from '../blocks.ts';

function blocks(...texts: readonly string[]): readonly Block[] {
  return texts.map(parseBlock).filter((block) => block !== undefined);
}

/** RFC 1918. */
export const rfc1918 = blocks('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16');
/** RFC 6598, shared address space of carriers. */
export const rfc6598 = blocks('100.64.0.0/10');

/** NAT64's well-known prefix (RFC 6052): the last 32 bits are an IPv4 address. */
export const [nat64] = blocks('64:ff9b::/96');

/**
 * No host of the internet sends from these: "this network", loopback, link-local, private, shared, multicast, reserved.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const neverPublic4 = [
  ...blocks('0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'),
  ...rfc1918,
  ...rfc6598,
];

/** Global unicast as far as IANA has allocated it. */
const unicast6 = blocks('2000::/3');

/** Every address that is unique in the world. Ranges, not always CIDR blocks. */
export const publicSpace: Readonly<Record<Family, readonly Block[]>> = {
  4: without(blocks('0.0.0.0/0'), neverPublic4),
  6: unicast6,
};

/** What is left of the ranges when the holes are cut out. */
export function without(ranges: readonly Block[], holes: readonly Block[]): readonly Block[] {
  return holes.reduce<readonly Block[]>(
    (left, hole) => left.flatMap((range) => cut(range, hole)),
    ranges,
  );
}

function cut(range: Block, hole: Block): readonly Block[] {
  if (!overlaps(range, hole)) return [range];
  return [
    { ...range, last: hole.first - 1n },
    { ...range, first: hole.last + 1n },
  ].filter(({ first, last }) => first <= last);
}

/** Does one of the blocks hold all of the range? */
export function isWithin(range: Block, some: readonly Block[]): boolean {
  return some.some((block) => contains(block, range));
}
