/** A copy of a room of `lib` with one line changed, bundled in memory and loaded: the room as it would be with that bug. */
import { build, type Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { runInThisContext } from 'node:vm';

export interface Plant {
  /** The bug. */
  readonly says: string;
  /** Below the room. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly from: string;
  readonly to: string;
}

export interface Room {
  /** Below `lib`. */
  readonly name: string;
  /** Exports what the tests call. */
  readonly entry: string;
}

const lib = join(import.meta.dirname, '../../lib');

/** @throws where the plant is stale: the line that it changes is not there, or twice */
export async function plantedIn({ name, entry }: Room, plant: Plant): Promise<object> {
  const folder = join(lib, name);
  const text = changed(folder, plant);
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: folder, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    plugins: [inPlaceOf(join(folder, plant.file), text)],
  });
  return loaded(outputFiles[0]?.text ?? '');
}

/** The bundle is one file that needs no other, but what Node has. */
function loaded(text: string): object {
  const module = { exports: {} };
  const run = runInThisContext(`(function (module, exports, require) {${text}\n})`) as (
    module: object,
    exports: object,
    require: NodeJS.Require,
  ) => void;
  run(module, module.exports, createRequire(import.meta.url));
  return module.exports;
}

function changed(folder: string, { file, from, to, says }: Plant): string {
  const path = join(folder, file);
  const parts = readFileSync(path, 'utf8').split(from);
  if (parts.length === 2) return parts.join(to);
  const where = relative(lib, path);
  throw new Error(`'${says}' is stale: lib/${where} has ${parts.length - 1} of ${from}`);
}

function inPlaceOf(file: string, contents: string): Plugin {
  return {
    name: 'planted',
    setup: (bundle) => {
      bundle.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        path === file ? { contents, loader: 'ts' } : undefined,
      );
    },
  };
}
