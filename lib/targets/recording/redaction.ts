/** Redaction: the same secret always goes by the same harmless word, so that a recording still makes sense. */
import { BlockList } from 'node:net';
import type { Json } from './json.ts';
import { replaced, type Kind } from './sensitive.ts';

/** Gives a structure without what must not leave this machine. */
export class Redaction {
  private readonly words = new Map<string, string>();
  private readonly given = new Set<string>();
  private readonly counts = new Map<Kind, number>();
  /** Replaced wherever they stand, whatever is around them. */
  private readonly literals = new Map<string, string>();
  private readonly onLearned: (literal: string) => void;

  /** `onLearned`: something has turned out to be a secret that may have been let through before. */
  constructor(onLearned: (literal: string) => void = () => undefined) {
    this.onLearned = onLearned;
  }

  /** Known from outside to be sensitive. */
  conceal(kind: Kind, literal: string): void {
    this.learn(literal, this.wordFor(kind, literal));
  }

  of(json: Json): Json {
    // What a key shows to be secret is replaced everywhere: so it is learned from the whole first.
    replaced(json, (kind, found) => this.put(kind, found));
    return this.withoutLiterals(
      replaced(this.withoutLiterals(json), (kind, found) => this.put(kind, found)),
    );
  }

  private put(kind: Kind, found: string): string {
    if (isHarmless(kind, found) || this.given.has(found)) return found;
    const word = this.wordFor(kind, found);
    if (isTelling(kind, found)) this.learn(found, word);
    return word;
  }

  private wordFor(kind: Kind, found: string): string {
    const digits = kind === 'account' ? found.replaceAll('-', '') : found;
    const known = this.words.get(digits);
    if (known !== undefined) return known;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const word = wordings[kind](count, found);
    this.words.set(digits, word);
    this.given.add(word);
    return word;
  }

  private learn(literal: string, word: string): void {
    if (this.literals.has(literal)) return;
    this.literals.set(literal, word);
    this.onLearned(literal);
  }

  private withoutLiterals(json: Json): Json {
    if (typeof json === 'string') return this.withoutLiteralsIn(json);
    if (typeof json !== 'object' || json === null) return json;
    if (Array.isArray(json)) return json.map((each: Json) => this.withoutLiterals(each));
    const entries = Object.entries(json as Readonly<Record<string, Json>>);
    return Object.fromEntries(
      entries.map(([key, each]) => [this.withoutLiteralsIn(key), this.withoutLiterals(each)]),
    );
  }

  private withoutLiteralsIn(text: string): string {
    const longestFirst = [...this.literals].sort(([a], [b]) => b.length - a.length);
    return longestFirst.reduce((left, [literal, word]) => left.replaceAll(literal, word), text);
  }
}

/** Accounts of AWS's own documentation. */
const accounts = ['111122223333', '444455556666', '777788889999'] as const;

const wordings: Readonly<Record<Kind, (count: number, found: string) => string>> = {
  secret: (count) => `REDACTED-SECRET-${count}`,
  token: redactedToken,
  'request id': (count) => `REDACTED-ID-${count}`,
  'key id': (count, found) => `${found.slice(0, 4)}EXAMPLE${String(count).padStart(9, '0')}`,
  'e-mail': (count) => `user-${count}@example.com`,
  host: (count, found) =>
    found.length <= 12
      ? `${found.startsWith('d') ? 'd' : 'h'}${String(count).padStart(found.length - 1, '0')}`
      : `host-${String(count).padStart(10, '0')}`,
  account: (count) => accounts[count - 1] ?? `9000${String(count).padStart(8, '0')}`,
  // 198.51.100.0/24 and then 198.18.0.0/15, set aside for documentation and for measurements (RFC 5737, RFC 2544).
  IPv4: (count) =>
    count < 255 ? `198.51.100.${count}` : `198.18.${Math.floor(count / 256)}.${count % 256}`,
  IPv6: (count) => `2001:db8::${count.toString(16)}`,
};

/** Still a token that can be taken apart: whose it is stays, nothing else. */
function redactedToken(count: number, found: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = Buffer.from(found.split('.')[1] ?? '', 'base64url').toString('utf8');
  const sub = /"sub":\s*"([0-9a-f-]{36})"/.exec(payload)?.[1];
  return [
    part({ alg: 'none' }),
    part({ ...(sub === undefined ? {} : { sub }), redacted: count }),
    'cmVkYWN0ZWQ',
  ].join('.');
}

const documentation = new BlockList();
for (const network of ['192.0.2.0', '198.51.100.0', '203.0.113.0'])
  documentation.addSubnet(network, 24, 'ipv4');
documentation.addSubnet('198.18.0.0', 15, 'ipv4');
documentation.addSubnet('2001:db8::', 32, 'ipv6');

/** What stands for itself in examples, and what a check leaves to the target to fill in. */
function isHarmless(kind: Kind, found: string): boolean {
  if (/^\$\{[^}]*\}?$/.test(found)) return true;
  if (kind === 'IPv4') return documentation.check(found.replaceAll('-', '.'), 'ipv4');
  if (kind === 'IPv6') return documentation.check(found, 'ipv6');
  if (kind === 'e-mail')
    return /@(.+\.)?(example\.(com|org|net)|example|test|invalid)$/.test(found);
  return kind === 'account' && (accounts as readonly string[]).includes(found.replaceAll('-', ''));
}

/** Replaced wherever it stands from now on: nothing short or common, which would be torn out of other words. */
function isTelling(kind: Kind, found: string): boolean {
  if (kind === 'IPv4' || kind === 'IPv6') return false;
  return found.length >= 6 && !/^[a-z]+$/i.test(found);
}
