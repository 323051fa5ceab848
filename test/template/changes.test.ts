import fc from '../support/fast-check.ts';
import { changesBetween } from '../../lib/template/changes.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawResource, Template } from '../../lib/template/template.ts';
import { stackOf } from '../support/templates.ts';

const table: RawResource = {
  Type: 'AWS::DynamoDB::Table',
  Properties: { Mode: 'A', Keys: [1, 2], Tags: { a: 1, b: 2 } },
};

const templates = (Resources: Readonly<Record<string, RawResource>>): readonly Template[] => [
  resolveStack(stackOf(Resources)),
];
const between = (before: RawResource, after: RawResource) =>
  changesBetween(templates({ T: before }), templates({ T: after }));

test('what loses data comes first, then what is replaced, removed, changed, added', () => {
  const role: RawResource = {
    Type: 'AWS::IAM::Role',
    Properties: { Path: '/a/', Description: 'x' },
  };
  const path = { ...role, Properties: { ...role.Properties, Path: '/b/' } };
  const before = templates({ Gone: role, Stays: role, Other: role, Both: role, Old: table });
  const after = templates({
    New: table,
    Both: role,
    Stays: { ...role, Properties: { Description: 'y', Path: '/a/' } },
    Other: path,
  });
  expect(
    changesBetween(before, after).map(({ kind, place, properties }) => [kind, place, properties]),
  ).toEqual([
    ['removed', 'Old', []],
    ['replaced', 'Other', ['Path']],
    ['removed', 'Gone', []],
    ['changed', 'Stays', ['Description']],
    ['added', 'New', []],
  ]);
});

test('the same logical id in another stack is another resource', () => {
  const other = [resolveStack(stackOf({ T: table }, 'Other'))];
  expect(changesBetween(templates({ T: table }), other).map(({ kind }) => kind)).toEqual([
    'removed',
    'added',
  ]);
});

test('the order of keys is no change', () => {
  const turned = { ...table.Properties, Tags: { b: 2, a: 1 } };
  expect(between(table, { ...table, Properties: turned })).toEqual([]);
});

test.each([
  [10, '10'],
  [true, 'true'],
  [{ A: [1] }, { A: ['1'] }],
])('%j is no other value than %j', (Mode, same) => {
  const mode = (value: unknown) => ({ ...table, Properties: { Mode: value } });
  expect(between(mode(Mode), mode(same))).toEqual([]);
});

test('how a template was made is no change', () => {
  const made = (Analytics: string): RawResource => ({
    Type: 'AWS::CDK::Metadata',
    Properties: { Analytics },
  });
  expect(between(made('a'), made('b'))).toEqual([]);
  expect(between(table, { ...table, Metadata: { 'aws:cdk:path': 'S/T/Resource' } })).toEqual([]);
});

test('a property that is called Type is no other type of resource', () => {
  const balancer = (Type: string): RawResource => ({
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: { Type },
  });
  const [change] = between(balancer('network'), balancer('application'));
  expect(change).toMatchObject({ kind: 'replaced', causes: ['Type'], note: null });
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'a property and a type called %s are some nobody knows',
  (name) => {
    const odd = (value: string): RawResource => ({
      Type: name,
      Properties: JSON.parse(`{"${name}": "${value}"}`) as RawResource['Properties'] & object,
    });
    const [change] = between(odd('a'), odd('b'));
    expect(change?.kind).not.toBe('added');
    expect(between(odd('a'), odd('a'))).toEqual([]);
  },
);

test.each([
  ['another type', { Type: 'AWS::SQS::Queue' }],
  ['another end of its life', { DeletionPolicy: 'Retain' }],
])('%s is a change', (_, parts) => {
  expect(between(table, { ...table, ...parts })).not.toEqual([]);
});

const body = (...others: readonly string[]) =>
  fc.record({
    Type: fc.constantFrom('AWS::EC2::Subnet', 'AWS::DynamoDB::Table', 'T'),
    Properties: fc.dictionary(
      fc.constantFrom('CidrBlock', 'TableName', 'Tags', 'VpcId'),
      fc.constantFrom(1, 2, ...others.map((Ref) => ({ Ref }))),
    ),
  });
const resources = fc.record(
  { A: body(), B: body('A'), C: body('A', 'B'), D: body('A', 'B', 'C') },
  { requiredKeys: [] },
);

test('nothing changes between templates and themselves, and the way back mirrors the way there', () => {
  const mirror: Partial<Record<string, string>> = { added: 'removed', removed: 'added' };
  fc.assert(
    fc.property(resources, resources, (one, two) => {
      const [before, after] = [templates(one), templates(two)];
      expect(changesBetween(before, before)).toEqual([]);
      const there = changesBetween(before, after).map(({ kind, place }) => `${kind} ${place}`);
      const back = changesBetween(after, before).map(
        ({ kind, place }) => `${mirror[kind] ?? kind} ${place}`,
      );
      expect(back.toSorted()).toEqual(there.toSorted());
    }),
  );
});
