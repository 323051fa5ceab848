/** Policies that are in no template, as a question carries them along. */
import type { PermissionRequest } from '../../../lib/capabilities.ts';
import { textOf } from '../files.ts';

export type Documents = NonNullable<PermissionRequest['documents']>;

/** A file of `policies/`, or a document written out. */
export type Written = string | Readonly<Record<string, unknown>>;

/** By kind of policy; those of the organization by level from the root. */
export interface Layers {
  readonly identity?: readonly Written[];
  readonly resource?: readonly Written[];
  readonly boundary?: readonly Written[];
  readonly session?: readonly Written[];
  readonly scps?: readonly (readonly Written[])[];
  readonly rcps?: readonly (readonly Written[])[];
}

/** Each is called by its kind and its file, or its number: `boundary table/silent.json`, `resource 1`. */
export function documentsOf(layers: Layers): Documents {
  return Object.fromEntries(
    Object.entries(layers).map(([layer, given]: [string, readonly unknown[]]) => [
      layer,
      layer === 'scps' || layer === 'rcps'
        ? given.map((level) => byName(layer, level as readonly Written[]))
        : byName(layer, given as readonly Written[]),
    ]),
  );
}

function byName(layer: string, given: readonly Written[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    given.map((each, at) =>
      typeof each === 'string'
        ? [`${layer} ${each}`, documentIn(each)]
        : [`${layer} ${at + 1}`, each],
    ),
  );
}

/** As data where it parses; the buckets by their places, whatever they are called here. */
export function documentIn(file: string): unknown {
  const text = textOf(`policies/${file}`)
    .replaceAll('arn:aws:s3:::notes-a', '${NotesA.Arn}')
    .replaceAll('arn:aws:s3:::shared-b', '${SharedB.Arn}');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
