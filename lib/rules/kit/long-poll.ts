/** A queue that answers at once when it is empty. */
import { deadLetterQueues, polledByAws, queuesIn, secondsOf } from '../queues.ts';
import type { Rule } from '../rule.ts';

export const longPoll: Rule = {
  id: 'kit/long-poll',
  says: 'answers at once when it is empty (ReceiveMessageWaitTimeSeconds 0)',
  because:
    'A consumer that asks in a loop pays for each empty answer, and asks only some of the servers each time; waiting up to 20 s costs one request.',
  source:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html',
  breaches({ resources }) {
    const dead = deadLetterQueues(resources);
    // Lambda and pipes bring their own waiting; nobody polls dead letters in a loop.
    const polled = polledByAws(resources);
    return queuesIn(resources).filter(
      (queue) =>
        secondsOf(queue, 'ReceiveMessageWaitTimeSeconds', 0) === 0 &&
        !dead.has(queue) &&
        !polled.has(queue),
    );
  },
};
