/** The code blocks of a page that have a title. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/root.ts';

export interface CodeBlock {
  readonly title: string;
  readonly text: string;
}

export function codeBlocks(page: string): readonly CodeBlock[] {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  const blocks = text.matchAll(/^```\w+ title=(\S+)\n(.*?)^```$/gms);
  return [...blocks].map(([, title = '', code = '']) => ({ title, text: code }));
}
