/**
 * One condition of a filter policy on one value. Pure.
 * @see https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/numeric-value-matching.html
 */
import { isWithin, parseNetwork } from './networks.ts';
import { InvalidFilterPolicy, isRecord } from './filter-words.ts';

export type Scalar = string | number | boolean | null;
type Test = (value: Scalar) => boolean;

/**
 * Does the value meet the condition?
 * @throws InvalidFilterPolicy where SNS would not take the condition
 */
export function leafTest(condition: unknown): Test {
  if (!isRecord(condition)) return equals(condition);
  const [first, ...more] = Object.entries(condition);
  const [operator, operand] = first ?? ['', undefined];
  if (more.length > 0) throw new InvalidFilterPolicy('Only one key allowed in match expression');
  const test = operators.get(operator)?.(operand);
  if (test === undefined) throw new InvalidFilterPolicy(`Unrecognized match type ${operator}`);
  return test;
}

const onText =
  (name: string, matches: (value: string, operand: string) => boolean) =>
  (operand: unknown): Test => {
    if (typeof operand !== 'string')
      throw new InvalidFilterPolicy(`${name} match pattern must be a string`);
    return (value) => typeof value === 'string' && matches(value, operand);
  };

const textOperators: ReadonlyMap<string, (operand: unknown) => Test> = new Map([
  ['prefix', onText('prefix', (value, operand) => value.startsWith(operand))],
  ['suffix', onText('suffix', (value, operand) => value.endsWith(operand))],
  [
    'equals-ignore-case',
    onText('equals-ignore-case', (value, operand) => value.toLowerCase() === operand.toLowerCase()),
  ],
  ['wildcard', wildcard],
]);

const operators: ReadonlyMap<string, (operand: unknown) => Test> = new Map([
  ...textOperators,
  ['anything-but', anythingBut],
  ['numeric', numeric],
  ['cidr', cidr],
]);

/** Numbers agree to five digits behind the point. */
const precision = 1e5;
const rounded = (number: number): number => Math.round(number * precision);

function equals(wanted: unknown): Test {
  if (typeof wanted === 'number')
    return (value) => typeof value === 'number' && rounded(value) === rounded(wanted);
  return (value) => value === wanted;
}

/** A value that is none of these; of an array one such element is enough, as AWS's examples have it. */
function anythingBut(operand: unknown): Test {
  const unwanted = isRecord(operand)
    ? Object.entries(operand).flatMap(([name, each]) => [each].flat().map(nested(name)))
    : [operand].flat().map(equals);
  if (unwanted.length === 0)
    throw new InvalidFilterPolicy('anything-but must have a value to be none of');
  const isText = isRecord(operand);
  return (value) =>
    (!isText || typeof value === 'string') && !unwanted.some((matches) => matches(value));
}

const nested =
  (name: string) =>
  (operand: unknown): Test => {
    const test = textOperators.get(name)?.(operand);
    if (test === undefined)
      throw new InvalidFilterPolicy(`Unsupported anything-but pattern: ${name}`);
    return test;
  };

/** Three `*` at most in a pattern. */
const mostStars = 3;

function wildcard(operand: unknown): Test {
  const parts = String(operand).split('*');
  if (parts.length - 1 > mostStars)
    throw new InvalidFilterPolicy(`a wildcard pattern has at most ${mostStars} '*'`);
  const literal = parts.map((each) => each.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${literal.join('.*')}$`, 's');
  return onText('wildcard', (value) => pattern.test(value))(operand);
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `[">", 0, "<=", 150]` */
function numeric(operand: unknown): Test {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 !== 0)
    throw new InvalidFilterPolicy('Value of numeric must be pairs of an operator and a number');
  const pairs = operand.flatMap((each: unknown, index) =>
    index % 2 === 0 ? [comparison(each, operand[index + 1])] : [],
  );
  return (value) => typeof value === 'number' && pairs.every((holds) => holds(rounded(value)));
}

function comparison(operator: unknown, bound: unknown): (value: number) => boolean {
  const compare = comparisons[String(operator)];
  if (compare === undefined)
    throw new InvalidFilterPolicy(`Unrecognized numeric range operator: ${String(operator)}`);
  if (typeof bound !== 'number')
    throw new InvalidFilterPolicy(`Value of ${String(operator)} must be numeric`);
  return (value) => compare(value, rounded(bound));
}

function cidr(operand: unknown): Test {
  const network = typeof operand === 'string' ? parseNetwork(operand) : undefined;
  if (network === undefined) throw new InvalidFilterPolicy('Malformed CIDR');
  return (value) => typeof value === 'string' && isWithin(network, value);
}
