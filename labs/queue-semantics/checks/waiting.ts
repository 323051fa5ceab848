/** Messages that wait to be seen, and receivers that wait for messages: checks 8 to 10. */
import type { Capabilities, Place, Properties } from '../../../lib/capabilities.ts';
import { judgeFact } from '../../../lib/checks/facts.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { pass, queueAt, stopwatch, type Eyes } from './queue.ts';
import { badParameter, refused } from './refusals.ts';

export const delayed: Check<Stage> = {
  id: 'delayed',
  says: 'Later shows a message after 4 s, one that asks for 1 s after 1 s, and takes none that asks for 901 s',
  ways: [
    by(['sdk', 'eventually'], judgeDelayed, ['sqs-delay-limit']),
    by(['facts', 'fact'], async ({ facts, fact }) => {
      const queues = [...(await facts('AWS::SQS::Queue'))];
      return every([
        ...queues.map(([place, { DelaySeconds = 0 }]) => judgeDelay(place, Number(DelaySeconds))),
        judgeFact('Later', await fact('Later'), { DelaySeconds: 4 }),
      ]);
    }),
  ],
};

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html */
const longestDelaySeconds = 900;

function judgeDelay(place: Place, seconds: number): Verdict {
  return seconds >= 0 && seconds <= longestDelaySeconds
    ? held(`${place} delays by ${seconds} s`)
    : failed(`${place} delays by ${seconds} s, and SQS by ${longestDelaySeconds} s at most`);
}

async function judgeDelayed(eyes: Eyes): Promise<Verdict> {
  const queue = queueAt(eyes, 'Later');
  const since = stopwatch();
  await Promise.all([queue.send('slow'), queue.send('quick', { DelaySeconds: 1 })]);
  const seen = new Map<string, number>();
  await eyes.eventually('both messages', 7, async () => {
    for (const message of await queue.receive({ max: 10 })) {
      seen.set(message.text, since());
      await queue.remove(message);
    }
    return seen.size === 2;
  });
  const tooLate = queue.send('too late', { DelaySeconds: longestDelaySeconds + 1 });
  return every([
    between('the message that asks for 1 s', seen.get('quick'), [0.5, 3.4]),
    between('the message that asks for nothing', seen.get('slow'), [3.5, 6]),
    await refused('a delay of 901 s', tooLate, badParameter),
  ]);
}

function between(
  what: string,
  second: number | undefined,
  [first, last]: readonly [number, number],
): Verdict {
  if (second === undefined) return failed(`${what} does not come within 7 s`);
  const says = `${what} comes at second ${second}`;
  return second >= first && second <= last
    ? held(says)
    : failed(`${says}, not between ${first} and ${last}`);
}

export const noDelayPerFifoMessage: Check<Stage> = {
  id: 'no-delay-per-fifo-message',
  says: 'A FIFO queue refuses a message that asks for a delay of its own',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      const queue = queueAt(eyes, 'OrdersRefused');
      const ids = (id: string): Properties => ({
        MessageGroupId: queue.id('a'),
        MessageDeduplicationId: queue.id(id),
      });
      // The same without a delay is taken, so it is the delay that is refused.
      await queue.send('at once', ids('at-once'));
      await queue.collect(5, 1);
      const sent = queue.send('delay me', { ...ids('delayed'), DelaySeconds: 1 });
      return refused('a delay of one FIFO message', sent, badParameter);
    }),
  ],
};

export const longPollWaits: Check<Stage> = {
  id: 'long-poll-waits',
  says: 'Ten idle seconds cost one call with long polling and about 20 without; a message is in hand within a second',
  ways: [
    by(['sdk', 'eventually', 'steadily'], async (eyes) =>
      every(await Promise.all([longPoll(eyes), shortPolls(eyes)])),
    ),
  ],
};

const idleSeconds = 10;

async function shortPolls(eyes: Eyes & Pick<Capabilities, 'steadily'>): Promise<Verdict> {
  const queue = queueAt(eyes, 'Short');
  let calls = 0;
  const request = { what: 'polling Short', forSeconds: idleSeconds, perSecond: 2 };
  await eyes.steadily(request, async () => {
    calls += 1;
    await queue.receive({ waitSeconds: 'as the queue has it' });
    return held('polled');
  });
  const says = `Short: ${calls} calls in ${idleSeconds} idle seconds`;
  // 20 where a call takes no time beside the pause of 500 ms; one that waited for a second would leave room for six.
  return calls > 6 ? held(says) : failed(`${says}: they wait for messages`);
}

async function longPoll(eyes: Eyes): Promise<Verdict> {
  const awaited = await oneCall(eyes, 3);
  if (awaited.late === undefined)
    return failed(`Long: a call ends at second ${awaited.ended} with nothing`);
  if (awaited.late > 1)
    return failed(`Long: a message is in hand ${awaited.late} s after it was sent`);
  const idle = await oneCall(eyes, idleSeconds);
  return idle.late === undefined
    ? failed(`Long: a call ends at second ${idle.ended} with nothing`)
    : held(
        `Long: 1 call in ${idleSeconds} idle seconds; a message is in hand in ${awaited.late} s`,
      );
}

interface Call {
  /** At which second. */
  readonly ended: number;
  /** So many seconds after a message was accepted it gave that; nothing where it gave none. */
  readonly late?: number;
}

/** One call at the queue, to which a message is sent after so many seconds. */
async function oneCall(eyes: Eyes, idle: number): Promise<Call> {
  const queue = queueAt(eyes, 'Long');
  const since = stopwatch();
  const call = queue
    .receive({ waitSeconds: 'as the queue has it' })
    .then((found) => ({ found, ended: since() }));
  await pass(eyes, idle);
  await queue.send('here');
  const accepted = since();
  const { found, ended } = await call;
  const [message = await queue.within(2)] = found;
  if (message !== undefined) await queue.remove(message);
  return found.length === 0 ? { ended } : { ended, late: Math.max(0, ended - accepted) };
}
