/** The policies that have a say in one request, by what they are. Pure data. */
import type { Source } from '../template/template.ts';
import { emptyDocument, type Document } from './policy/statement.ts';

export interface Policy {
  /** What a person calls it: `policy TodosRead`, `bucket policy of Site`. */
  readonly name: string;
  readonly document: Document;
  /** Where it is written. */
  readonly source?: { readonly logicalId: string; readonly at?: Source };
  /** Of one that is kept elsewhere, its document empty: what would have to be known. */
  readonly elsewhere?: { readonly needs: string; readonly mayDeny: boolean };
}

/** A policy of which it is not known what it says. @param needs what would have to be known */
export function policyElsewhere(needs: string, mayDeny = true): Policy {
  return { name: needs, document: emptyDocument, elsewhere: { needs, mayDeny } };
}

/** Is it known what the policy says? Not of one that is kept elsewhere, nor of one that cannot be read. */
export function isKnown({ elsewhere, document }: Policy): boolean {
  return elsewhere === undefined && !document.problems.some(({ isRefused }) => isRefused);
}

export interface Policies {
  /** Of the caller and of the groups that it is in. */
  readonly identity?: readonly Policy[];
  /** Of the resource; of a role that is to be assumed its trust policy. */
  readonly resource?: readonly Policy[];
  readonly boundary?: Policy;
  readonly session?: readonly Policy[];
  /** Service control policies of the caller's account, by level from the root: each level has to allow. */
  readonly scps?: readonly (readonly Policy[])[];
  /** Resource control policies of the resource's account, by level. */
  readonly rcps?: readonly (readonly Policy[])[];
  /** Of the VPC endpoint that the request comes through. */
  readonly endpoint?: Policy;
}

/** By the name that answers call them; a document is data, or the JSON text of it. */
export type DocumentsByName = Readonly<Record<string, unknown>>;

/** Policies that come with a question, because they are in no template. */
export interface Documents {
  readonly identity?: DocumentsByName;
  readonly resource?: DocumentsByName;
  /** One, instead of the caller's own. */
  readonly boundary?: DocumentsByName;
  readonly session?: DocumentsByName;
  /** By level from the root. */
  readonly scps?: readonly DocumentsByName[];
  readonly rcps?: readonly DocumentsByName[];
}

/** In the order in which they are asked after denies. */
export const layers = [
  'rcps',
  'scps',
  'endpoint',
  'resource',
  'identity',
  'boundary',
  'session',
] as const;
export type Layer = (typeof layers)[number];

export const layerInWords: Readonly<Record<Layer, string>> = {
  rcps: 'resource control policies',
  scps: 'service control policies',
  endpoint: 'the policy of the VPC endpoint',
  resource: "the resource's policy",
  identity: "the caller's policies",
  boundary: 'the permissions boundary',
  session: 'the session policies',
};
