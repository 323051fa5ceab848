import { leaveOut, type Leaving } from '../../../lib/targets/emulated/projection.ts';
import type { StackFile } from '../../../lib/template/read.ts';
import type { RawResource, RawTemplate } from '../../../lib/template/template.ts';
import { stackOf } from '../../support/templates.ts';

const gone: RawResource = { Type: 'Gone' };
const leaving: Leaving = {
  isLeftOut: ({ Type }) => Type === 'Gone',
  requiredOf: (type) => (type === 'Strict' ? ['Needed'] : []),
};
const kept = (Properties: Readonly<Record<string, unknown>>): RawResource => ({
  Type: 'Kept',
  Properties,
});

/** What becomes of a resource beside one called `Cache` that is left out. */
function beside(resource: RawResource) {
  const { projected, leftOut } = leaveOut([stackOf({ Cache: gone, Web: resource })], leaving);
  return { web: projected[0]?.raw.Resources?.['Web'], leftOut };
}

const ref = { Ref: 'Cache' };
const arn = { 'Fn::GetAtt': ['Cache', 'Arn'] };

test('a resource of the type is left out and named, by its path where it has one', () => {
  const named: RawResource = { ...gone, Metadata: { 'aws:cdk:path': 'S/Data/Cache/Resource' } };
  const { projected, leftOut } = leaveOut(
    [stackOf({ Cache: gone, Named: named, Web: kept({}) })],
    leaving,
  );
  expect(leftOut).toEqual(['Cache Gone', 'Data/Cache Gone']);
  expect(Object.keys(projected[0]?.raw.Resources ?? {})).toEqual(['Web']);
});

test.each<[says: string, refers: unknown]>([
  ['a reference', ref],
  ['an attribute', arn],
  ['an attribute in one word', { 'Fn::GetAtt': 'Cache.Arn' }],
  ['a substitution', { 'Fn::Sub': 'x-${Cache}' }],
  ['a substitution of an attribute', { 'Fn::Sub': ['${Cache.Arn}/${a}', { a: 'b' }] }],
  ['a substitution with a name for it', { 'Fn::Sub': ['${a}/x', { a: ref }] }],
  ['a substitution with a name for it among others', { 'Fn::Sub': ['${a}', { a: ref, b: 'b' }] }],
  ['a join', { 'Fn::Join': ['', ['http://', arn]] }],
  ['a choice', { 'Fn::Select': [0, [ref, 'x']] }],
  ['a condition', { 'Fn::If': ['Yes', arn, 'x'] }],
  ['text that is encoded', { 'Fn::Base64': { 'Fn::Join': ['', ['a', ref]] } }],
])('a property that is %s with it is lost as a whole and named', (_, refers) => {
  const { web, leftOut } = beside(kept({ Stays: { a: 1 }, Environment: { X: refers, Y: 2 } }));
  expect(web?.Properties).toEqual({ Stays: { a: 1 }, Environment: { Y: 2 } });
  expect(leftOut).toEqual(['Cache Gone', 'Web Environment.X']);
});

test.each<[says: string, value: unknown]>([
  ['another name that begins alike', { 'Fn::Sub': '${CacheOther}' }],
  ['the name as a literal', { 'Fn::Sub': '${!Cache}' }],
  ['the name as plain text', 'Cache'],
  ['a key of that name', { Cache: 'x' }],
  ['an empty list', []],
  ['an empty object', {}],
])('a property that holds %s stays', (_, value) => {
  const web = kept({ Value: value });
  expect(beside(web)).toEqual({ web, leftOut: ['Cache Gone'] });
});

test('an entry of a list that loses a part goes as a whole', () => {
  const rules = [{ Port: 1 }, { Port: 2, From: ref }, ref];
  const { web, leftOut } = beside(kept({ Rules: rules }));
  expect(web?.Properties).toEqual({ Rules: [{ Port: 1 }] });
  expect(leftOut).toEqual(['Cache Gone', 'Web Rules.1', 'Web Rules.2']);
});

test('a list or an object of which nothing stands is lost and named', () => {
  const { web, leftOut } = beside(kept({ Rules: [ref], Vpc: { Id: ref }, Stays: 1 }));
  expect(web?.Properties).toEqual({ Stays: 1 });
  expect(leftOut).toEqual(expect.arrayContaining(['Cache Gone', 'Web Rules', 'Web Vpc']));
});

test('a resource of which no property stands is still a template, and says what it lost', () => {
  const { web, leftOut } = beside(kept({ Value: ref }));
  expect(web?.Properties).toEqual({});
  expect(leftOut).toEqual(['Cache Gone', 'Web Value']);
});

test.each([
  ['Cache', undefined],
  [['Cache', 'Api'], ['Api']],
])('a resource that waits for %j waits for %j', (DependsOn, waits) => {
  const { web } = beside({ ...kept({}), DependsOn });
  expect(web?.DependsOn).toEqual(waits);
});

test.each(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'])(
  'an %s goes where it allows nothing any more',
  (Type) => {
    const policy = (Resource: unknown): RawResource => ({
      Type,
      Properties: { PolicyDocument: { Version: '1', Statement: [{ Action: 'x', Resource }] } },
    });
    expect(beside(policy(arn))).toEqual({ web: undefined, leftOut: ['Cache Gone', `Web ${Type}`] });
    expect(beside(policy('*')).web).toEqual(policy('*'));
  },
);

const network: StackFile = {
  ...stackOf({ Cache: gone }, 'Network'),
  raw: {
    Resources: { Cache: gone },
    Outputs: { Arn: { Value: arn, Export: { Name: 'the-cache' } } },
  },
};

test('an import of what is left out goes with it, and a stack with nothing in it is not deployed', () => {
  const web = kept({ Endpoint: { 'Fn::ImportValue': 'the-cache' }, Stays: 1 });
  const { projected, leftOut } = leaveOut([network, stackOf({ Web: web }, 'App')], leaving);
  expect(projected.map(({ stack }) => stack)).toEqual(['App']);
  expect(projected[0]?.raw.Resources).toEqual({ Web: kept({ Stays: 1 }) });
  expect(leftOut).toEqual(['Cache Gone', 'Web Endpoint']);
});

test('a logical id is left out in its own stack only', () => {
  const other = stackOf({ Cache: kept({}), Web: kept({ Value: ref }) }, 'Other');
  expect(leaveOut([network, other], leaving).projected).toEqual([
    { ...other, raw: { ...other.raw, Outputs: {} } },
  ]);
});

test('an output stays where what it tells of stays', () => {
  const Outputs = {
    Url: { Value: { 'Fn::Join': ['', ['http://', ref]] } },
    Arn: { Value: arn },
    Web: { Value: { Ref: 'Web' } },
  };
  const raw: RawTemplate = { Resources: { Cache: gone, Web: kept({}) }, Outputs };
  const { projected } = leaveOut([{ stack: 'S', file: 'S.json', raw }], leaving);
  expect(projected[0]?.raw.Outputs).toEqual({ Web: Outputs.Web });
});

test('a resource that loses what it cannot be made without goes with it, and what needs that one too', () => {
  const strict = (Needed: unknown): RawResource => ({ Type: 'Strict', Properties: { Needed } });
  const { projected, leftOut } = leaveOut(
    [stackOf({ Cache: gone, Last: strict({ Ref: 'Web' }), Web: strict(ref), Alone: strict(1) })],
    leaving,
  );
  expect(Object.keys(projected[0]?.raw.Resources ?? {})).toEqual(['Alone']);
  expect(leftOut).toEqual(['Cache Gone', 'Web Strict', 'Last Strict']);
});
