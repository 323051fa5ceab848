/** How much a call and a message hold: checks 4 and 18. */
import { createHash } from 'node:crypto';
import type { Properties } from '../../../lib/capabilities.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { queueAt, type Eyes, type Queue, type Received } from './queue.ts';
import { badParameter, refused } from './refusals.ts';

export const tenAtMost: Check<Stage> = {
  id: 'ten-at-most',
  says: 'Of 25 messages one call gives ten at most, and eleven may not be asked for; every body arrives as it was sent',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      const queue = queueAt(eyes, 'WorkCounted');
      const sent = await Promise.all(texts.map((text) => sendChecked(queue, text)));
      const lost = sent.find(({ outcome }) => outcome === 'failed');
      if (lost !== undefined) return lost;
      const first = await queue.receive({ max: 10 });
      await Promise.all(first.map((each) => queue.remove(each)));
      const rest = await queue.collect(10, texts.length - first.length);
      const eleven = queue.receive({ max: 11 });
      return every([
        judgeBodies(queue, [...first, ...rest]),
        first.length <= 10
          ? held(`one call gives ${first.length} of 25 messages`)
          : failed(`one call gives ${first.length} messages`),
        await refused('a receive of 11 messages', eleven, badParameter),
      ]);
    }),
  ],
};

/** 2 KiB each, all different. */
const texts = Array.from({ length: 25 }, (_, at) => `${at} `.padEnd(2048, 'x'));

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

async function sendChecked(queue: Queue, text: string): Promise<Verdict> {
  const { MD5OfMessageBody } = await queue.send(text);
  return MD5OfMessageBody === md5(queue.marked(text))
    ? held('the MD5 of the body is right')
    : failed(`sending gives back an MD5 of another body: ${String(MD5OfMessageBody)}`);
}

function judgeBodies(queue: Queue, received: readonly Received[]): Verdict {
  const arrived = new Set(received.map(({ text }) => text));
  const missing = texts.filter((text) => !arrived.has(text));
  if (missing.length > 0) return failed(`${missing.length} of 25 messages do not arrive in 10 s`);
  const altered = received.filter((each) => each.md5 !== md5(queue.marked(each.text)));
  return altered.length === 0
    ? held('25 bodies arrive as they were sent')
    : failed(`${altered.length} of 25 bodies come with another MD5 than they were sent with`);
}

export const sizeLimit: Check<Stage> = {
  id: 'size-limit',
  says: 'A body of 1,048,576 bytes is accepted, one byte more is refused, and a job of 5 MB travels by way of S3',
  ways: [
    by(['sdk', 'eventually'], async (eyes) =>
      every([await judgeLargest(eyes), await judgePointer(eyes)]),
    ),
  ],
};

/** 1 MiB. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const largestBytes = 1_048_576;

async function judgeLargest(eyes: Eyes): Promise<Verdict> {
  const queue = queueAt(eyes, 'Large');
  const room = largestBytes - queue.marked('').length;
  const largest = 'x'.repeat(room);
  await queue.send(largest);
  const message = await queue.within(5);
  if (message === undefined) return failed('a body of 1,048,576 bytes does not arrive');
  await queue.remove(message);
  const larger = await refused(
    'a body of 1,048,577 bytes',
    queue.send(`${largest}x`),
    badParameter,
  );
  return message.text === largest ? larger : failed('a body of 1,048,576 bytes arrives altered');
}

/** The message is small and says where the job is. */
async function judgePointer(eyes: Eyes): Promise<Verdict> {
  const queue = queueAt(eyes, 'Large');
  const job = queue.marked('').padEnd(5 * 1024 * 1024, 'x');
  const stored = { Bucket: '${Payloads}', Key: queue.marked('job').replace(' ', '/') };
  await eyes.sdk('s3', 'PutObject', { ...stored, Body: job });
  try {
    await queue.send(JSON.stringify({ key: stored.Key }));
    const message = await queue.within(5);
    if (message === undefined) return failed('the message with the pointer does not arrive');
    await queue.remove(message);
    const { key } = JSON.parse(message.text) as Properties;
    const got = await eyes.sdk('s3', 'GetObject', { ...stored, Key: key });
    const text = await (got['Body'] as Stored).transformToString();
    return text === job
      ? held('1,048,576 bytes go through the queue, 5 MB by way of S3')
      : failed('the job that the pointer leads to is another');
  } finally {
    await eyes.sdk('s3', 'DeleteObject', stored);
  }
}

interface Stored {
  transformToString(): Promise<string>;
}
