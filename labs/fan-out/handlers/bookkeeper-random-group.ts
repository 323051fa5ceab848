import { randomUUID } from 'node:crypto';
import { bookkeeper } from './entries.ts';

/** A group of its own for every entry: so none waits for another. */
export const handler = bookkeeper({
  groupOf: () => randomUUID(),
  deduplicationOf: ({ entryId }) => entryId,
});
