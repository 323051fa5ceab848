import { accepts, type Filter, type MessageAttribute } from '../../lib/sns/filter-policy.ts';

type Policy = Filter['policy'];
const text = (value: string): MessageAttribute => ({ type: 'String', value });
const number = (value: number | string): MessageAttribute => ({
  type: 'Number',
  value: String(value),
});
const list = (...values: readonly unknown[]): MessageAttribute => ({
  type: 'String.Array',
  value: JSON.stringify(values),
});

/** By an attribute and by a property of the body that hold the same. */
function both(policy: Policy, attribute: MessageAttribute, value: unknown): readonly boolean[] {
  const [name = ''] = Object.keys(policy);
  return [
    accepts({ policy }, { text: '', attributes: { [name]: attribute } }),
    accepts({ policy, scope: 'MessageBody' }, { text: JSON.stringify({ [name]: value }) }),
  ];
}

const sports = (...conditions: readonly unknown[]): Policy => ({ customer_interests: conditions });

// Every row is an example of AWS's page on string values, where it is no other's word.
test.each<[policy: Policy, value: string, is: boolean]>([
  [sports('rugby', 'tennis'), 'rugby', true],
  [sports('rugby', 'tennis'), 'tennis', true],
  [sports('rugby', 'tennis'), 'baseball', false],
  [sports('rugby', 'tennis'), 'Rugby', false],
  [sports({ 'anything-but': ['rugby', 'tennis'] }), 'baseball', true],
  [sports({ 'anything-but': ['rugby', 'tennis'] }), 'football', true],
  [sports({ 'anything-but': ['rugby', 'tennis'] }), 'rugby', false],
  [sports({ 'anything-but': 'rugby' }), 'rugby', false],
  [{ event: [{ 'anything-but': { prefix: 'order-' } }] }, 'data-entry', true],
  [{ event: [{ 'anything-but': { prefix: 'order-' } }] }, 'order_number', true],
  [{ event: [{ 'anything-but': { prefix: 'order-' } }] }, 'order-cancelled', false],
  [sports({ 'anything-but': { suffix: 'ball' } }), 'rugby', true],
  [sports({ 'anything-but': { suffix: 'ball' } }), 'baseball', false],
  [sports({ 'anything-but': { wildcard: '*ball' } }), 'hockey', true],
  [sports({ 'anything-but': { wildcard: '*ball' } }), 'football', false],
  [sports({ 'anything-but': { 'equals-ignore-case': 'Tennis' } }), 'tennis', false],
  [sports({ 'equals-ignore-case': 'tennis' }), 'TENNIS', true],
  [sports({ 'equals-ignore-case': 'tennis' }), 'Tennis', true],
  [sports({ 'equals-ignore-case': 'tennis' }), 'tennis!', false],
  [sports({ prefix: 'bas' }), 'baseball', true],
  [sports({ prefix: 'bas' }), 'basketball', true],
  [sports({ prefix: 'bas' }), 'rugby', false],
  [sports({ suffix: 'ball' }), 'baseball', true],
  [sports({ suffix: 'ball' }), 'rugby', false],
  [sports({ wildcard: '*ball' }), 'baseball', true],
  [sports({ wildcard: 'b*b*l' }), 'baseball', true],
  [sports({ wildcard: '*ball' }), 'ball games', false],
  [sports({ wildcard: 'a.c' }), 'abc', false],
  [{ source_ip: [{ cidr: '10.0.0.0/24' }] }, '10.0.0.0', true],
  [{ source_ip: [{ cidr: '10.0.0.0/24' }] }, '10.0.0.255', true],
  [{ source_ip: [{ cidr: '10.0.0.0/24' }] }, '10.1.1.0', false],
  [{ source_ip: [{ cidr: '10.0.0.0/24' }] }, 'localhost', false],
  [{ source_ip: [{ cidr: '2001:db8::/32' }] }, '2001:db8::7', true],
  [{ source_ip: [{ cidr: '2001:db8::/32' }] }, '2001:db9::7', false],
  [{ source_ip: [{ cidr: '2001:db8:0:1::/64' }] }, '2001:DB8:0:1:0:0:0:7', true],
  [{ source_ip: [{ cidr: '2001:db8::/32' }] }, '2001::db8::7', false],
  [{ source_ip: [{ cidr: '::/0' }] }, '1:2:3:4:5:6:7:8', true],
  [{ source_ip: [{ cidr: '::/0' }] }, '10.0.0.1', false],
  [{ source_ip: [{ cidr: '0.0.0.0/0' }] }, '10.0.0.256', false],
  [{ source_ip: [{ cidr: '10.0.0.7/32' }] }, '10.0.0.7', true],
  [{ source_ip: [{ cidr: '10.0.0.7/32' }] }, '10.0.0.6', false],
])('the policy %j on the text %j: %j', (policy, value, is) => {
  expect(both(policy, text(value), value)).toEqual([is, is]);
});

