/** The cases of `cases.json`: who asks for what, and what AWS's pages say comes of it. */
import type { PermissionRequest } from '../../../lib/capabilities.ts';
import { textOf } from '../files.ts';
import { documentsOf, type Layers } from './documents.ts';

export interface Expected {
  readonly decision: 'allowed' | 'explicit deny' | 'implicit deny';
  /** What decides, by file, by the name it has in the answer or by kind; of several either may be named. */
  readonly policy: string | readonly string[];
  readonly sid?: string;
}

export interface Case {
  readonly id: string;
  readonly asked: PermissionRequest;
  readonly expect: Expected;
  /** Policies that are in no template have a say in it. */
  readonly layers: Layers;
  /** May also be tried by a call. */
  readonly isReal: boolean;
}

/** What a group of cases has in common, each case may say for itself. */
interface Written {
  readonly id: string;
  readonly who?: string;
  readonly action?: string;
  readonly on?: string;
  readonly context?: PermissionRequest['context'];
  readonly documents?: Layers;
  /** Of a table: the kinds of policies that allow it. The others are there and say nothing of it. */
  readonly allows?: readonly string[];
  readonly expect: Expected;
  readonly real?: true;
}

interface Group extends Omit<Written, 'id' | 'expect' | 'allows' | 'real'> {
  readonly about: string;
  readonly page: string;
  /** By kind of policy: the file that allows it and the one that does not. */
  readonly table?: Readonly<Record<string, readonly [string, string]>>;
  readonly cases: readonly Written[];
}

interface Book {
  /** What a request carries unless its case says something else. */
  readonly usual: NonNullable<PermissionRequest['context']>;
  readonly groups: readonly Group[];
}

const book = JSON.parse(textOf('cases.json')) as Book;

export const cases: readonly Case[] = book.groups.flatMap((group) =>
  group.cases.map((written) => caseOf(group, written)),
);

/** As somebody at their desk, signed in with MFA, would ask. */
export function asUsual(request: PermissionRequest): PermissionRequest {
  return { ...request, context: { ...book.usual, ...request.context } };
}

function caseOf(group: Group, written: Written): Case {
  const { who = '', action = '', on = '', context = {} } = { ...group, ...written };
  const layers = written.documents ?? rowOf(group.table ?? {}, written.allows ?? []);
  const documents = documentsOf(layers);
  return {
    id: written.id,
    asked: asUsual({ who, action, on, context, documents }),
    expect: written.expect,
    layers,
    isReal: written.real === true,
  };
}

function rowOf(table: NonNullable<Group['table']>, allows: readonly string[]): Layers {
  return Object.fromEntries(
    Object.entries(table).map(([layer, [allowing, silent]]) => {
      const file = allows.includes(layer) ? allowing : silent;
      return [layer, layer === 'scps' || layer === 'rcps' ? [[file]] : [file]];
    }),
  );
}
