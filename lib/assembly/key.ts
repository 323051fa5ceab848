/** The key under which an assembly is kept: made of everything that could change it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

/** Hex, the same for the same lab folder, `lib/`, lock file, flags and options. */
export function assemblyKey(lab: string, options: unknown): string {
  // An assembly notes the lines that made it, by their whole paths.
  const hash = createHash('sha256').update(`${root}\0`);
  for (const file of [
    'package-lock.json',
    'cdk.json',
    ...sources('lib'),
    ...sources(`labs/${lab}`),
  ])
    hash.update(`${file}\0`).update(contentOf(file));
  return hash.update(JSON.stringify(options)).digest('hex').slice(0, 24);
}

/** Files that a synthesis may read; tests, snapshots and prose change no template. */
function sources(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[a-z]+$/.test(name) && !/\.test\.ts$|\.md$|\.snap$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function contentOf(file: string): Buffer {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
}
