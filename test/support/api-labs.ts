/** Labs with something to call, told by their manifest: what runs on instances alone is no emulator's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labIds } from '../../lib/catalog.ts';
import { root } from '../../lib/root.ts';

/** While tests are collected nothing can be awaited: the manifest is read as text. */
export const apiLabs: readonly string[] = labIds().filter(
  (id) => !/services: \[[^\]]*'EC2'/.test(readFileSync(join(root, 'labs', id, 'lab.ts'), 'utf8')),
);
