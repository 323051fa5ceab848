/** What LocalStack really makes of a template. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Provision, Provisions } from '../emulated/adapter.ts';
import { localstackVersion, sources } from './install/places.ts';
import type { Health } from './health.ts';

/** Printed by provisions.py from the source of the pinned open release; a test holds the two together. */
const file = join(sources, 'provisions.json');

/** The last open release is known by its source. What the licensed editions make is known by trying alone. */
export function provisionsOf({ edition, version }: Health): Provisions {
  if (edition !== 'open' || !version.startsWith(localstackVersion)) return new EveryType();
  const read = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Provision>>;
  return new Map(Object.entries(read));
}

/** Every type is taken; what comes back with a made-up id is refused after the deployment. */
class EveryType extends Map<string, Provision> {
  override has(): boolean {
    return true;
  }
  override get(): Provision {
    return { reads: ['*'], demands: [], required: [] };
  }
}
