/** What an assembly notes of its constructs: one type and value after the other, by construct path. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readWritten } from './source.ts';
import { isMap, textOf } from './values.ts';

export interface Note {
  /** `Stack/Api/Resource` */
  readonly at: string;
  /** `aws:cdk:creationStack` */
  readonly type: unknown;
  readonly data: unknown;
}

/**
 * @param folder an assembly that was opened
 * @throws BadTemplate
 */
export function notesIn(folder: string): readonly Note[] {
  const { artifacts } = readWritten(join(folder, 'manifest.json')).value;
  return Object.values(mapOf(artifacts)).flatMap((each) => notesOf(mapOf(each), folder));
}

function notesOf(artifact: Map, folder: string): readonly Note[] {
  const { type, metadata, additionalMetadataFile, properties } = artifact;
  if (type === 'cdk:cloud-assembly')
    return notesIn(join(folder, textOf(mapOf(properties)['directoryName'])));
  const notes = { ...mapOf(metadata), ...notesBeside(folder, additionalMetadataFile) };
  return Object.entries(notes).flatMap(([path, entries]) =>
    [entries].flat().map((each) => {
      const { type, data } = mapOf(each);
      return { at: path.replace(/^\//, ''), type, data };
    }),
  );
}

function notesBeside(folder: string, file: unknown): Map {
  return typeof file === 'string' && existsSync(join(folder, file))
    ? readWritten(join(folder, file)).value
    : {};
}

type Map = Readonly<Record<string, unknown>>;

function mapOf(value: unknown): Map {
  return isMap(value) ? value : {};
}
