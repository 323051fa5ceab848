/** CloudFormation intrinsics -> plain values. What only a deployment knows stays as `${...}` in the text. Pure. */
import type { Properties } from '../capabilities.ts';
import type { RawTemplate } from './template.ts';

export interface Scope {
  readonly template: RawTemplate;
  /** What `Fn::ImportValue` finds, by export name. */
  readonly exports: ReadonlyMap<string, unknown>;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** `AWS::NoValue`: the property is not there at all. */
const absent = Symbol('AWS::NoValue');

/** The value with every intrinsic worked out as far as the template allows. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((each) => resolve(each, scope)).filter((each) => each !== absent);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  const intrinsic = entries.length === 1 && only !== undefined ? intrinsics[only[0]] : undefined;
  if (intrinsic !== undefined && only !== undefined) return intrinsic(only[1], scope);
  const resolved = entries.map(([key, each]) => [key, resolve(each, scope)] as const);
  return Object.fromEntries(resolved.filter(([, each]) => each !== absent));
}

/** Does the condition hold? A condition that depends on an unknown parameter counts as true. */
export function conditionHolds(name: string | undefined, scope: Scope): boolean {
  if (name === undefined) return true;
  return resolve(scope.template.Conditions?.[name] ?? true, scope) !== false;
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => reference(String(name), scope),
  'Fn::GetAtt': (argument) => `\${${[argument].flat().join('.')}}`,
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = argument as [string, unknown];
    return listOf(resolve(parts, scope)).map(text).join(separator);
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Select': (argument, scope) => {
    const [index, list] = argument as [unknown, unknown];
    const values = resolve(list, scope);
    return Array.isArray(values)
      ? (values as unknown[])[Number(index)]
      : `\${Select ${text(index)} of ${text(values)}}`;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = argument as [string, unknown];
    return text(resolve(whole, scope)).split(separator);
  },
  'Fn::If': (argument, scope) => {
    const [condition, then, otherwise] = argument as [string, unknown, unknown];
    return resolve(conditionHolds(condition, scope) ? then : otherwise, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const keys = (argument as unknown[]).map((each) => text(resolve(each, scope)));
    const found = keys.reduce<unknown>(
      (map, key) => (map as Properties | undefined)?.[key],
      scope.template.Mappings,
    );
    return found ?? `\${FindInMap ${keys.join('.')}}`;
  },
  'Fn::GetAZs': () => ['a', 'b', 'c'].map((zone) => `\${AWS::Region}${zone}`),
  'Fn::ImportValue': (argument, scope) => {
    const name = text(resolve(argument, scope));
    return scope.exports.get(name) ?? `\${ImportValue ${name}}`;
  },
  'Fn::Base64': (argument, scope) => resolve(argument, scope),
  'Fn::Equals': (argument, scope) => {
    const [a, b] = (argument as unknown[]).map((each) => text(resolve(each, scope)));
    return a === b;
  },
  'Fn::Not': (argument, scope) => resolve((argument as unknown[])[0], scope) === false,
  'Fn::And': (argument, scope) =>
    (argument as unknown[]).every((each) => resolve(each, scope) !== false),
  'Fn::Or': (argument, scope) =>
    (argument as unknown[]).some((each) => resolve(each, scope) !== false),
  Condition: (name, scope) => conditionHolds(String(name), scope),
};

function reference(name: string, { template }: Scope): unknown {
  if (name === 'AWS::NoValue') return absent;
  const byDefault = template.Parameters?.[name]?.Default;
  return byDefault ?? `\${${name}}`;
}

function substitute(argument: unknown, scope: Scope): string {
  const [pattern, names] = [argument].flat() as [string, Properties?];
  return pattern.replace(/\$\{(!?)([^}]+)\}/g, (whole: string, literal: string, name: string) => {
    // `${!x}` is how a template writes a literal `${x}`: an IAM policy variable.
    if (literal !== '') return `\${${name}}`;
    if (names?.[name] !== undefined) return text(resolve(names[name], scope));
    return name.includes('.') ? whole : text(reference(name, scope));
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'symbol' ? '' : JSON.stringify(value);
}
