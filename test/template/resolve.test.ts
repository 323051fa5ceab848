import fc from '../support/fast-check.ts';
import { conditionHolds } from '../../lib/template/resolve.ts';
import type { RawTemplate } from '../../lib/template/template.ts';
import { resolved } from '../support/templates.ts';

const template: RawTemplate = {
  Parameters: {
    Size: { Type: 'Number', Default: 3 },
    Unknown: { Type: 'String' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
  },
  Mappings: {
    Sizes: { small: { disk: 8 } },
    Who: {
      aws: { EKS: 'eks.amazonaws.com', EC2: 'ec2.amazonaws.com' },
      'aws-cn': { EKS: 'eks.amazonaws.com', EC2: 'ec2.amazonaws.com.cn' },
    },
  },
  Conditions: {
    Yes: { 'Fn::Equals': ['x', 'x'] },
    No: { 'Fn::Equals': ['x', 'y'] },
    Depends: { 'Fn::Equals': [{ Ref: 'Unknown' }, 'prod'] },
    NotDepends: { 'Fn::Not': [{ Condition: 'Depends' }] },
    NotNotDepends: { 'Fn::Not': [{ Condition: 'NotDepends' }] },
    DependsAndNo: { 'Fn::And': [{ Condition: 'Depends' }, { Condition: 'No' }] },
    DependsAndYes: { 'Fn::And': [{ Condition: 'Depends' }, { Condition: 'Yes' }] },
    NotDependsOrNo: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'Depends' }, { Condition: 'No' }] }] },
    NotDependsOrYes: {
      'Fn::Not': [{ 'Fn::Or': [{ Condition: 'Depends' }, { Condition: 'Yes' }] }],
    },
    NotNo: { 'Fn::Not': [{ Condition: 'No' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    One: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    None: { 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Not': [{ Condition: 'Yes' }] }] },
  },
};

const arn = { 'Fn::GetAtt': ['Web', 'Arn'] };

describe('resolve', () => {
  test.each<[says: string, value: unknown, becomes: unknown]>([
    ['a resource', { Ref: 'Web' }, '${Web}'],
    ['a parameter with a default', { Ref: 'Size' }, 3],
    ['a parameter without one', { Ref: 'Unknown' }, '${Unknown}'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, '${AWS::Region}'],
    ['an attribute', arn, '${Web.Arn}'],
    ['an attribute in one word', { 'Fn::GetAtt': 'Web.Arn' }, '${Web.Arn}'],
    ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'Size' }, { Ref: 'Web' }]] }, 'a-3-${Web}'],
    ['a join in a join', { 'Fn::Join': ['', [{ 'Fn::Join': ['/', ['a', 'b']] }, 'c']] }, 'a/bc'],
    ['a substitution', { 'Fn::Sub': '${Size}:${Web}:${Web.Arn}' }, '3:${Web}:${Web.Arn}'],
    ['names of a substitution', { 'Fn::Sub': ['${x}-${Size}', { x: arn }] }, '${Web.Arn}-3'],
    ['a literal in a substitution', { 'Fn::Sub': '${!aws:username}' }, '${aws:username}'],
    ['a choice', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['a split', { 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
    ['a choice of a split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    ['a map', { 'Fn::FindInMap': ['Sizes', 'small', 'disk'] }, 8],
    [
      'a map that lacks it',
      { 'Fn::FindInMap': ['Sizes', 'big', 'disk'] },
      '${FindInMap Sizes.big.disk}',
    ],
    [
      'a map that has the same under each key',
      { 'Fn::FindInMap': ['Who', { Ref: 'AWS::Partition' }, 'EKS'] },
      'eks.amazonaws.com',
    ],
    [
      'a map under a key that is not known',
      { 'Fn::FindInMap': ['Who', { Ref: 'AWS::Partition' }, 'EC2'] },
      '${FindInMap Who.AWS::Partition.EC2}',
    ],
    [
      'a map that may lack the key, where there is a default',
      { 'Fn::FindInMap': ['Who', { Ref: 'AWS::Partition' }, 'EKS', { DefaultValue: 'x' }] },
      '${FindInMap Who.AWS::Partition.EKS}',
    ],
    ['zones', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, '${AWS::Region}a'],
    ['base64, read as its text', { 'Fn::Base64': { 'Fn::Sub': 'port=${Size}' } }, 'port=3'],
    ['an import that nobody exports', { 'Fn::ImportValue': 'Vpc' }, '${ImportValue Vpc}'],
    ['a condition that holds', { 'Fn::If': ['Yes', { Ref: 'Size' }, 'no'] }, 3],
    ['a condition that does not', { 'Fn::If': ['No', 'yes', { Ref: 'Size' }] }, 3],
    ['no value in an object', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['no value in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
    ['no value of a condition', { a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] } }, {}],
    ['an object with a key more', { Ref: 'Size', Other: 1 }, { Ref: 'Size', Other: 1 }],
    ['a list parameter', { 'Fn::Join': ['+', { Ref: 'Zones' }] }, 'a+b'],
    ['one of a list parameter', { 'Fn::Select': [1, { Ref: 'Zones' }] }, 'b'],
  ])('works out %s', (_, value, becomes) => {
    expect(resolved(value, template)).toEqual(becomes);
  });

  test('finds what another stack exports', () => {
    const exports = new Map([['Vpc', '${Network}']]);
    expect(resolved({ 'Fn::ImportValue': { 'Fn::Sub': 'Vpc' } }, template, exports)).toBe(
      '${Network}',
    );
  });

  test('keeps the part of an arn as text where only the deployment knows it', () => {
    const part = { 'Fn::Select': [5, { 'Fn::Split': [':', arn] }] };
    expect(resolved(part, template)).toEqual(expect.stringMatching(/^\$\{.*\}$/));
  });

  test('splits no text inside what only the deployment knows', () => {
    const whole = { 'Fn::Sub': 'arn:${AWS::Partition}:s3' };
    expect(resolved({ 'Fn::Split': [':', whole] }, template)).toEqual([
      'arn',
      '${AWS::Partition}',
      's3',
    ]);
  });
});

describe('conditionHolds', () => {
  test.each([
    ['Yes', true],
    ['No', false],
    ['NotNo', true],
    ['Both', false],
    ['One', true],
    ['None', false],
    ['NotWritten', true],
    [undefined, true],
    ['Depends', true],
    ['NotDepends', true],
    ['NotNotDepends', true],
    ['DependsAndNo', false],
    ['DependsAndYes', true],
    ['NotDependsOrNo', true],
    ['NotDependsOrYes', false],
  ])('%s: %s', (name, holds) => {
    expect(conditionHolds(name, { template, exports: new Map() })).toBe(holds);
  });
});

/** Plain data as templates hold it; keys are any text, so also `constructor` and the like. */
const isPlain = (key: string): boolean => !/^(Ref|Condition|Fn::.*)$/.test(key);
const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string().filter(isPlain), tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** Text without the signs that mean something inside `Fn::Sub`. */
const words = fc.string().map((text) => text.replace(/[${}]/g, ''));
const logicalIds = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,8}$/);
const parts = fc.array(
  fc.oneof<fc.Arbitrary<{ value: unknown; inSub: string }>[]>(
    words.map((text) => ({ value: text, inSub: text })),
    logicalIds.map((id) => ({ value: { Ref: id }, inSub: `\${${id}}` })),
    logicalIds.map((id) => ({ value: { 'Fn::GetAtt': [id, 'Arn'] }, inSub: `\${${id}.Arn}` })),
  ),
);

