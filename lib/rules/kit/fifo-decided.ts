/** A FIFO queue or topic that leaves to defaults what counts as the same, and how fast it is. */
import { deadLetterQueues, isFifo } from '../queues.ts';
import type { Rule } from '../rule.ts';

const decisions: Readonly<Record<string, readonly string[]>> = {
  'AWS::SQS::Queue': ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
  'AWS::SNS::Topic': ['ContentBasedDeduplication', 'FifoThroughputScope'],
};

export const fifoDecided: Rule = {
  id: 'kit/fifo-decided',
  says: 'is FIFO and leaves deduplication, its scope or the throughput limit to defaults',
  because:
    'Whether two messages are the same, within what, and how many a second go through are decided together: by default the whole queue is one scope with the low limit.',
  source:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html',
  breaches({ resources }) {
    // Nobody sends to a dead-letter queue: there is nothing to tell apart.
    const dead = deadLetterQueues(resources);
    return resources.filter(
      (each) =>
        isFifo(each) &&
        !dead.has(each) &&
        (decisions[each.type] ?? []).some((name) => each.properties[name] === undefined),
    );
  },
};
