import { bookkeeper } from './entries.ts';

/** In order for each account; an entry that is sent again is the same entry. */
export const handler = bookkeeper({
  groupOf: ({ account }) => account,
  deduplicationOf: ({ entryId }) => entryId,
});
