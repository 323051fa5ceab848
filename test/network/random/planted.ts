/** A copy of `lib/network` with one line changed, bundled in memory and loaded: the engines as they would be with that bug. */
import { build, type Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runInThisContext } from 'node:vm';
import type { ask } from '../../../lib/network/ask/ask.ts';
import type { withGuests } from '../../../lib/network/ask/guests.ts';
import type { findPlace } from '../../../lib/network/ask/places.ts';
import type { networkOf } from '../../../lib/network/build/build.ts';
import type { Engines } from './compare.ts';

export interface Plant {
  /** The bug. */
  readonly says: string;
  /** Below lib/network. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly from: string;
  readonly to: string;
}

export interface Library extends Engines {
  readonly ask: typeof ask;
  readonly withGuests: typeof withGuests;
  readonly findPlace: typeof findPlace;
  readonly networkOf: typeof networkOf;
}

const folder = join(import.meta.dirname, '../../../lib/network');

const entry = `
export { walk } from './walk/walk.ts';
export { judge, outcomeFor } from './sets/judge.ts';
export { answer } from './sets/answer.ts';
export { ask } from './ask/ask.ts';
export { withGuests } from './ask/guests.ts';
export { findPlace } from './ask/places.ts';
export { networkOf } from './build/build.ts';
`;

/** @throws where the plant is stale: the line that it changes is not there, or twice */
export async function planted(plant: Plant): Promise<Library> {
  const text = changed(plant);
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: folder, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    plugins: [inPlaceOf(plant.file, text)],
  });
  return loaded(outputFiles[0]?.text ?? '');
}

/** The bundle is one file that needs no other. */
function loaded(text: string): Library {
  const module = { exports: {} };
  const run = runInThisContext(`(function (module, exports) {${text}\n})`) as (
    module: object,
    exports: object,
  ) => void;
  run(module, module.exports);
  return module.exports as Library;
}

function changed({ file, from, to, says }: Plant): string {
  const parts = readFileSync(join(folder, file), 'utf8').split(from);
  if (parts.length !== 2)
    throw new Error(`'${says}' is stale: lib/network/${file} has ${parts.length - 1} of ${from}`);
  return parts.join(to);
}

function inPlaceOf(file: string, contents: string): Plugin {
  return {
    name: 'planted',
    setup: (bundle) => {
      bundle.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        relative(folder, path) === file ? { contents, loader: 'ts' } : undefined,
      );
    },
  };
}
