import { signedInUser } from './claims.ts';
import { openTable } from './store.ts';
import { todoApi } from './todo-api.ts';

/** The owner is who the token says, whatever the body says. */
export const handler = todoApi({ ownerOf: signedInUser, open: openTable });
