/** A policy document, and where which faults are found in it. */
import { faultsIn, type FaultId } from '../../../lib/iam/lint/lint.ts';
import type { DocumentKind } from '../../../lib/iam/policy/problems.ts';
import { readDocument } from '../../../lib/iam/policy/read.ts';

export const bucket = 'arn:aws:s3:::notes-a';
export const own = '111111111111';
export const foreign = '222222222222';
export const queue = `arn:aws:sqs:eu-central-1:${own}:orders`;

const known: Readonly<Record<string, readonly string[]>> = {
  s3: ['GetObject', 'PutObject', 'ListBucket', 'ListAllMyBuckets'],
  nope: [],
};

type Told = readonly (readonly [place: string, fault: FaultId])[];

export function found(
  written: unknown,
  kind: DocumentKind = 'identity',
  more: { readonly isLimit?: boolean } = {},
): Told {
  const looking = { kind, accounts: [own], actionsOf: (service: string) => known[service] };
  return faultsIn(readDocument(written, kind), { ...looking, ...more }).map(
    ({ place, fault }) => [place, fault] as const,
  );
}

export function allow(Action: unknown, Resource: unknown, more: object = {}): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, ...more }] };
}

export const deny = (Condition: object): object => allow('*', '*', { Effect: 'Deny', Condition });
export const at = (rest: string): string => `Statement[0].${rest}`;

/** What is wrong, the kind of document, the document, and what is found. */
export type Row = readonly [says: string, kind: DocumentKind, document: unknown, told: Told];
