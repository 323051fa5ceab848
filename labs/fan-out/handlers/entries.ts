import type { Entry } from './order.ts';
import { publish } from './publish.ts';

export interface Keeping {
  readonly groupOf: (entry: Entry) => string;
  readonly deduplicationOf: (entry: Entry) => string;
}

/** A function that publishes entries to the ledger. */
export function bookkeeper({ groupOf, deduplicationOf }: Keeping) {
  return async ({ entries }: { readonly entries: readonly Entry[] }): Promise<void> => {
    // One after the other: the order in a group is the order in which SNS gets them.
    for (const entry of entries)
      await publish({
        TopicArn: process.env['LEDGER'],
        Message: JSON.stringify(entry),
        MessageGroupId: groupOf(entry),
        MessageDeduplicationId: deduplicationOf(entry),
      });
  };
}
