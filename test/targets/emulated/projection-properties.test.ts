/** What is true of a projection whatever the template. */
import fc from '../../support/fast-check.ts';
import { leaveOut } from '../../../lib/targets/emulated/projection.ts';
import type { RawResource, RawTemplate } from '../../../lib/template/template.ts';

const names = ['A', 'B', 'C', 'D', 'E'];
const name = fc.constantFrom(...names);
const leaf = fc.oneof(
  fc.constantFrom<unknown>('text', 1, true, 'A', { 'Fn::Sub': '${!A}' }),
  name.map((id) => ({ Ref: id })),
  name.map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] })),
  name.map((id) => ({ 'Fn::Sub': `x-\${${id}.Arn}` })),
  fc.tuple(name, name).map(([a, b]) => ({ 'Fn::Sub': [`\${x}-\${${a}}`, { x: { Ref: b } }] })),
);
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('X', 'Y', 'Z'), tie('any'), { maxKeys: 3 }),
    fc.array(tie('any'), { maxLength: 3 }).map((parts) => ({ 'Fn::Join': ['', parts] })),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => ({ 'Fn::If': ['Yes', a, b] })),
  ),
})).any;
/** What an output may hold: text, never an object. */
const text = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }).map((parts) => ({ 'Fn::Join': ['', parts] })),
  fc.tuple(leaf, leaf).map(([a, b]) => ({ 'Fn::If': ['Yes', a, { 'Fn::Base64': b }] })),
);
const resource = fc.record(
  {
    Type: fc.constantFrom('Gone', 'Kept', 'Kept', 'AWS::IAM::Policy'),
    Properties: fc.dictionary(fc.constantFrom('P', 'Q', 'PolicyDocument'), value, { maxKeys: 2 }),
    DependsOn: fc.oneof(name, fc.subarray(names)),
  },
  { requiredKeys: ['Type'] },
);
const templates = fc.record({
  Resources: fc.record(Object.fromEntries(names.map((each) => [each, resource])), {
    requiredKeys: [],
  }),
  Outputs: fc.dictionary(fc.constantFrom('O', 'P'), fc.record({ Value: text })),
}) as unknown as fc.Arbitrary<RawTemplate>;

const project = (raw: RawTemplate): RawTemplate =>
  leaveOut([{ stack: 'S', file: 'S.json', raw }], {
    isLeftOut: ({ Type }) => Type === 'Gone',
    requiredOf: () => [],
  }).projected[0]?.raw ?? {};

/** Does the text of a template refer to the logical id, in whatever way? */
function refersTo(id: string, written: unknown): boolean {
  const text = JSON.stringify(written);
  return [`{"Ref":"${id}"}`, `{"Fn::GetAtt":["${id}"`, `\${${id}}`, `\${${id}.`].some((each) =>
    text.includes(each),
  );
}
const waitsFor = ({ DependsOn = [] }: RawResource): readonly string[] => [DependsOn].flat();
const plainly = (each: RawResource | undefined) => ({
  Type: each?.Type,
  Properties: each?.Properties ?? {},
  DependsOn: waitsFor(each ?? { Type: '' }),
});

/** Logical ids that are no longer there. */
function goneFrom(raw: RawTemplate): readonly string[] {
  const left = project(raw).Resources ?? {};
  return Object.keys(raw.Resources ?? {}).filter((id) => !(id in left));
}

test('nothing refers to what is left out', () => {
  fc.assert(
    fc.property(templates, (raw) => {
      const { Resources = {}, Outputs = {} } = project(raw);
      const gone = goneFrom(raw);
      const waiting = Object.values(Resources).flatMap(waitsFor);
      const values = [...Object.values(Resources).map((each) => each.Properties), Outputs];
      expect(gone.filter((id) => waiting.includes(id) || refersTo(id, values))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('what refers to nothing that is left out is unchanged', () => {
  fc.assert(
    fc.property(templates, (raw) => {
      const gone = goneFrom(raw);
      const stands = Object.entries(raw.Resources ?? {}).filter(
        ([id, each]) => !gone.includes(id) && !gone.some((other) => refersTo(other, [each])),
      );
      const waiting = stands.map(([id, each]) => {
        const waits = waitsFor(each).filter((other) => !gone.includes(other));
        return [id, plainly({ ...each, DependsOn: waits })] as const;
      });
      for (const [id, each] of waiting) expect(plainly(project(raw).Resources?.[id])).toEqual(each);
    }),
    { numRuns: 500 },
  );
});

test('only the types asked for are left out, and policies that allow nothing any more', () => {
  fc.assert(
    fc.property(templates, (raw) => {
      const types = goneFrom(raw).map((id) => raw.Resources?.[id]?.Type);
      expect(types.filter((type) => type !== 'Gone' && type !== 'AWS::IAM::Policy')).toEqual([]);
    }),
  );
});

const sizes: Readonly<Record<string, number>> = { 'Fn::Join': 2, 'Fn::If': 3, 'Fn::GetAtt': 2 };

/** Intrinsics that have lost some of their arguments. */
function halves(written: unknown): readonly unknown[] {
  if (typeof written !== 'object' || written === null) return [];
  const broken = Object.entries(written as Record<string, unknown>).filter(
    ([key, list]) => key in sizes && (list as readonly unknown[]).length !== sizes[key],
  );
  return [...broken, ...Object.values(written).flatMap(halves)];
}

test('every intrinsic that is left is whole', () => {
  fc.assert(
    fc.property(templates, (raw) => {
      expect(halves(project(raw))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
