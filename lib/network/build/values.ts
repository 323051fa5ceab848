/** Property values as CloudFormation takes them: numbers and booleans may be text, a list may be one value. */
import { parseBlock, type Block } from '../blocks.ts';
import type { Unknown } from '../network.ts';
import {
  allCodes,
  allPorts,
  everything,
  protocols,
  type Range,
  type Service,
} from '../services.ts';
import { textOf, type Declared } from './source.ts';

export type Values = Readonly<Record<string, unknown>>;

export function mapOf(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Values)
    : {};
}

export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** The value at a dotted path. */
export function at(values: Values, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => mapOf(value)[key], values);
}

/** Does the text hold what only a deployment knows? */
export function isOpen(value: unknown): value is string {
  return typeof value === 'string' && /\$\{|\{\{resolve:/.test(value);
}

export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : undefined;
}

/** True, false, or unknown; undefined where it is not written. */
export function booleanOf(value: unknown, from: Declared): boolean | Unknown | undefined {
  if (value === undefined) return undefined;
  return isOpen(value) ? from.unknown(value) : textOf(value).toLowerCase() === 'true';
}

/** The block as written, or why it is not known; undefined where none is written. */
export function blockIn(value: unknown, from: Declared): Block | Unknown | undefined {
  if (value === undefined) return undefined;
  const [only] = listOf(value);
  const text = textOf(only);
  return parseBlock(text) ?? vpcBlock(text, from) ?? from.unknown(text);
}

/** `${Vpc.CidrBlock}` where the template gives the block. */
function vpcBlock(text: string, from: Declared): Block | undefined {
  if (!/\.CidrBlock\}$/.test(text)) return undefined;
  return parseBlock(String(from.find(text)?.properties['CidrBlock']));
}

/** A rule's protocol as a name or a number; -1 and `all` are every protocol; undefined where only a deployment knows. */
export function protocolOf(value: unknown): number | 'all' | undefined {
  const text = String(value).toLowerCase();
  if (text === '-1' || text === 'all') return 'all';
  if (text === 'icmpv6') return protocols.icmp6;
  return (protocols as Readonly<Record<string, number>>)[text] ?? numberOf(text);
}

/** Protocol and ports of a rule; for ICMP the range is type and code, and -1 is any. */
export function serviceOf(written: unknown, range: readonly [unknown, unknown]): Service {
  const protocol = protocolOf(written);
  if (protocol === undefined) return { ...everything, unknown: `protocol ${textOf(written)}` };
  const open = range.find((each) => isOpen(each));
  const [from, to] = range.map((each) => numberOf(each) ?? -1) as [number, number];
  const icmp = protocol === protocols.icmp || protocol === protocols.icmp6;
  const hasPorts = protocol === protocols.tcp || protocol === protocols.udp;
  const ports: Range = hasPorts && from >= 0 ? [from, Math.max(from, to)] : allPorts;
  if (open !== undefined)
    return { ...everything, protocol, unknown: `${textOf(open)} of the rule` };
  if (!icmp) return { protocol, ports, codes: allCodes };
  return { protocol, ports: single(from, allPorts), codes: single(to, allCodes) };
}

function single(value: number, all: Range): Range {
  return value < 0 ? all : [value, value];
}
