/** Labs with an API to call, told by their manifest: the others have nothing that an emulator of APIs could show. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labIds } from '../../lib/catalog.ts';
import { root } from '../../lib/root.ts';

/** While tests are collected nothing can be awaited: the manifest is read as text. */
export const apiLabs: readonly string[] = labIds().filter((id) =>
  /services: \[[^\]]*'API Gateway'/.test(readFileSync(join(root, 'labs', id, 'lab.ts'), 'utf8')),
);
