/**
 * Condition operators: how a value of the request is compared with one of the policy. Pure.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { BlockList, isIP } from 'node:net';
import { isLikeArn } from '../text/arn.ts';
import { like } from '../text/like.ts';
import type { Symbols } from '../text/symbols.ts';
import type { Truth } from '../truth.ts';

/** The request's value, the policy's value. */
type Compare = (value: string, wanted: string, symbols: Symbols) => Truth;

interface Operator {
  /** `StringNotEquals`: true where none of the policy's values is met. */
  readonly isNegated: boolean;
  readonly compare: Compare;
}

const equals: Compare = (value, wanted, symbols) =>
  like(symbols.text(wanted), symbols.text(value), symbols);
const equalsAnyCase: Compare = (value, wanted, symbols) =>
  equals(lowerCase(value), lowerCase(wanted), symbols);
const isLikeText: Compare = (value, wanted, symbols) =>
  like(symbols.pattern(wanted), symbols.text(value), symbols);

const numeric = compared(numberIn);
const date = compared(timeIn);

const positive: Readonly<Record<string, Compare>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsAnyCase,
  StringLike: isLikeText,
  NumericEquals: numeric((value, wanted) => value === wanted),
  NumericLessThan: numeric((value, wanted) => value < wanted),
  NumericLessThanEquals: numeric((value, wanted) => value <= wanted),
  NumericGreaterThan: numeric((value, wanted) => value > wanted),
  NumericGreaterThanEquals: numeric((value, wanted) => value >= wanted),
  DateEquals: date((value, wanted) => value === wanted),
  DateLessThan: date((value, wanted) => value < wanted),
  DateLessThanEquals: date((value, wanted) => value <= wanted),
  DateGreaterThan: date((value, wanted) => value > wanted),
  DateGreaterThanEquals: date((value, wanted) => value >= wanted),
  Bool: equalsAnyCase,
  BinaryEquals: equals,
  IpAddress: isInNetwork,
  ArnEquals: isLikeArnIn,
  ArnLike: isLikeArnIn,
};

const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/** As AWS writes it; nothing where there is no such operator. AWS takes them in any case. */
export function operatorNamed(written: string): string | undefined {
  const names = [...Object.keys(positive), ...Object.keys(negated), 'Null'];
  return names.find((each) => each.toLowerCase() === written.toLowerCase());
}

/** @param name as {@link operatorNamed} gives it, but `Null` */
export function operatorOf(name: string): Operator {
  const compare = positive[negated[name] ?? name];
  if (compare === undefined) throw new Error(`there is no operator ${name}`);
  return { isNegated: name in negated, compare };
}

/** A value of the request that is no number or no date is equal to nothing, and neither before nor after anything. */
function compared(
  read: (text: string) => number | undefined,
): (is: (value: number, wanted: number) => boolean) => Compare {
  return (is) => (value, wanted) => {
    const tokens = tokensIn([value, wanted]);
    if (tokens.length > 0) return { needs: tokens };
    const [one, other] = [read(value), read(wanted)];
    if (other === undefined) return takenFor(wanted);
    return one !== undefined && is(one, other);
  };
}

function numberIn(text: string): number | undefined {
  return /^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

/** ISO 8601, or seconds since 1970. */
function timeIn(text: string): number | undefined {
  const seconds = numberIn(text);
  // A year alone is a date, not so many seconds.
  if (seconds !== undefined && !/^\d{4}$/.test(text)) return seconds * 1000;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function isInNetwork(value: string, wanted: string): Truth {
  const tokens = tokensIn([value, wanted]);
  if (tokens.length > 0) return { needs: tokens };
  const network = networkIn(wanted);
  const family = familyOf(value);
  if (network === undefined) return takenFor(wanted);
  return family !== undefined && network.check(value, family);
}

/** AWS does not say what becomes of such a value in a policy. */
function takenFor(wanted: string): Truth {
  return { needs: [`what '${wanted}' is taken for`] };
}

function networkIn(text: string): BlockList | undefined {
  const [address = '', prefix] = text.split('/');
  const family = familyOf(address);
  if (family === undefined) return undefined;
  const most = family === 'ipv4' ? 32 : 128;
  const bits = Number(prefix ?? most);
  if (!Number.isInteger(bits) || bits < 0 || bits > most) return undefined;
  const network = new BlockList();
  network.addSubnet(address, bits, family);
  return network;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  return ({ 4: 'ipv4', 6: 'ipv6' } as const)[isIP(address)];
}

/** Each part of an ARN by itself; `ArnEquals` is the same as `ArnLike`. */
function isLikeArnIn(value: string, wanted: string, symbols: Symbols): Truth {
  return isLikeArn(wanted, value, symbols);
}

function lowerCase(text: string): string {
  return text.replace(/\$\{[^{}]*\}|[^$]+|\$/g, (part) =>
    part.startsWith('${') ? part : part.toLowerCase(),
  );
}

export function tokensIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.match(/\$\{[^{}]*\}|\{\{resolve:[^{}]*\}\}/g) ?? []);
}
