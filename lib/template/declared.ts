/** What a template declares about the values of a parameter. Pure. */
import type { RawParameter } from './template.ts';
import { own, textOf } from './values.ts';

type Declares = (value: string, declared: RawParameter) => string | undefined;

/**
 * What the template expects of one value, or of one entry of a list, that this is not; undefined where it fits.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export const unmet: Declares = (value, declared) => {
  for (const rule of [type, allowed, pattern, length, range]) {
    const expected = rule(value, declared);
    if (expected !== undefined) return expected;
  }
  return undefined;
};

/** Types of AWS -> how their ids begin. */
const prefixes: Readonly<Record<string, string>> = {
  'AWS::EC2::Image::Id': 'ami',
  'AWS::EC2::Instance::Id': 'i',
  'AWS::EC2::SecurityGroup::Id': 'sg',
  'AWS::EC2::Subnet::Id': 'subnet',
  'AWS::EC2::VPC::Id': 'vpc',
  'AWS::EC2::Volume::Id': 'vol',
};

const type: Declares = (value, { Type }) => {
  const one = Type.replace(/^List<(.*)>$/, '$1');
  const prefix = own(prefixes, one);
  if (prefix !== undefined)
    return new RegExp(`^${prefix}-[0-9a-f]+$`).test(value)
      ? undefined
      : `the template expects ${Type}, such as ${prefix}-0123456789abcdef0`;
  const isWrong = one === 'Number' ? !isNumber(value) : one.startsWith('AWS::') && value === '';
  return isWrong ? `the template expects ${Type}` : undefined;
};

function isNumber(value: string): boolean {
  return value.trim() !== '' && !Number.isNaN(Number(value));
}

const allowed: Declares = (value, { AllowedValues: values }) => {
  if (!Array.isArray(values)) return undefined;
  const texts = (values as readonly unknown[]).map(textOf);
  return texts.includes(value) ? undefined : `the template allows ${texts.slice(0, 12).join(', ')}`;
};

const pattern: Declares = (value, { AllowedPattern: written }) => {
  const regex = typeof written === 'string' ? regexOf(written) : undefined;
  return regex === undefined || regex.test(value)
    ? undefined
    : `the template expects what matches ${textOf(written)}`;
};

/** What Java reads otherwise than JavaScript: escapes such as `\p`, `\A` and `\Q`, sets in sets. */
const java = /\\[aceg-mo-qvyzACE-RT-VX-Z]|&&|\[\^?\[/;

/** The whole value must match. A pattern that only Java reads is not held against anything. */
function regexOf(written: string): RegExp | undefined {
  if (java.test(written)) return undefined;
  try {
    return new RegExp(`^(?:${written})$`);
  } catch {
    return undefined;
  }
}

const length: Declares = (value, { Type, MinLength, MaxLength }) =>
  Type === 'String'
    ? outside(value.length, [MinLength, MaxLength], 'characters in the value')
    : undefined;

const range: Declares = (value, { Type, MinValue, MaxValue }) =>
  Type === 'Number' ? outside(Number(value), [MinValue, MaxValue], 'as the value') : undefined;

function outside(
  number: number,
  [least, most]: readonly [unknown, unknown],
  what: string,
): string | undefined {
  if (least !== undefined && number < Number(least))
    return `the template expects ${textOf(least)} or more ${what}`;
  if (most !== undefined && number > Number(most))
    return `the template expects ${textOf(most)} or less ${what}`;
  return undefined;
}
