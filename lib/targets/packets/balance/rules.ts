/**
 * Which rule of a listener a request meets, where a redirect leads, and which of several target groups is next. Pure.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
import { BlockList, isIPv6 } from 'node:net';
import type { Action, Condition, Rule } from '../../../fleet/fleet.ts';

/** A request as rules see it. */
export interface Asked {
  readonly method: string;
  readonly protocol: 'http' | 'https';
  /** Of the Host header or the request line, without port. */
  readonly host: string;
  /** Of the listener. */
  readonly port: number;
  /** As sent, without query. */
  readonly path: string;
  /** As sent, without `?`. */
  readonly query: string;
  /** The address of who connects; X-Forwarded-For does not count. */
  readonly client: string;
  readonly headers: readonly { readonly lower: string; readonly value: string }[];
}

type Test = (asked: Asked) => boolean;
export type Redirect = Extract<Action, { kind: 'redirect' }>;

/** Made once per listener: patterns are compiled, and rules ordered by priority with the default rule last. */
export function router(rules: readonly Rule[]): (asked: Asked) => Rule | undefined {
  const compiled = [...rules]
    .sort((a, b) => place(a) - place(b))
    .map((rule) => ({ rule, tests: rule.conditions.map(testOf) }));
  return (asked) => compiled.find(({ tests }) => tests.every((test) => test(asked)))?.rule;
}

function place(rule: Rule): number {
  return rule.priority === 'default' ? Infinity : rule.priority;
}

function testOf(condition: Condition): Test {
  switch (condition.field) {
    case 'host-header':
      return anyOf(patterns(condition.values, 'i'), (asked) => asked.host);
    case 'path-pattern':
      return anyOf(patterns(condition.values, ''), (asked) => asked.path);
    case 'http-request-method':
      return (asked) => condition.values.includes(asked.method);
    case 'http-header':
      return headerTest(condition.name.toLowerCase(), patterns(condition.values, 'i'));
    case 'query-string':
      return queryTest(condition.values);
    case 'source-ip':
      return addressTest(condition.values);
    case 'not played':
      return () => false;
  }
}

function anyOf(wanted: readonly RegExp[], of: (asked: Asked) => string): Test {
  return (asked) => {
    const text = of(asked);
    return wanted.some((each) => each.test(text));
  };
}

/** Every header of that name is tried in turn. */
function headerTest(name: string, wanted: readonly RegExp[]): Test {
  return (asked) =>
    asked.headers.some(
      ({ lower, value }) => lower === name && wanted.some((each) => each.test(value)),
    );
}

function queryTest(
  values: readonly { readonly key: string | undefined; readonly value: string }[],
): Test {
  const wanted = values.map(({ key, value }) => ({
    key: key === undefined ? undefined : escapable(key),
    value: escapable(value),
  }));
  return (asked) => {
    const pairs = pairsOf(asked.query);
    return wanted.some(({ key, value }) =>
      pairs.some((pair) => (key?.test(pair.key) ?? true) && value.test(pair.value)),
    );
  };
}

function pairsOf(query: string): readonly { readonly key: string; readonly value: string }[] {
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 0) return { key: pair, value: '' };
    return { key: pair.slice(0, at), value: pair.slice(at + 1) };
  });
}

function addressTest(blocks: readonly string[]): Test {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', length = ''] = block.split('/');
    list.addSubnet(address, Number(length), familyOf(address));
  }
  return (asked) => list.check(asked.client, familyOf(asked.client));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

function patterns(values: readonly string[], flags: 'i' | ''): readonly RegExp[] {
  return values.map((value) => patternOf(value, /[*?]/g, flags));
}

/**
 * In query strings a backslash takes a wildcard for itself.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_QueryStringConditionConfig.html
 */
function escapable(value: string): RegExp {
  return patternOf(value, /\\[*?\\]|[*?]/g, 'i');
}

function patternOf(value: string, marks: RegExp, flags: 'i' | ''): RegExp {
  let source = '';
  let from = 0;
  for (const { 0: mark, index } of value.matchAll(marks)) {
    source += literally(value.slice(from, index)) + meaningOf(mark);
    from = index + mark.length;
  }
  return new RegExp(`^${source}${literally(value.slice(from))}$`, `s${flags}`);
}

function meaningOf(mark: string): string {
  if (mark === '*') return '.*';
  return mark === '?' ? '.' : literally(mark.slice(1));
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The Location of a redirect: AWS always names the port. */
export function redirection(action: Redirect, asked: Asked): string {
  const parts = new Map([
    ['protocol', asked.protocol],
    ['host', asked.host],
    ['port', String(asked.port)],
    ['path', asked.path.replace(/^\//, '')],
    ['query', asked.query],
  ]);
  const filled = (text: string): string =>
    text.replace(/#\{(\w+)\}/g, (whole, name: string) => parts.get(name) ?? whole);
  const query = filled(action.query);
  const place = `${filled(action.host)}:${filled(action.port)}${filled(action.path)}`;
  return `${filled(action.protocol).toLowerCase()}://${place}${query === '' ? '' : `?${query}`}`;
}

/** By `random` in [0, 1); undefined where nothing weighs anything. */
export function weighted<T extends { readonly weight: number }>(
  choices: readonly T[],
  random: number,
): T | undefined {
  let left = random * choices.reduce((sum, { weight }) => sum + weight, 0);
  return choices.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
}