const price = (...conditions: readonly unknown[]): Policy => ({ price: conditions });

test.each<[policy: Policy, value: number, is: boolean]>([
  [price({ numeric: ['=', 301.5] }), 301.5, true],
  [price({ numeric: ['=', 301.5] }), 3.015e2, true],
  [price({ numeric: ['=', 301.5] }), 301.6, false],
  [price({ 'anything-but': [100, 500] }), 101, true],
  [price({ 'anything-but': [100, 500] }), 100.1, true],
  [price({ 'anything-but': [100, 500] }), 100, false],
  [price({ numeric: ['<', 0] }), -1, true],
  [price({ numeric: ['<', 0] }), 0, false],
  [price({ numeric: ['>', 0, '<=', 150] }), 150, true],
  [price({ numeric: ['>', 0, '<=', 150] }), 0, false],
  [price({ numeric: ['>', 0, '<=', 150] }), 150.00001, false],
  [price({ numeric: ['>=', 100] }), 210.75, true],
  [price({ numeric: ['=', 1] }), 1.000001, true],
  [price(100), 100, true],
  [price('100'), 100, false],
  [price({ prefix: '1' }), 100, false],
])('the policy %j on the number %j: %j', (policy, value, is) => {
  expect(both(policy, number(value), value)).toEqual([is, is]);
});

test('a number is the same however it is written', () => {
  const policy = price({ numeric: ['=', 301.5] });
  expect(accepts({ policy }, { text: '', attributes: { price: number('3.015e2') } })).toBe(true);
});

test('a text of digits is no number', () => {
  expect(both(price({ numeric: ['>', 0] }), text('100'), '100')).toEqual([false, false]);
});

// The page says that none of the elements may be listed, and then shows the first of these rows as a match.
test.each<[policy: Policy, values: readonly unknown[], is: boolean]>([
  [sports({ 'anything-but': ['rugby', 'tennis'] }), ['rugby', 'baseball'], true],
  [sports({ 'anything-but': ['rugby', 'tennis'] }), ['rugby', 'tennis'], false],
  [sports('rugby', 'football', 'baseball'), ['soccer', 'rugby', 'hockey'], true],
  [sports('basketball', 'baseball'), ['soccer', 'rugby', 'hockey'], false],
  [price({ 'anything-but': [100, 500] }), [100, 50], true],
  [sports(true), [true], true],
  [sports(null), [null], true],
  [sports('rugby'), [], false],
])('the policy %j on the list %j: %j', (policy, values, is) => {
  expect(both(policy, list(...values), values)).toEqual([is, is]);
});

test('a String.Array that is no list has no elements', () => {
  const attributes = { customer_interests: { type: 'String.Array', value: 'rugby' } };
  expect(accepts({ policy: sports('rugby') }, { text: '', attributes })).toBe(false);
});

