/** What is true of every filter policy and every message. */
import { accepts, type Filter, type MessageAttribute } from '../../lib/sns/filter-policy.ts';
import fc from '../support/fast-check.ts';

type Policy = Filter['policy'];
type Attributes = Readonly<Record<string, MessageAttribute>>;

const ofAttributes = (policy: Policy, attributes: Attributes): boolean =>
  accepts({ policy }, { text: '', attributes });
const ofBody = (policy: Policy, body: unknown): boolean =>
  accepts({ policy, scope: 'MessageBody' }, { text: JSON.stringify(body) });

const words = fc.string({ maxLength: 4 });
const text = (value: string): MessageAttribute => ({ type: 'String', value });
const attributes = fc.dictionary(words, words.map(text), { maxKeys: 4 });
const operators = fc.constantFrom('prefix', 'suffix', 'equals-ignore-case', 'wildcard');
const operands = words.map((each) => each.replaceAll('*', ''));
const conditions = fc.oneof(
  words,
  fc.tuple(operators, operands).map(([operator, operand]) => ({ [operator]: operand })),
);

test('an empty policy accepts every message', () => {
  fc.assert(
    fc.property(attributes, (some) => {
      expect(ofAttributes({}, some)).toBe(true);
    }),
  );
});

test('a further name never lets more through', () => {
  const pair = fc.tuple(words, conditions);
  fc.assert(
    fc.property(attributes, pair, pair, (some, [a, one], [b, other]) => {
      const isThrough = ofAttributes({ [a]: [one], [b]: [other] }, some);
      expect([false, ofAttributes({ [b]: [other] }, some)]).toContain(isThrough);
    }),
  );
});

test('a further condition never lets less through', () => {
  const pair = fc.tuple(conditions, conditions);
  fc.assert(
    fc.property(attributes, words, pair, (some, name, [one, other]) => {
      const isThrough = ofAttributes({ [name]: [one, other] }, some);
      expect([true, ofAttributes({ [name]: [one] }, some)]).toContain(isThrough);
    }),
  );
});

test('anything-but is the opposite on a value that is there', () => {
  const pair = fc.tuple(operators, operands);
  fc.assert(
    fc.property(words, pair, (value, [operator, operand]) => {
      const is = { [operator]: operand };
      const but = { 'anything-but': is };
      expect(ofAttributes({ a: [but] }, { a: text(value) })).toBe(
        !ofAttributes({ a: [is] }, { a: text(value) }),
      );
      expect(ofBody({ a: [but] }, { a: value })).toBe(!ofBody({ a: [is] }, { a: value }));
    }),
  );
});

test('alternatives let through what one of them does', () => {
  fc.assert(
    fc.property(attributes, conditions, conditions, (some, one, other) => {
      const policies = [{ x: [one] }, { y: [other] }];
      const isOne = policies.some((policy) => ofAttributes(policy, some));
      expect(ofAttributes({ $or: policies }, some)).toBe(isOne);
    }),
  );
});

test('a range of numbers is both of its ends', () => {
  const numbers = fc.integer({ min: -50, max: 50 });
  fc.assert(
    fc.property(numbers, numbers, numbers, (value, low, high) => {
      const inRange = ofBody({ a: [{ numeric: ['>=', low, '<', high] }] }, { a: value });
      expect(inRange).toBe(value >= low && value < high);
    }),
  );
});

test('a body says the same however its names are put together', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const pair = fc.tuple(words, conditions);
  fc.assert(
    fc.property(name, name, pair, (outer, inner, [value, condition]) => {
      const policy = { [outer]: { [inner]: [condition] } };
      const nested = ofBody(policy, { [outer]: { [inner]: value } });
      expect(nested).toBe(ofBody(policy, { [`${outer}.${inner}`]: [value] }));
    }),
  );
});
