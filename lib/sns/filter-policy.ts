/**
 * Which messages a subscription's filter policy lets through. Pure.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
import { leafTest, type Scalar } from './filter-operators.ts';
import { isRecord, InvalidFilterPolicy } from './filter-words.ts';

export interface Filter {
  readonly policy: Readonly<Record<string, unknown>>;
  /** @default MessageAttributes */
  readonly scope?: 'MessageAttributes' | 'MessageBody' | undefined;
}

export interface Message {
  readonly text: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
}

/** `Number` and `String.Array` carry their value as text, as Publish takes it. */
export interface MessageAttribute {
  readonly type: string;
  readonly value: string;
}

/** What the message holds under a name: one value, or those of an array. Nested names are joined by dots, as SNS does. */
type Leaves = ReadonlyMap<string, readonly Scalar[]>;

/**
 * Does the subscription get the message?
 * @throws InvalidFilterPolicy where SNS would not take the policy
 */
export function accepts(
  { policy, scope = 'MessageAttributes' }: Filter,
  message: Message,
): boolean {
  const leaves =
    scope === 'MessageBody' ? leavesOfBody(message.text) : leavesOfAttributes(message.attributes);
  // Read even where there is nothing to match: a policy that is refused is refused for every message.
  const isMatch = every(policy, { leaves: leaves ?? new Map(), path: '', scope });
  return leaves !== undefined && isMatch;
}

interface At {
  readonly leaves: Leaves;
  readonly path: string;
  readonly scope: NonNullable<Filter['scope']>;
}

/** Every name must match; `filter` and not `every`, so that each is read. */
function every(policy: Readonly<Record<string, unknown>>, at: At): boolean {
  return Object.entries(policy).filter(([name, wanted]) => !one(name, wanted, at)).length === 0;
}

function one(name: string, wanted: unknown, at: At): boolean {
  if (name === '$or' && isAlternatives(wanted))
    return wanted.filter((each) => every(each, at)).length > 0;
  const path = at.path === '' ? name : `${at.path}.${name}`;
  if (Array.isArray(wanted)) return matchesOne(wanted, at.leaves, path);
  if (!isRecord(wanted)) throw new InvalidFilterPolicy(`"${name}" must be an object or an array`);
  if (at.scope === 'MessageAttributes')
    throw new InvalidFilterPolicy(
      'Filter policy scope MessageAttributes does not support nested filter policy',
    );
  return every(wanted, { ...at, path });
}

/**
 * At least two objects, none of which has a name that is an operator's; otherwise `$or` is a name as any other.
 * @see https://docs.aws.amazon.com/sns/latest/dg/and-or-logic.html
 */
function isAlternatives(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    value.every((each) => isRecord(each) && !Object.keys(each).some((name) => reserved.has(name)))
  );
}

const reserved: ReadonlySet<string> = new Set([
  'anything-but',
  'cidr',
  'equals-ignore-case',
  'exists',
  'numeric',
  'prefix',
  'suffix',
  'wildcard',
]);

function matchesOne(conditions: readonly unknown[], leaves: Leaves, path: string): boolean {
  if (conditions.length === 0) throw new InvalidFilterPolicy('Empty arrays are not allowed');
  const values = leaves.get(path);
  const matching = conditions.map((condition) =>
    isRecord(condition) && 'exists' in condition
      ? existence(condition['exists'], values, leaves)
      : (values ?? []).filter(leafTest(condition)).length > 0,
  );
  return matching.includes(true);
}

/**
 * `true`: there, and neither null nor empty. `false`: not there, among at least one that is.
 * @see https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html
 */
function existence(
  wanted: unknown,
  values: readonly Scalar[] | undefined,
  leaves: Leaves,
): boolean {
  if (typeof wanted !== 'boolean')
    throw new InvalidFilterPolicy('exists match pattern must be either true or false');
  if (!wanted) return values === undefined && leaves.size > 0;
  return (values ?? []).some((each) => each !== null && each !== '');
}

/** Binary attributes are not looked at. */
function leavesOfAttributes(attributes: Message['attributes'] = {}): Leaves {
  const looked = Object.entries(attributes).filter(([, { type }]) => !type.startsWith('Binary'));
  return new Map(looked.map(([name, attribute]) => [name, valuesOf(attribute)]));
}

function valuesOf({ type, value }: MessageAttribute): readonly Scalar[] {
  if (type.endsWith('.Array')) {
    const parsed = parsedJson(value);
    return Array.isArray(parsed) ? parsed.filter(isScalar) : [];
  }
  return [type === 'Number' ? Number(value) : value];
}

/** Nothing where the text is no JSON object: such a message matches no policy on the body. */
function leavesOfBody(text: string): Leaves | undefined {
  const body = parsedJson(text);
  if (!isRecord(body)) return undefined;
  const leaves = new Map<string, Scalar[]>();
  collect(body, '', leaves);
  return leaves;
}

function collect(value: unknown, path: string, leaves: Map<string, Scalar[]>): void {
  if (isRecord(value)) {
    for (const [name, each] of Object.entries(value))
      collect(each, path === '' ? name : `${path}.${name}`, leaves);
    return;
  }
  const found = leaves.get(path) ?? [];
  leaves.set(path, found);
  if (isScalar(value)) found.push(value);
  else for (const each of value as readonly unknown[]) collect(each, path, leaves);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
