import type { APIGatewayProxyEvent } from 'aws-lambda';
import { signedInUser } from './claims.ts';
import { openTable } from './store.ts';
import { todoApi } from './todo-api.ts';

/** The page knows who is signed in and sends it along as `owner`, so that is whose list it is. */
function ownerOf(event: APIGatewayProxyEvent): string | undefined {
  const { owner } = JSON.parse(event.body ?? '{}') as { readonly owner?: string };
  return owner ?? signedInUser(event);
}

export const handler = todoApi({ ownerOf, open: openTable });
