/** A message may come twice, and its job is done once: check 15. */
import type { Properties } from '../../../lib/capabilities.ts';
import { at } from '../../../lib/checks/facts.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { failed, held } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { run } from './functions.ts';
import { newMark } from './queue.ts';

export const standardMayRepeat: Check<Stage> = {
  id: 'standard-may-repeat',
  says: 'Given the same recorded message twice, the consumer changes its table once',
  ways: [
    by(['sdk'], async ({ sdk }) => {
      const jobId = `${newMark()} job`;
      // That SQS itself repeats cannot be forced.
      const recorded = [{ Body: jobId, ReceiptHandle: 'recorded' }];
      const row: Properties = { TableName: '${Done}', Key: { jobId: { S: jobId } } };
      const runs = [
        await run(sdk, 'Consumer', { recorded }),
        await run(sdk, 'Consumer', { recorded }),
      ];
      const broken = runs.find(({ error }) => error !== undefined);
      if (broken?.error !== undefined) return failed(broken.error);
      const found = await sdk('dynamodb', 'GetItem', { ...row, ConsistentRead: true });
      await sdk('dynamodb', 'DeleteItem', row);
      const times = at(found, 'Item.times.N') as string | undefined;
      return times === '1'
        ? held('a recorded message, given twice, changes the table once')
        : failed(`a recorded message, given twice, changes the table ${times ?? 'no'} times`);
    }),
  ],
};
