/** What entries of network ACLs speak of, as boxes of packets that are cut out of each other exactly. Pure. */
import { isUnknown, type AclEntry } from '../network/network.ts';
import type { Range } from '../network/services.ts';

/** Both ends included. */
type Span = readonly [first: bigint, last: bigint];

const sides = ['family', 'address', 'protocol', 'port', 'code'] as const;

/** The packets that lie in every span. The address is the far end's, the port of ICMP its type. */
export type Traffic = Readonly<Record<(typeof sides)[number], Span>>;

const anyProtocol: Span = [0n, 255n];

/** Undefined where only the deployment knows what the entry speaks of, or which number it has: that is 0 here, AWS begins at 1. */
export function trafficOf({ number, block, service }: AclEntry): Traffic | undefined {
  if (number === 0 || isUnknown(block) || service.unknown !== undefined) return undefined;
  const { protocol, ports, codes } = service;
  return {
    family: spanOf(block.family, block.family),
    address: [block.first, block.last],
    protocol: protocol === 'all' ? anyProtocol : spanOf(protocol, protocol),
    port: spanOf(...ports),
    code: spanOf(...codes),
  };
}

function spanOf(first: number, last: number): Span {
  return [BigInt(first), BigInt(last)];
}

/** What entries with lower numbers surely leave of the traffic; empty where they have decided all of it. */
export function leftOf(traffic: Traffic, earlier: readonly AclEntry[]): readonly Traffic[] {
  return earlier
    .map(trafficOf)
    .filter((each) => each !== undefined)
    .reduce<readonly Traffic[]>((left, hole) => left.flatMap((each) => cut(each, hole)), [traffic]);
}

export function meets(one: Traffic, other: Traffic): boolean {
  return sides.every((side) => one[side][0] <= other[side][1] && other[side][0] <= one[side][1]);
}

/** Slice by slice what lies outside the hole; what remains after the last side lies within it. */
function cut(traffic: Traffic, hole: Traffic): readonly Traffic[] {
  if (!meets(traffic, hole)) return [traffic];
  let core = traffic;
  return sides.flatMap((side) => {
    const [first, last] = core[side];
    const [from, to] = hole[side];
    const outside: readonly Span[] = [
      [first, from - 1n],
      [to + 1n, last],
    ];
    const before = core;
    core = { ...core, [side]: [first > from ? first : from, last < to ? last : to] };
    return outside
      .filter(([start, end]) => start <= end)
      .map((span) => ({ ...before, [side]: span }));
  });
}

/** The same packets, but to these ports. */
export function toPorts(traffic: Traffic, ports: Range): Traffic {
  return { ...traffic, port: spanOf(...ports) };
}
