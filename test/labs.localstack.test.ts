/** Every lab on LocalStack, as far as it goes: what it lacks is left out by name, what cannot be judged is unverified. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labIds } from '../lib/catalog.ts';
import { root } from '../lib/root.ts';
import { describeLabsOn } from './support/labs-on.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The last cell of the lab's row in the README's table of LocalStack. */
function publishedOf(id: string): string {
  const row = readme.split('\n').find((line) => line.startsWith(`| ${id} `));
  return row?.split('|').at(-2)?.trim() ?? '';
}

describeLabsOn('localstack', labIds(), { published: publishedOf });