describe('a name that is there or not', () => {
  const there = { store: [{ exists: true }] };
  const absent = { store: [{ exists: false }] };
  const baseball = { customer_interests: list('baseball', 'basketball') };

  test.each<[policy: Policy, attributes: Record<string, MessageAttribute>, is: boolean]>([
    [there, { store: text('fans'), ...baseball }, true],
    [there, baseball, false],
    [there, { store: text('') }, false],
    [there, {}, false],
    [absent, { store: text('fans'), ...baseball }, false],
    [absent, baseball, true],
    [absent, {}, false],
    [absent, { picture: { type: 'Binary', value: 'AA==' } }, false],
    [{ store: [{ exists: false }, { 'anything-but': 'fans' }] }, { store: text('club') }, true],
  ])('%j of the attributes %j: %j', (policy, attributes, is) => {
    expect(accepts({ policy }, { text: '', attributes })).toBe(is);
  });

  test.each<[policy: Policy, body: unknown, is: boolean]>([
    [there, { store: 'fans' }, true],
    [there, { customer_interests: ['baseball'] }, false],
    [there, { store: null }, false],
    [there, { store: [] }, false],
    [there, { store: { name: 'fans' } }, false],
    [absent, { customer_interests: ['baseball'] }, true],
    [absent, { store: 'fans' }, false],
    [absent, {}, false],
  ])('%j of the body %j: %j', (policy, body, is) => {
    expect(accepts({ policy, scope: 'MessageBody' }, { text: JSON.stringify(body) })).toBe(is);
  });
});

describe('several names', () => {
  // The example message and its two policies from AWS's page of examples.
  const attributes = {
    customer_interests: list('soccer', 'rugby', 'hockey'),
    store: text('example_corp'),
    event: text('order_placed'),
    price_usd: number(210.75),
  };
  const of = (policy: Policy): boolean => accepts({ policy }, { text: '', attributes });

  test('all of them must match', () => {
    const matching = {
      store: ['example_corp'],
      event: [{ 'anything-but': 'order_cancelled' }],
      customer_interests: ['rugby', 'football', 'baseball'],
      price_usd: [{ numeric: ['>=', 100] }],
    };
    expect(of(matching)).toBe(true);
    expect(of({ ...matching, encrypted: [false] })).toBe(false);
    expect(of({ ...matching, event: ['order_cancelled'] })).toBe(false);
  });

  test.each<[policy: Policy, is: boolean]>([
    [{ $or: [{ store: ['other'] }, { event: ['order_placed'] }] }, true],
    [{ $or: [{ store: ['other'] }, { event: ['order_sent'] }] }, false],
    [{ store: ['other'], $or: [{ store: ['example_corp'] }, { event: ['order_placed'] }] }, false],
    [{ $or: [{ store: ['other'] }, { event: ['x'], $or: [{ a: [1] }, { b: [1] }] }] }, false],
    [{ $or: ['example_corp', 'other'] }, false],
    [{ $or: [{ prefix: 'a' }, { suffix: 'b' }] }, false],
  ])('of alternatives one must match: %j %j', (policy, is) => {
    expect(of(policy)).toBe(is);
  });

  test.each<[says: string, dollar: MessageAttribute, policy: Policy]>([
    ['one alternative alone', text('a'), { $or: ['a'] }],
    ['operators as alternatives', text('ab'), { $or: [{ prefix: 'a' }, { prefix: 'b' }] }],
  ])('%s: $or is a name as any other', (_, dollar, policy) => {
    expect(accepts({ policy }, { text: '', attributes: { $or: dollar } })).toBe(true);
  });
});