describe('any value', () => {
  test('without intrinsics is unchanged', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(resolved(value, template)).toEqual(value);
      }),
      { examples: [[{ constructor: 'x' }], [{ toString: 'x' }]] },
    );
  });

  test('joined from parts and substituted from the same parts is the same text', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const join = { 'Fn::Join': ['', all.map(({ value }) => value)] };
        const sub = { 'Fn::Sub': all.map(({ inSub }) => inSub).join('') };
        expect(resolved(sub, template)).toBe(resolved(join, template));
      }),
    );
  });

  test('that is resolved stays as it is when resolved again', () => {
    const joined = parts.map((all) => ({ 'Fn::Join': ['', all.map(({ value }) => value)] }));
    const values = fc.dictionary(logicalIds, fc.oneof(plain, joined, fc.array(joined)));
    fc.assert(
      fc.property(values, (value) => {
        const once = resolved(value, template);
        expect(resolved(once, template)).toEqual(once);
      }),
    );
  });

  test('written literally, as in ${!x}, stays literal whatever is called x', () => {
    fc.assert(
      fc.property(logicalIds, (name) => {
        const known = { Parameters: { [name]: { Type: 'String', Default: 'known' } } };
        expect(resolved({ 'Fn::Sub': `a\${!${name}}b` }, known)).toBe(`a\${${name}}b`);
        expect(resolved({ 'Fn::Sub': `a\${${name}}b` }, known)).toBe('aknownb');
      }),
    );
  });
});
