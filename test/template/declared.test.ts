import { unmet } from '../../lib/template/declared.ts';
import type { RawParameter } from '../../lib/template/template.ts';

const text = (rest: object): RawParameter => ({ Type: 'String', ...rest });
const number = (rest: object): RawParameter => ({ Type: 'Number', ...rest });
const id = (Type: string): RawParameter => ({ Type });

test.each<[value: string, declared: RawParameter, expected: RegExp]>([
  ['', number({}), /expects Number/],
  ['0', number({ MinValue: 1 }), /expects 1 or more as the value/],
  ['65536', number({ MaxValue: '65535' }), /expects 65535 or less as the value/],
  ['', text({ MinLength: 1 }), /expects 1 or more characters/],
  ['abcd', text({ MaxLength: '3' }), /expects 3 or less characters/],
  ['banana', text({ AllowedPattern: '\\d+(\\.\\d+){3}/\\d+' }), /expects what matches \\d\+/],
  ['x10y', text({ AllowedPattern: '\\d+' }), /expects what matches/],
  ['xb', text({ AllowedPattern: 'a|b' }), /expects what matches/],
  ['', text({ AllowedPattern: '.+' }), /expects what matches \.\+/],
  ['', text({ AllowedValues: ['a', 'b'] }), /allows a, b/],
  ['', id('AWS::EC2::KeyPair::KeyName'), /expects AWS::EC2::KeyPair::KeyName/],
  ['', id('AWS::SSM::Parameter::Value<String>'), /expects AWS::SSM/],
  ['banana', id('AWS::EC2::VPC::Id'), /expects AWS::EC2::VPC::Id, such as vpc-0/],
  ['vpc-0abc', id('List<AWS::EC2::Subnet::Id>'), /such as subnet-0/],
])("'%s' does not fit %j", (value, declared, expected) => {
  expect(unmet(value, declared)).toMatch(expected);
});

test.each<[value: string, declared: RawParameter]>([
  ['', text({})],
  ['', text({ AllowedPattern: '|\\d+' })],
  ['10.0.0.0/16', text({ AllowedPattern: '^\\d+(\\.\\d+){3}/\\d+$', MinLength: 9, MaxLength: 18 })],
  ['1', number({ MinValue: 1, MaxValue: 1 })],
  ['subnet-0abc', id('List<AWS::EC2::Subnet::Id>')],
  ['mine', id('AWS::EC2::KeyPair::KeyName')],
])("'%s' fits %j", (value, declared) => {
  expect(unmet(value, declared)).toBeUndefined();
});

test.each(['(?i)abc', 'a++', '[', '\\p{Alpha}+', '\\Aabc\\z', '[a-z&&[^b]]', '\\Q.\\E'])(
  'a pattern that JavaScript does not read as Java does is not held against anything: %s',
  (AllowedPattern) => {
    expect(unmet('ABC 1', text({ AllowedPattern }))).toBeUndefined();
  },
);
