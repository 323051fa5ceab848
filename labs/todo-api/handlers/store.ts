/** Where items are: the table itself. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

export type Store = Pick<DynamoDBDocument, 'query' | 'get' | 'put' | 'update' | 'delete'>;

/** What a run reads and writes through, and what its log line says of that. */
export interface Opened {
  readonly store: Store;
  readonly cache?: 'none' | 'unreachable' | 'used';
}

export const table: Store = DynamoDBDocument.from(new DynamoDBClient());

export function openTable(): Promise<Opened> {
  return Promise.resolve({ store: table });
}
