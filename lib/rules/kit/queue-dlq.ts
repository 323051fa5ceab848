/** A queue whose messages come back until they expire. */
import { deadLetterQueues, deadLetterTarget, queuesIn } from '../queues.ts';
import type { Rule } from '../rule.ts';

export const queueDlq: Rule = {
  id: 'kit/queue-dlq',
  says: 'has no dead-letter queue, and is none',
  because:
    'A message that no consumer can work off comes back again and again, in the way of the others, and is gone when its retention ends.',
  source:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  breaches({ resources }) {
    const dead = deadLetterQueues(resources);
    return queuesIn(resources).filter(
      (queue) => deadLetterTarget(queue) === undefined && !dead.has(queue),
    );
  },
};
