/** Where LocalStack lives in the kit's own folder, and what is pinned of it. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { made, root } from '../../../root.ts';

export const sources = join(root, 'lib/targets/localstack');
/** Every package and every jar with its hash. */
export const pins = join(sources, 'install/pins');
/** Everything of the target `localstack` on this machine. */
export const home = join(made, 'localstack');

/** The last release with an open licence. */
export const localstackVersion =
  /^localstack-core==(\S+)/m.exec(readFileSync(join(pins, 'requirements.txt'), 'utf8'))?.[1] ??
  'unknown';

/** Named after what is in it: another pin is another folder. */
export const installation = join(home, `open-${localstackVersion}-${digest()}`);
/** A Python of the kit's own, where the machine has none that LocalStack takes. */
export const ownPython = join(home, 'python-3.13');

export const places = placesIn(installation);

export interface Places {
  readonly venv: string;
  readonly python: string;
  /** What LocalStack would download by itself: `dynamodb-local`, `jsonata`, `kinesis-local`. */
  readonly lib: string;
  /** Written last: it is whole. */
  readonly mark: string;
}

export function placesIn(folder: string): Places {
  const venv = join(folder, 'venv');
  return {
    venv,
    python: join(venv, 'bin', 'python'),
    lib: join(folder, 'lib'),
    mark: join(folder, 'installed.json'),
  };
}

function digest(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(pins).sort()) hash.update(readFileSync(join(pins, name)));
  return hash.digest('hex').slice(0, 8);
}
