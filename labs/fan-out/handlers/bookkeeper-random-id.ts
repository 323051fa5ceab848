import { randomUUID } from 'node:crypto';
import { bookkeeper } from './entries.ts';

/** A new deduplication id for every attempt. */
export const handler = bookkeeper({
  groupOf: ({ account }) => account,
  deduplicationOf: () => randomUUID(),
});
