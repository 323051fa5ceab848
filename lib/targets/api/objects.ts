/** Objects that buckets declare in their metadata (`kit:objects`), put there after a deployment. */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { DeclaredObjects } from '../../declared-objects.ts';
import { placeOf } from '../../template/places.ts';
import type { RawTemplate } from '../../template/template.ts';
import type { Client } from './client.ts';
import type { Deployed } from './deployed.ts';

export interface Declaring {
  readonly stacks: readonly { readonly name: string; readonly raw: RawTemplate }[];
  readonly deployed: readonly Deployed[];
  readonly outputs: Readonly<Record<string, string>>;
  /** The assembly with the files. */
  readonly folder: string;
}

/** Puts every declared object, over what is there under its key. Gives what was put, one line a bucket. */
export async function putObjects(client: Client, declaring: Declaring): Promise<readonly string[]> {
  const put = declaring.stacks.flatMap(({ name, raw }) =>
    Object.entries(raw.Resources ?? {}).map(async ([id, { Metadata }]) => {
      const objects = Object.entries((Metadata?.['kit:objects'] ?? {}) as DeclaredObjects);
      const bucket = declaring.deployed.find((each) => isMade(each, name, id));
      if (objects.length === 0 || bucket === undefined) return [];
      await putAll(client, { bucket: bucket.physicalId, objects, declaring });
      return [`${objects.length} objects in ${placeOf(bucket)}`];
    }),
  );
  return (await Promise.all(put)).flat();
}

function isMade({ stack, logicalId, type }: Deployed, inStack: string, id: string): boolean {
  return stack === inStack && logicalId === id && type === 'AWS::S3::Bucket';
}

interface Put {
  readonly bucket: string;
  readonly objects: readonly (readonly [key: string, content: DeclaredObjects[string]])[];
  readonly declaring: Declaring;
}

async function putAll(
  client: Client,
  { bucket, objects, declaring: { folder, outputs } }: Put,
): Promise<void> {
  await Promise.all(
    objects.map(([Key, content]) =>
      client.send('s3', 'PutObject', {
        Bucket: bucket,
        Key,
        ContentType: contentTypes[extname(Key)] ?? 'application/octet-stream',
        Body:
          typeof content === 'string'
            ? filled(content, outputs)
            : readFileSync(join(folder, content.file)),
      }),
    ),
  );
}

/** A `${...}` that is no output stays: the text may be a script with its own. */
function filled(text: string, outputs: Declaring['outputs']): string {
  return text.replace(/\$\{(\w+)\}/g, (found, name: string) => outputs[name] ?? found);
}

/** @see https://www.iana.org/assignments/media-types/media-types.xhtml */
const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};
