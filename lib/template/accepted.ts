/** What an assembly notes of its constructs: which findings somebody accepted on which of them, and why. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, textOf } from './values.ts';

export interface Accepted {
  /** As the pack has it: `AwsSolutions-APIG3`, `AwsSolutions-IAM5[Resource::*]`, `kit/cache-nodes`. */
  readonly rule: string;
  /** Path of the construct: it and what is below it. */
  readonly at: string;
  readonly reason: string;
}

/** @param folder an assembly; of a template alone nothing is noted */
export function acceptedIn(folder: string): readonly Accepted[] {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(folder) || !statSync(folder).isDirectory() || !existsSync(manifest)) return [];
  const { artifacts } = mapIn(manifest);
  return Object.values(mapOf(artifacts)).flatMap((each) => acceptedBy(mapOf(each), folder));
}

function acceptedBy(artifact: Map, folder: string): readonly Accepted[] {
  const { type, metadata, additionalMetadataFile, properties } = artifact;
  if (type === 'cdk:cloud-assembly')
    return acceptedIn(join(folder, textOf(mapOf(properties)['directoryName'])));
  const notes = { ...mapOf(metadata), ...notesBeside(folder, additionalMetadataFile) };
  return Object.entries(notes).flatMap(([path, entries]) =>
    [entries].flat().flatMap((each) => acceptedAt(path.replace(/^\//, ''), mapOf(each))),
  );
}

function notesBeside(folder: string, file: unknown): Map {
  return typeof file === 'string' && existsSync(join(folder, file))
    ? mapIn(join(folder, file))
    : {};
}

/** `Kit::kit/queue-dlq` -> `kit/queue-dlq`: the pack says its name twice. */
function acceptedAt(at: string, { type, data }: Map): readonly Accepted[] {
  if (type !== 'aws:cdk:acknowledged-rules') return [];
  return Object.entries(mapOf(data)).map(([id, reason]) => ({
    ...{ rule: id.replace(/^[A-Za-z]+::/, ''), at },
    reason: textOf(reason),
  }));
}

type Map = Readonly<Record<string, unknown>>;

function mapIn(file: string): Map {
  return mapOf(JSON.parse(readFileSync(file, 'utf8')) as unknown);
}

function mapOf(value: unknown): Map {
  return isMap(value) ? value : {};
}
