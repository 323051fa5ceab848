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

test('what is removed comes first, then what changed, then what is added', () => {
  const before = templates({ Old: table, Stays: table, Both: table });
  const after = templates({
    New: table,
    Both: table,
    Stays: { ...table, Properties: { Mode: 'B', Keys: [2, 1], New: true } },
  });
  expect(changesBetween(before, after)).toEqual([
    { kind: 'removed', place: 'Old', type: table.Type, properties: [] },
    {
      kind: 'changed',
      place: 'Stays',
      type: table.Type,
      properties: ['Mode', 'Keys', 'Tags', 'New'],
    },
    { kind: 'added', place: 'New', type: table.Type, properties: [] },
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
  ['another type', { Type: 'AWS::SQS::Queue' }],
  ['another end of its life', { DeletionPolicy: 'Retain' }],
])('%s is a change', (_, parts) => {
  expect(between(table, { ...table, ...parts })).not.toEqual([]);
});

const resources = fc.dictionary(
  fc.constantFrom('A', 'B', 'C', 'D'),
  fc.record({
    Type: fc.constant('T'),
    Properties: fc.dictionary(fc.constantFrom('X', 'Y'), fc.nat({ max: 2 })),
  }),
);

test('nothing changes between templates and themselves, and the way back mirrors the way there', () => {
  const mirror = { added: 'removed', changed: 'changed', removed: 'added' } as const;
  fc.assert(
    fc.property(resources, resources, (one, two) => {
      const [before, after] = [templates(one), templates(two)];
      expect(changesBetween(before, before)).toEqual([]);
      const there = changesBetween(before, after).map(({ kind, place }) => `${kind} ${place}`);
      const back = changesBetween(after, before).map(
        ({ kind, place }) => `${mirror[kind]} ${place}`,
      );
      expect(back.toSorted()).toEqual(there.toSorted());
    }),
  );
});
