/** Rules of AWS in the words of nft. Pure text. */
import { blockText, everywhere, type Block } from '../../../network/blocks.ts';
import { isUnknown, type Unknown } from '../../../network/network.ts';
import {
  allCodes,
  allPorts,
  protocols,
  type Range,
  type Service,
} from '../../../network/services.ts';

/** What the text is put before, or nothing where a rule can match no packet. */
export type Match = string | undefined;

const icmpWords: Readonly<Record<number, string>> = {
  [protocols.icmp]: 'icmp',
  [protocols.icmp6]: 'icmpv6',
};

/** Protocol and ports; of ICMP types and codes. Undefined where the template does not say them. */
export function serviceMatch({ protocol, ports, codes, unknown }: Service): Match {
  if (unknown !== undefined) return undefined;
  if (protocol === 'all') return '';
  const icmp = icmpWords[protocol];
  if (icmp !== undefined) return icmpMatch(icmp, protocol, { types: ports, codes });
  const isPorted = protocol === protocols.tcp || protocol === protocols.udp;
  const word = `meta l4proto ${protocol}`;
  return isPorted && !isAll(ports, allPorts) ? `${word} th dport ${rangeText(ports)}` : word;
}

function icmpMatch(
  word: string,
  protocol: number,
  { types, codes }: { readonly types: Range; readonly codes: Range },
): string {
  const parts = [
    `meta l4proto ${protocol}`,
    ...(types[0] === 0 && types[1] >= 255 ? [] : [`${word} type ${rangeText(types)}`]),
    ...(isAll(codes, allCodes) ? [] : [`${word} code ${rangeText(codes)}`]),
  ];
  return parts.join(' ');
}

function isAll([first, last]: Range, [low, high]: Range): boolean {
  return first <= low && last >= high;
}

function rangeText([first, last]: Range): string {
  return first === last ? String(first) : `${first}-${last}`;
}

export type Side = 'saddr' | 'daddr';

/** The address on that side lies in the block. Undefined where the block is not known. */
export function blockMatch(block: Block | Unknown, side: Side): Match {
  if (isUnknown(block)) return undefined;
  const { family, first, last } = block;
  const all = everywhere[family];
  if (first === all.first && last === all.last)
    return family === 4 ? 'meta nfproto ipv4' : 'meta nfproto ipv6';
  return `${addressWord(family)} ${side} ${blockText(block)}`;
}

export function addressWord(family: 4 | 6): 'ip' | 'ip6' {
  return family === 4 ? 'ip' : 'ip6';
}

/** `{ a, b }`; nothing can be in an empty one, and nft knows none. */
export function setOf(elements: readonly string[]): string | undefined {
  return elements.length === 0 ? undefined : `{ ${elements.join(', ')} }`;
}

/** A named set or map with its elements, in the form of `nft -f`. */
export function declared(
  kind: 'set' | 'map',
  name: string,
  {
    type,
    flags,
    elements,
  }: { readonly type: string; readonly flags?: string; readonly elements: readonly string[] },
): readonly string[] {
  const all = setOf(elements);
  return [
    `${kind} ${name} {`,
    `  type ${type}`,
    ...(flags === undefined ? [] : [`  flags ${flags}`]),
    ...(all === undefined ? [] : [`  elements = ${all}`]),
    '}',
  ];
}

/** A chain; without `hook` one that others jump to. */
export function chain(name: string, rules: readonly string[], hook?: string): readonly string[] {
  return [
    `chain ${name} {`,
    ...(hook === undefined ? [] : [`  ${hook}`]),
    ...rules.map((each) => `  ${each}`),
    '}',
  ];
}

/** A table with its parts. */
export function table(name: string, parts: readonly (readonly string[])[]): string {
  return [`table inet ${name} {`, ...parts.flat().map((each) => `  ${each}`), '}', ''].join('\n');
}
