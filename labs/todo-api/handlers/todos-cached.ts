import { openCache } from './cache.ts';
import { signedInUser } from './claims.ts';
import { todoApi } from './todo-api.ts';

/** As todos.ts, but reading and writing through the cache. */
export const handler = todoApi({ ownerOf: signedInUser, open: openCache });
