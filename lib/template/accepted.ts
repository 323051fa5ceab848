/** What an assembly notes of its constructs: which findings somebody accepted on which of them, and why. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readWritten } from './source.ts';
import { isMap, textOf } from './values.ts';

export interface Accepted {
  /** As the pack has it: `AwsSolutions-APIG3`, `AwsSolutions-IAM5[Resource::*]`, `kit/cache-nodes`. */
  readonly rule: string;
  /** Path of the construct: it and what is below it. */
  readonly at: string;
  readonly reason: string;
}

/**
 * @param path an assembly that was opened; of a template alone nothing is noted
 * @throws BadTemplate
 */
export function acceptedIn(path: string): readonly Accepted[] {
  return statSync(path).isDirectory() ? acceptedBelow(path) : [];
}

function acceptedBelow(folder: string): readonly Accepted[] {
  const { artifacts } = readWritten(join(folder, 'manifest.json')).value;
  return Object.values(mapOf(artifacts)).flatMap((each) => acceptedBy(mapOf(each), folder));
}

function acceptedBy(artifact: Map, folder: string): readonly Accepted[] {
  const { type, metadata, additionalMetadataFile, properties } = artifact;
  if (type === 'cdk:cloud-assembly')
    return acceptedBelow(join(folder, textOf(mapOf(properties)['directoryName'])));
  const notes = { ...mapOf(metadata), ...notesBeside(folder, additionalMetadataFile) };
  return Object.entries(notes).flatMap(([path, entries]) =>
    [entries].flat().flatMap((each) => acceptedAt(path.replace(/^\//, ''), mapOf(each))),
  );
}

function notesBeside(folder: string, file: unknown): Map {
  return typeof file === 'string' && existsSync(join(folder, file))
    ? readWritten(join(folder, file)).value
    : {};
}

/** `Kit::kit/queue-dlq` -> `kit/queue-dlq`: the pack says its name twice. */
function acceptedAt(at: string, { type, data }: Map): readonly Accepted[] {
  if (type !== 'aws:cdk:acknowledged-rules') return [];
  return Object.entries(mapOf(data)).map(([id, reason]) => ({
    ...{ rule: id.replace(/^[A-Za-z-]+::/, ''), at },
    reason: textOf(reason),
  }));
}

type Map = Readonly<Record<string, unknown>>;

function mapOf(value: unknown): Map {
  return isMap(value) ? value : {};
}