describe('the body', () => {
  const bodyMatches = (policy: Policy, body: unknown): boolean =>
    accepts({ policy, scope: 'MessageBody' }, { text: JSON.stringify(body) });
  // The event and the policy of AWS's announcement of filters on the body.
  const created = { eventName: 'ObjectCreated:Put', s3: { object: { key: 'auto-1.xml' } } };
  const policy = {
    Records: {
      s3: { object: { key: [{ prefix: 'auto-' }] } },
      eventName: [{ prefix: 'ObjectCreated:' }],
    },
  };

  test('is matched at every depth, through lists', () => {
    expect(bodyMatches(policy, { Records: [created] })).toBe(true);
    expect(bodyMatches(policy, { Records: [{ ...created, eventName: 'ObjectRemoved:x' }] })).toBe(
      false,
    );
    expect(bodyMatches(policy, { Records: created })).toBe(true);
  });

  test('a dot in a name is a step down', () => {
    const dotted = { 'object.nested': ['a'] };
    expect(bodyMatches(dotted, { object: { nested: 'a' } })).toBe(true);
    expect(bodyMatches(dotted, { 'object.nested': 'a' })).toBe(true);
    expect(bodyMatches(dotted, { object: { nested: 'b' } })).toBe(false);
  });

  test('alternatives stand at any depth', () => {
    const nested = { detail: { $or: [{ a: [1] }, { b: [2] }] } };
    expect(bodyMatches(nested, { detail: { b: 2 } })).toBe(true);
    expect(bodyMatches(nested, { a: 1, b: 2 })).toBe(false);
  });

  test.each(['no JSON', '"text"', '[{"a": 1}]', 'null'])(
    '%s is no object and matches nothing',
    (body) => {
      expect(
        accepts({ policy: { a: [{ exists: false }] }, scope: 'MessageBody' }, { text: body }),
      ).toBe(false);
      expect(accepts({ policy: {}, scope: 'MessageBody' }, { text: body })).toBe(false);
    },
  );

  test('is not looked at where the scope is the attributes', () => {
    expect(accepts({ policy: { a: [1] } }, { text: '{"a": 1}' })).toBe(false);
  });
});

test.each<[policy: Policy, says: RegExp]>([
  [{ key: 'value' }, /must be an object or an array/],
  [{ key: [] }, /Empty arrays/],
  [{ key: [{ suffix: 100 }] }, /suffix match pattern must be a string/],
  [{ key: [{ wildcard: 1 }] }, /wildcard match pattern must be a string/],
  [{ key: [{ wildcard: '*a*b*c*' }] }, /at most 3/],
  [{ key: [{ prefix: 'a', suffix: 'b' }] }, /Only one key/],
  [{ key: [{ contains: 'a' }] }, /Unrecognized match type contains/],
  [{ key: [{}] }, /Unrecognized match type/],
  [{ key: [{ exists: 'no' }] }, /exists match pattern/],
  [{ key: [{ 'anything-but': { exists: false } }] }, /Unsupported anything-but pattern/],
  [{ key: [{ 'anything-but': [] }] }, /anything-but must have/],
  [{ key: [{ cidr: 'bad-filter/8' }] }, /Malformed CIDR/],
  [{ key: [{ cidr: '10.0.0.0/33' }] }, /Malformed CIDR/],
  [{ key: [{ cidr: '10.0.0.0' }] }, /Malformed CIDR/],
  [{ key: [{ cidr: '1:2:3:4:5:6:7::8/64' }] }, /Malformed CIDR/],
  [{ key: [{ cidr: '10.0.0.0/8/8' }] }, /Malformed CIDR/],
  [{ key: [{ numeric: [] }] }, /Value of numeric/],
  [{ key: [{ numeric: ['>='] }] }, /Value of numeric/],
  [{ key: [{ numeric: [1, '<='] }] }, /Unrecognized numeric range operator/],
  [{ key: [{ numeric: ['=', '000'] }] }, /must be numeric/],
  [{ key: { nested: ['a'] } }, /does not support nested/],
  [{ other: ['a'], key: [] }, /Empty arrays/],
])('refuses %j whatever the message', (policy, says) => {
  expect(() => accepts({ policy }, { text: '', attributes: {} })).toThrow(says);
});
