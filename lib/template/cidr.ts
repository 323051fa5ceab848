/** `Fn::Cidr`: a block cut into blocks of one size, from its beginning. Pure. */
import { shown } from './malformed.ts';

interface Block {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly prefix: number;
}

/**
 * So many blocks (1 to 256) with so many host bits each, one after the other: 5 gives `/27` in IPv4, 64 gives `/64` in
 * IPv6. Host bits of the block itself are masked off. A sentence where there are no such blocks, or where the host
 * bits are left out: AWS's page gives no default for them.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
 */
export function cidrsWithin(
  block: string,
  count: string,
  hostBits: string,
): readonly string[] | string {
  const within = parseBlock(block);
  if (within === undefined)
    return `Fn::Cidr takes a block such as 10.0.0.0/16, not ${shown(block)}`;
  const { bits } = within;
  const [many, host] = [wholeNumber(count, 256), wholeNumber(hostBits, bits)];
  if (many === undefined) return `Fn::Cidr makes 1 to 256 blocks, not ${shown(count)}`;
  if (host === undefined) return `Fn::Cidr takes 1 to ${bits} host bits, not ${shown(hostBits)}`;
  if (!fits(within, many, host))
    return `Fn::Cidr: ${many} blocks of ${host} host bits do not fit into ${block}`;
  return Array.from({ length: many }, (_, at) => blockAt(within, at, host));
}

function fits({ bits, prefix }: Block, count: number, host: number): boolean {
  return host <= bits - prefix && count <= 2 ** (bits - prefix - host);
}

function blockAt({ bits, first, prefix }: Block, at: number, host: number): string {
  const start = (first >> BigInt(bits - prefix)) << BigInt(bits - prefix);
  const address = start + (BigInt(at) << BigInt(host));
  return `${bits === 32 ? ipv4(address) : ipv6(address)}/${bits - host}`;
}

function wholeNumber(text: string, most: number): number | undefined {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : undefined;
}

function parseBlock(block: string): Block | undefined {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(block) ?? [];
  const bits = address.includes(':') ? 128 : 32;
  const first = bits === 128 ? valueOf6(address) : valueOf4(address);
  const prefix = Number(length);
  return first === undefined || prefix > bits ? undefined : { bits, first, prefix };
}

function valueOf4(address: string): bigint | undefined {
  const parts = address.split('.');
  const isFour = parts.length === 4 && parts.every((each) => /^\d{1,3}$/.test(each));
  if (!isFour || parts.some((each) => Number(each) > 255)) return undefined;
  return parts.reduce((value, each) => value * 256n + BigInt(each), 0n);
}

function valueOf6(address: string): bigint | undefined {
  const halves = address.split('::').map((each) => (each === '' ? [] : each.split(':')));
  const [head = [], tail = []] = halves;
  const missing = 8 - head.length - tail.length;
  const isWhole = halves.length === 1 ? missing === 0 : halves.length === 2 && missing > 0;
  if (!isWhole) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (groups.some((each) => !/^[\da-f]{1,4}$/i.test(each))) return undefined;
  return groups.reduce((value, each) => value * 65536n + BigInt(`0x${each}`), 0n);
}

function ipv4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
}

/** In the short form of RFC 5952: the first longest run of two or more zero groups as `::`. */
function ipv6(address: bigint): string {
  const text = Array.from({ length: 8 }, (_, at) =>
    ((address >> BigInt(112 - 16 * at)) & 65535n).toString(16),
  ).join(':');
  const runs = [...text.matchAll(/(?<![\da-f])0(?::0)+(?![\da-f])/g)];
  const longest = runs.reduce((best, [run]) => (run.length > best.length ? run : best), '');
  const at = runs.find(([run]) => run === longest)?.index;
  if (at === undefined) return text;
  const [before, after] = [text.slice(0, at), text.slice(at + longest.length)];
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`;
}
