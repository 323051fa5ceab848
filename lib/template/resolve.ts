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
  if (entries.length === 1 && only !== undefined && Object.hasOwn(intrinsics, only[0]))
    return intrinsics[only[0]]?.(only[1], scope);
  const resolved = entries.map(([key, each]) => [key, resolve(each, scope)] as const);
  return Object.fromEntries(resolved.filter(([, each]) => each !== absent));
}

/** Does the condition hold? A condition that depends on what only a deployment knows counts as true. */
export function conditionHolds(name: string | undefined, scope: Scope): boolean {
  if (name === undefined) return true;
  return judge({ Condition: name }, scope) !== false;
}

/** True, false, or nothing where only a deployment knows. */
type Judged = boolean | undefined;

const conditions: Readonly<Record<string, (argument: unknown, scope: Scope) => Judged>> = {
  Condition: (name, scope) => judge(scope.template.Conditions?.[String(name)], scope),
  'Fn::Equals': (both, scope) => equals(both as readonly unknown[], scope),
  'Fn::Not': (parts, scope) => negated(judgeAll(parts, scope)[0]),
  'Fn::And': (parts, scope) => allOf(judgeAll(parts, scope)),
  'Fn::Or': (parts, scope) => negated(allOf(judgeAll(parts, scope).map(negated))),
};

function judge(condition: unknown, scope: Scope): Judged {
  const [only] = Object.entries(condition ?? {});
  if (only === undefined || !Object.hasOwn(conditions, only[0])) return undefined;
  return conditions[only[0]]?.(only[1], scope);
}

function judgeAll(parts: unknown, scope: Scope): readonly Judged[] {
  return (parts as readonly unknown[]).map((each) => judge(each, scope));
}

function equals(both: readonly unknown[], scope: Scope): Judged {
  const [a = '', b = ''] = both.map((each) => text(resolve(each, scope)));
  return a === b || !isUnknown(a + b) ? a === b : undefined;
}

function negated(value: Judged): Judged {
  return value === undefined ? undefined : !value;
}

function allOf(values: readonly Judged[]): Judged {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

/** Does the text hold something that only a deployment knows? */
function isUnknown(value: string): boolean {
  return value.includes('${');
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
    const at = Number(resolve(index, scope));
    const found = Array.isArray(values) ? (values as unknown[])[at] : undefined;
    return found ?? `\${Select ${at} of ${braceless(text(values))}}`;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = argument as [string, unknown];
    // What only a deployment knows is not taken apart: it may hold the separator itself.
    const pieces = text(resolve(whole, scope)).split(/(\$\{[^}]*\})/);
    return pieces.reduce<string[]>((list, piece) => appended(list, piece, separator), ['']);
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
};

function reference(name: string, { template }: Scope): unknown {
  if (name === 'AWS::NoValue') return absent;
  const { Type = '', Default } = template.Parameters?.[name] ?? {};
  if (Default === undefined) return `\${${name}}`;
  return /^(CommaDelimitedList|List<)/.test(Type) ? text(Default).split(/ *, */) : Default;
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

/** The list with the piece added to its last entry, and cut there where the piece has separators. */
function appended(list: readonly string[], piece: string, separator: string): string[] {
  const [first = '', ...more] = isUnknown(piece) ? [piece] : piece.split(separator);
  return [...list.slice(0, -1), `${list.at(-1) ?? ''}${first}`, ...more];
}

function braceless(value: string): string {
  return value.replace(/[${}]/g, '');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'symbol' ? '' : JSON.stringify(value);
}
