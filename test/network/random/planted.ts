/** A copy of `lib/network` with one line changed: the engines as they would be with that bug. */
import type { ask } from '../../../lib/network/ask/ask.ts';
import type { withGuests } from '../../../lib/network/ask/guests.ts';
import type { findPlace } from '../../../lib/network/ask/places.ts';
import type { networkOf } from '../../../lib/network/build/build.ts';
import { plantedIn, type Plant } from '../../support/planted.ts';
import type { Engines } from './compare.ts';

export interface Library extends Engines {
  readonly ask: typeof ask;
  readonly withGuests: typeof withGuests;
  readonly findPlace: typeof findPlace;
  readonly networkOf: typeof networkOf;
}

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
  return (await plantedIn({ name: 'network', entry }, plant)) as Library;
}
