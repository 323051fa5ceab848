/** `--policy KIND=FILE`: policies that no template shows, of a session, of an organization. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { KitError, messageOf } from '../errors.ts';
import type { Documents, DocumentsByName } from '../iam/policies.ts';

const kinds = ['identity', 'resource', 'boundary', 'session', 'scp', 'rcp'] as const;
type Kind = (typeof kinds)[number];

const example = 'such as --policy session=session.json';

/** Each SCP and each RCP is a level of its own, from the root. @throws BadOption */
export function documentsOf(given: readonly string[]): Documents {
  const all = given.map(documentIn);
  const of = (kind: Kind): readonly DocumentsByName[] =>
    all.filter((each) => each.kind === kind).map(({ name, document }) => ({ [name]: document }));
  return {
    ...together('identity', of('identity')),
    ...together('resource', of('resource')),
    ...together('boundary', oneOf(of('boundary'))),
    ...together('session', of('session')),
    ...leveled('scps', of('scp')),
    ...leveled('rcps', of('rcp')),
  };
}

interface Given {
  readonly kind: Kind;
  readonly name: string;
  readonly document: unknown;
}

function documentIn(pair: string): Given {
  const [, kind = '', file = ''] = /^([^=]*)=(.+)$/s.exec(pair) ?? [];
  if (!isKind(kind))
    throw new KitError('BadOption', `--policy ${pair} is no KIND=FILE`, {
      next: `${example}; there are: ${kinds.join(', ')}`,
    });
  try {
    return { kind, name: file, document: parse(readFileSync(file, 'utf8')) as unknown };
  } catch (error) {
    throw new KitError('BadOption', `${file} is no policy: ${messageOf(error)}`, { next: example });
  }
}

function isKind(text: string): text is Kind {
  return kinds.some((each) => each === text);
}

function oneOf(boundaries: readonly DocumentsByName[]): readonly DocumentsByName[] {
  if (boundaries.length <= 1) return boundaries;
  throw new KitError('BadOption', 'a caller has one boundary, not several', { next: example });
}

function together(kind: keyof Documents, all: readonly DocumentsByName[]): Documents {
  return all.length === 0 ? {} : { [kind]: Object.assign({}, ...all) as DocumentsByName };
}

function leveled(kind: 'scps' | 'rcps', levels: readonly DocumentsByName[]): Documents {
  return levels.length === 0 ? {} : { [kind]: levels };
}
