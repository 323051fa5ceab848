/** Where the kit lives on disk. Transpiled modules run from `.lab/js/`, sources and tests from the root itself. */
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const own = dirname(import.meta.dirname);

/** The kit's folder: the one with `package.json`, `lib/` and `labs/`. */
export const root = own.endsWith(join('.lab', 'js')) ? dirname(dirname(own)) : own;

/** Everything that the kit makes for itself lives here, is ignored by git and removed by `lab clean`. */
export const made = join(root, '.lab');

/** Where the states of labs that are up are kept; tests keep theirs apart from a person's. */
export const lives = process.env['LAB_LIVES'] ?? made;

/** The folder of the labs as code that this process can import, and the suffix of a module in it. */
export const labModules = join(own, 'labs');
export const moduleSuffix = own === root ? '.ts' : '.js';

/** The source file behind a module's neighbour, such as `new URL('./handlers/todos.ts', import.meta.url)`. */
export function sourceFile(url: URL): string {
  return join(root, relative(own, fileURLToPath(url)));
}

/** A path as a person would type it from the kit's folder. */
export function shown(path: string): string {
  return relative(root, path).split(sep).join('/');
}
