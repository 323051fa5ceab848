/** Addresses and prefixes as the kernel takes them: network byte order. */
import { isIPv4, isIPv6 } from 'node:net';

/** AF_INET and AF_INET6 */
export const family = { v4: 2, v6: 10 } as const;

export function familyOf(address: string): 2 | 10 {
  if (isIPv4(address)) return family.v4;
  if (isIPv6(address) && !address.includes('%')) return family.v6;
  throw new RangeError(`${address} is no IP address`);
}

export function bytesOf(address: string): Buffer {
  if (familyOf(address) === family.v4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = withoutDots(address).split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const between = Array.from({ length: 8 - before.length - after.length }, () => 0);
  const bytes = Buffer.alloc(16);
  [...before, ...(tail === undefined ? [] : between), ...after].forEach((group, index) => {
    bytes.writeUInt16BE(group, index * 2);
  });
  return bytes;
}

/** `::ffff:10.0.0.1` ends in an IPv4 address. */
function withoutDots(address: string): string {
  const last = address.slice(address.lastIndexOf(':') + 1);
  if (!last.includes('.')) return address;
  const four = bytesOf(last);
  const groups = [four.readUInt16BE(0), four.readUInt16BE(2)];
  return address.slice(0, -last.length) + groups.map((each) => each.toString(16)).join(':');
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

/** IPv6 in full, without leading zeros; an IPv4 address in IPv6 as the IPv4 address that it is. */
export function addressOf(bytes: Buffer): string {
  if (bytes.length === 4) return [...bytes].join('.');
  if (bytes.subarray(0, 12).equals(mapped)) return [...bytes.subarray(12)].join('.');
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2));
  return shortened(groups.map((each) => each.toString(16)));
}

const mapped = Buffer.from('00000000000000000000ffff', 'hex');

/** The first longest run of two or more zeros is written `::`. @see https://www.rfc-editor.org/rfc/rfc5952#section-4.2 */
function shortened(groups: readonly string[]): string {
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?<![^:])0(?::0(?![^:]))+/g)];
  const [longest] = runs.sort((a, b) => b[0].length - a[0].length || a.index - b.index);
  if (longest === undefined) return text;
  const before = text.slice(0, longest.index).replace(/:$/, '');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}

export interface Prefix {
  readonly family: 2 | 10;
  readonly bytes: Buffer;
  readonly length: number;
}

/** `10.0.0.0/16`; without a length it is one address. */
export function prefixOf(cidr: string): Prefix {
  const [address = '', length] = cidr.split('/');
  const own = familyOf(address);
  const bytes = bytesOf(address);
  return { family: own, bytes, length: length === undefined ? bytes.length * 8 : Number(length) };
}

export function macOf(text: string): Buffer {
  return Buffer.from(text.split(':').map((each) => Number.parseInt(each, 16)));
}
