/** Where a text stands in a source file, as a person would click it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

/** `labs/todo-api/experiments.ts:12`, or the file alone where the text is not in it. */
export function sourceLine(file: string, text: string): string {
  const path = join(root, file);
  if (!existsSync(path)) return file;
  const line = readFileSync(path, 'utf8')
    .split('\n')
    .findIndex((each) => each.includes(text));
  return line < 0 ? file : `${file}:${line + 1}`;
}
