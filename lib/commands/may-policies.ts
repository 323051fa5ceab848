/** `--policy KIND=FILE`: policies that no template shows, of a session, of an organization. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { KitError, messageOf } from '../errors.ts';
import { whyOf } from '../template/malformed.ts';
import type { Documents, DocumentsByName } from '../iam/policies.ts';
import type { DocumentKind } from '../iam/policy/problems.ts';
import { readDocument } from '../iam/policy/read.ts';

const kinds = ['identity', 'resource', 'boundary', 'session', 'scp', 'rcp'] as const;
type Kind = (typeof kinds)[number];

const example = 'such as --policy session=session.json';

/** Each option of an SCP or an RCP is a level of its own, from the root. @throws BadOption */
export function documentsOf(given: readonly string[]): Documents {
  const all = given.map(documentIn);
  const of = (kind: Kind): readonly DocumentsByName[] =>
    all.filter((each) => each.kind === kind).map(({ documents }) => documents);
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
  readonly documents: DocumentsByName;
}

/** Several files of one kind stand at one level. */
function documentIn(pair: string): Given {
  const [, kind = '', files = ''] = /^([^=]*)=(.+)$/s.exec(pair) ?? [];
  if (!isKind(kind))
    throw new KitError('BadOption', `--policy ${pair} is no KIND=FILE`, {
      next: `${example}; there are: ${kinds.join(', ')}`,
    });
  const named = files.split(',').map((file) => [file, policyIn(file, kind)]);
  return { kind, documents: Object.fromEntries(named) as DocumentsByName };
}

/** JSON as AWS takes it; YAML as templates have it. */
function policyIn(file: string, kind: Kind): unknown {
  const text = textOf(file);
  const document = /^\s*[[{]/.test(text) ? text : parsed(text, file);
  const problem = readDocument(document, kindOf(kind)).problems.find(({ isRefused }) => isRefused);
  if (problem === undefined) return document;
  throw notOne(file, `${problem.place === '' ? '' : `${problem.place}: `}${problem.says}`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new KitError('BadOption', `${file}: ${whyOf(error)}`, { next: example });
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw notOne(file, messageOf(error));
  }
}

function kindOf(kind: Kind): DocumentKind {
  return kind === 'resource' || kind === 'rcp' ? kind : 'identity';
}

function notOne(file: string, why: string): KitError {
  return new KitError('BadOption', `AWS takes no such policy as ${file}: ${why}`, {
    next: example,
  });
}

function isKind(text: string): text is Kind {
  return kinds.some((each) => each === text);
}

function oneOf(boundaries: readonly DocumentsByName[]): readonly DocumentsByName[] {
  if (boundaries.flatMap((each) => Object.keys(each)).length <= 1) return boundaries;
  throw new KitError('BadOption', 'a caller has one boundary, not several', { next: example });
}

function together(kind: keyof Documents, all: readonly DocumentsByName[]): Documents {
  return all.length === 0 ? {} : { [kind]: Object.assign({}, ...all) as DocumentsByName };
}

function leveled(kind: 'scps' | 'rcps', levels: readonly DocumentsByName[]): Documents {
  return levels.length === 0 ? {} : { [kind]: levels };
}
