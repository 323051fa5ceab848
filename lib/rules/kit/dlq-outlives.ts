/** A dead-letter queue that forgets as soon as its source, or sooner. */
import { deadLetterTarget, isFifo, queuesIn, secondsOf } from '../queues.ts';
import { finderOf } from '../references.ts';
import type { Rule } from '../rule.ts';
import type { Resource } from '../../template/template.ts';

/** 4 days. */
const defaultRetentionSeconds = 345_600;

export const dlqOutlives: Rule = {
  id: 'kit/dlq-outlives',
  says: 'keeps dead letters no longer than their source queue keeps messages',
  because:
    'A message of a standard queue keeps the time of its first sending: what it spent in the source is taken from its time in the dead-letter queue.',
  source:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    const queues = queuesIn(resources);
    // In a FIFO queue the clock starts again when a message dies.
    const sources = queues.filter((each) => !isFifo(each));
    return queues.filter((dead) =>
      sources.some(
        (source) => find(deadLetterTarget(source), source) === dead && !outlives(dead, source),
      ),
    );
  },
};

/** Also where it is not known. */
function outlives(dead: Resource, source: Resource): boolean {
  const [kept, before] = [dead, source].map((queue) =>
    secondsOf(queue, 'MessageRetentionPeriod', defaultRetentionSeconds),
  );
  return kept === undefined || before === undefined || kept > before;
}
