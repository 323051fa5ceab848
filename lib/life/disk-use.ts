/** What the kit made and installed, and how much disk it takes. */
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lives, made, root, shown } from '../root.ts';

export interface DiskUse {
  readonly what: string;
  readonly path: string;
  readonly megabytes: number;
}

const known: readonly (readonly [path: string, what: string])[] = [
  [join(root, 'node_modules'), 'Node packages'],
  [join(made, 'emulator'), "the emulator's environment"],
  [join(made, 'localstack'), 'LocalStack'],
  [join(made, 'assemblies'), 'synthesized labs, kept to be fast'],
  [join(made, 'judged'), 'what rule engines said, kept to be fast'],
  [join(made, 'handlers'), 'bundled handlers'],
  [join(made, 'js'), "the kit's own JavaScript"],
  [join(lives, 'run'), 'what is up now'],
  [join(root, 'cdk.out'), 'what plain cdk synthesized'],
];

export function diskUse(): readonly DiskUse[] {
  return known
    .filter(([path]) => existsSync(path))
    .map(([path, what]) => ({
      what,
      path: shown(path),
      megabytes: Math.round(bytesBelow(path) / 1e6),
    }));
}

function bytesBelow(path: string): number {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name)), 0);
}
