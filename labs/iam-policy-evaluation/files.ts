/** The files beside the code: the policies, and the cases. */
import { readFileSync } from 'node:fs';
import { sourceFile } from '../../lib/root.ts';

/** The text of `policies/developers.json`. */
export function textOf(file: string): string {
  return readFileSync(sourceFile(new URL(`./${file}`, import.meta.url)), 'utf8');
}
