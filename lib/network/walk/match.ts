/** Does a rule speak of an address? Three-valued: an address may be known only as "some address of the subnet". Pure. */
import { contains, everywhere, overlaps, type Block, type Family } from '../blocks.ts';
import { isUnknown, type Id, type PrefixList, type Unknown } from '../network.ts';
import type { Service } from '../services.ts';
import type { Party } from './party.ts';

export type Match = 'yes' | 'no' | 'maybe';

/**
 * A block that contains every address that the party may have matches, one that contains none does not. Where the addresses
 * are unknown only everywhere (0.0.0.0/0, ::/0) surely matches. A block of one family never matches the other.
 */
export function matchBlock(block: Block | Unknown, party: Party): Match {
  if (isUnknown(block)) return 'maybe';
  if (block.family !== party.family) return 'no';
  if (isEverywhere(block)) return 'yes';
  if (isUnknown(party.block)) return isOnInternet(party) && isPrivate(block) ? 'no' : 'maybe';
  return among(block, party.block);
}

function among(block: Block, addresses: Block): Match {
  if (contains(block, addresses)) return 'yes';
  return overlaps(block, addresses) ? 'maybe' : 'no';
}

/**
 * A service of AWS matches its own prefix list. The list of a service matches nothing else: a host of the internet is not one
 * of Amazon's. Any other list matches by its blocks, each for itself.
 */
export function matchList(list: PrefixList, party: Party): Match {
  if (party.list !== undefined && (list.id === party.list.id || isSameService(list, party.list)))
    return 'yes';
  if (isUnknown(list.blocks)) return list.service === undefined ? 'maybe' : 'no';
  if (list.service !== undefined && party.list !== undefined) return 'no';
  return best(list.blocks.map((block) => matchBlock(block, party)));
}

/** Services of AWS and public addresses: unknown, but never private ones. */
function isOnInternet({ kind }: Party): boolean {
  return kind === 'service' || kind === 'public';
}

function isPrivate(block: Block): boolean {
  return block.family === 4 && privateRange(block) !== undefined;
}

function isSameService(one: PrefixList, other: PrefixList): boolean {
  return one.service !== undefined && one.service === other.service;
}

/** A rule whose ports are not known may speak of the packet. */
export function asFarAsKnown({ unknown }: Service, match: Match): Match {
  return match === 'yes' && unknown !== undefined ? 'maybe' : match;
}

/** Of alternatives of which one suffices. */
export function best(matches: readonly Match[]): Match {
  if (matches.includes('yes')) return 'yes';
  return matches.includes('maybe') ? 'maybe' : 'no';
}

/** Of two things that must both be. */
export function both(one: Match, other: Match): Match {
  if (one === 'no' || other === 'no') return 'no';
  return one === 'yes' && other === 'yes' ? 'yes' : 'maybe';
}

/** Are they the same VPC? */
export function sameVpc(one: Id | Unknown, other: Id | Unknown): Match {
  if (isUnknown(one) || isUnknown(other)) return 'maybe';
  return one === other ? 'yes' : 'no';
}

export function isEverywhere(block: Block): boolean {
  const all = everywhere[block.family];
  return block.first === all.first && block.last === all.last;
}

/** RFC 1918: no internet gateway carries them. */
const rfc1918 = [block4(10, 0, 8), block4(172, 16, 12), block4(192, 168, 16)];
/** RFC 6598, shared address space of carriers. */
const rfc6598 = [block4(100, 64, 10)];

/** Which of the address ranges that do not exist on the internet the block lies in, if in one. */
export function privateRange(block: Block): '1918' | '6598' | undefined {
  if (rfc1918.some((range) => contains(range, block))) return '1918';
  return rfc6598.some((range) => contains(range, block)) ? '6598' : undefined;
}

function block4(high: number, low: number, prefix: number): Block {
  const family: Family = 4;
  const first = (BigInt(high) << 24n) + (BigInt(low) << 16n);
  return { family, first, last: first + (1n << BigInt(32 - prefix)) - 1n };
}
