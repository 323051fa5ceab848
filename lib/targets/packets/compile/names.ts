/** Names and numbers of the kernel for the ids of a network: the same from plan to plan, so that little changes. Pure. */
import { createHash } from 'node:crypto';

/** 1000 to 2^31: a routing table, a mark, a device group. */
export function numberOf(id: string): number {
  return 1000 + (digest(id).readUInt32BE(0) % (2 ** 31 - 1000));
}

/** `e4f0c1a2b9d3`: a device; the letter says what kind it is. */
export function deviceOf(letter: string, id: string): string {
  return `${letter}${digest(id).toString('hex', 0, 6)}`;
}

/** Locally administered, of one interface. */
export function macOf(id: string): string {
  const bytes = digest(`mac ${id}`).subarray(0, 5);
  return ['02', ...[...bytes].map((each) => each.toString(16).padStart(2, '0'))].join(':');
}

/** A name for nft: its own words (`rt`, `fwd`) are syntax errors as names, so nothing is called as a person calls it. */
export function chainOf(prefix: string, id: string): string {
  return `${prefix}_${digest(id).toString('hex', 0, 6)}`;
}

const known = new Map<string, Buffer>();

function digest(id: string): Buffer {
  let found = known.get(id);
  if (found === undefined) {
    found = createHash('sha1').update(id).digest();
    known.set(id, found);
  }
  return found;
}
