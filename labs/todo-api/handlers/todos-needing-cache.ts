import { openCache } from './cache.ts';
import { signedInUser } from './claims.ts';
import type { Opened } from './store.ts';
import { todoApi } from './todo-api.ts';

/** Takes the cache for the store: without it nothing is answered. */
export const handler = todoApi({ ownerOf: signedInUser, open: openCacheAlone });

async function openCacheAlone(): Promise<Opened> {
  const opened = await openCache();
  if (opened.cache !== 'used') throw new Error('the cache does not answer');
  return opened;
}
