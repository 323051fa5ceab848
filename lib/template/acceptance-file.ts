/** `--accept FILE`: findings that somebody accepts of templates that note none: each with its reason, and until when. */
import { readFileSync } from 'node:fs';
import { KitError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Accepted } from './accepted.ts';
import { Malformed, shown, whyOf } from './malformed.ts';
import type { Resource } from './template.ts';
import { isMap } from './values.ts';
import { readYaml } from './yaml.ts';

/** An acceptance with its last day. */
export interface AcceptedUntil extends Accepted {
  /** `2026-12-31`; absent where it does not end. */
  readonly until?: string;
}

export interface Acceptances {
  readonly current: readonly AcceptedUntil[];
  /** Their last day is over: they cover nothing. */
  readonly expired: readonly AcceptedUntil[];
}

/** What they are for, and the day on which it is asked. */
export interface Accepting {
  readonly resources: readonly Resource[];
  readonly now: Date;
}

const keys = ['rule', 'resource', 'reason', 'until'] as const;

/**
 * A list in YAML or JSON. A `resource` is a logical id, or a construct path, with or without its stack, and all below it.
 * @throws BadAcceptance with the number of the entry
 */
export function acceptancesIn(file: string, { resources, now }: Accepting): Acceptances {
  try {
    const entries = listIn(readFileSync(file, 'utf8')).flatMap((each, at) =>
      about(`entry ${at + 1}`, () => acceptedBy(each, resources)),
    );
    const today = now.toISOString().slice(0, 10);
    const isOver = ({ until = today }: AcceptedUntil): boolean => until < today;
    return {
      current: entries.filter((each) => !isOver(each)),
      expired: entries.filter(isOver),
    };
  } catch (error) {
    throw new KitError('BadAcceptance', `${file} cannot be taken: ${whyOf(error)}`, {
      cause: error,
      next: nextOf(error),
    });
  }
}

class WithNext extends Malformed {
  readonly next: string | undefined;
  constructor(message: string, next?: string) {
    super(message);
    this.next = next;
  }
}

function nextOf(error: unknown): string {
  const next = error instanceof WithNext ? error.next : undefined;
  return next ?? `write a list of ${keys.join(', ')}`;
}

function listIn(text: string): readonly unknown[] {
  const { value } = readYaml(text);
  if (!Array.isArray(value)) throw new Malformed(`it is no list but ${shown(value)}`);
  return value as readonly unknown[];
}

function about<T>(entry: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new WithNext(
      `${entry}: ${error.message}`,
      error instanceof WithNext ? error.next : undefined,
    );
  }
}

/** One for each that it names: stacks may use a logical id again. */
function acceptedBy(entry: unknown, resources: readonly Resource[]): readonly AcceptedUntil[] {
  if (!isMap(entry)) throw new Malformed(`it is a map, not ${shown(entry)}`);
  const stray = Object.keys(entry).find((key) => !keys.some((each) => each === key));
  if (stray !== undefined)
    throw new WithNext(
      `it has no key '${stray}'`,
      nearest(stray, keys) ?? `there are: ${keys.join(', ')}`,
    );
  const rule = textAt('rule', entry);
  const resource = textAt('resource', entry);
  const reason = textAt('reason', entry);
  const until = entry['until'] === undefined ? {} : { until: dayIn(entry['until']) };
  return pathsOf(resource, resources).map((at) => ({ rule, at, reason, ...until }));
}

/** Construct paths: of the resources with the logical id, else the path itself, with its stack where that is not said. */
function pathsOf(named: string, resources: readonly Resource[]): readonly string[] {
  const isIn = (path: string): boolean => path === named || path.startsWith(`${named}/`);
  const byId = resources.filter(({ stack, logicalId }) =>
    [logicalId, `${stack}/${logicalId}`].includes(named),
  );
  const below = resources.flatMap(({ path }) => {
    const [stack = '', ...rest] = path.split('/');
    return isIn(rest.join('/')) ? [`${stack}/${named}`] : [];
  });
  if (byId.length > 0) return [...new Set(byId.map(({ path }) => path))];
  if (below.length === 0 || resources.some(({ path }) => isIn(path))) return [named];
  return [...new Set(below)];
}

function textAt(key: string, entry: Readonly<Record<string, unknown>>): string {
  const value = entry[key];
  if (value === undefined || value === null) throw new WithNext(`it has no ${key}`);
  if (typeof value !== 'string' || value.trim() === '')
    throw new Malformed(`its ${key} is a text, not ${shown(value)}`);
  return value.trim();
}

/** A day that the calendar has. */
function dayIn(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text))
    throw new WithNext(`its until is no day but ${shown(value)}`, 'write it like 2027-03-31');
  return text;
}
