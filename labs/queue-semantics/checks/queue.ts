/** A queue as its clients see it. A check marks its messages: what others left is never taken for its own. */
import { randomUUID } from 'node:crypto';
import type { Capabilities, Place, Properties } from '../../../lib/capabilities.ts';

export type Eyes = Pick<Capabilities, 'sdk' | 'eventually'>;

export interface Received {
  /** Without the mark. */
  readonly text: string;
  readonly handle: string;
  /** How often it was received, this time included. */
  readonly count: number;
  readonly md5: string;
}

export interface Receiving {
  /** How many at most. @default 1 */
  readonly max?: number;
  /** @default 1: a short poll of AWS asks only some of its servers, and may miss what is there */
  readonly waitSeconds?: number | 'as the queue has it';
  /** @default the queue's own visibility timeout */
  readonly hiddenSeconds?: number;
}

export interface Queue {
  /** What is sent for this text. */
  marked(text: string): string;
  /** The same as an id of a message or a group, which holds no blanks. */
  id(text: string): string;
  /** Sends it, with more properties of SendMessage. */
  send(text: string, more?: Properties): Promise<Properties>;
  /** What comes at one look, as it comes; messages of others are taken away. */
  receive(how?: Receiving): Promise<readonly Received[]>;
  /** The first that comes within so many seconds, and a second more; nothing where none does. */
  within(seconds: number, how?: Receiving): Promise<Received | undefined>;
  /** All that come until enough came, or so many seconds have passed; each is deleted. */
  collect(seconds: number, enough?: number): Promise<readonly Received[]>;
  /** Hides a received message for so many seconds from now. */
  hide(message: Received, seconds: number): Promise<void>;
  remove(message: Received): Promise<void>;
}

/** Two with the same mark see each other's messages: a queue and its dead letters. */
export function queueAt({ sdk, eventually }: Eyes, place: Place, mark = newMark()): Queue {
  const QueueUrl = `\${${place}}`;
  const ask = (command: string, input: Properties): Promise<Properties> =>
    sdk('sqs', command, { QueueUrl, ...input });
  const queue: Queue = {
    marked: (text) => `${mark} ${text}`,
    id: (text) => `${mark}-${text}`,
    send: (text, more = {}) => ask('SendMessage', { MessageBody: queue.marked(text), ...more }),
    receive: async (how) => {
      const all = await ask('ReceiveMessage', receiving(how));
      const messages = (all['Messages'] ?? []) as readonly Message[];
      const isOwn = ({ Body }: Message): boolean => Body.startsWith(mark);
      for (const { ReceiptHandle } of messages.filter((each) => !isOwn(each)))
        await ask('DeleteMessage', { ReceiptHandle });
      return messages.filter(isOwn).map((each) => receivedOf(each, mark));
    },
    within: async (seconds, how) => {
      let found: Received | undefined;
      await eventually(`a message of ${place}`, seconds, async () => {
        [found] = await queue.receive(how);
        return found !== undefined;
      });
      return found;
    },
    collect: async (seconds, enough = Infinity) => {
      const found: Received[] = [];
      await eventually(`the messages of ${place}`, seconds, async () => {
        const some = await queue.receive({ max: 10 });
        await Promise.all(some.map((each) => queue.remove(each)));
        found.push(...some);
        return found.length >= enough;
      });
      return found;
    },
    hide: async ({ handle }, seconds) => {
      await ask('ChangeMessageVisibility', { ReceiptHandle: handle, VisibilityTimeout: seconds });
    },
    remove: async ({ handle }) => {
      await ask('DeleteMessage', { ReceiptHandle: handle });
    },
  };
  return queue;
}

export function newMark(): string {
  return randomUUID();
}

/** Lets so many seconds of the target's clock go by. */
export async function pass({ eventually }: Pick<Eyes, 'eventually'>, seconds: number) {
  await eventually('the time passes', seconds, () => Promise.resolve(false));
}

/** Gives the seconds since now, to a tenth. */
export function stopwatch(): () => number {
  const since = Date.now();
  return () => Math.round((Date.now() - since) / 100) / 10;
}

interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

function receiving({ max = 1, waitSeconds = 1, hiddenSeconds }: Receiving = {}): Properties {
  return {
    MaxNumberOfMessages: max,
    ...(typeof waitSeconds === 'number' ? { WaitTimeSeconds: waitSeconds } : {}),
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    ...(hiddenSeconds === undefined ? {} : { VisibilityTimeout: hiddenSeconds }),
  };
}

function receivedOf(
  { Body, ReceiptHandle, MD5OfBody, Attributes = {} }: Message,
  mark: string,
): Received {
  return {
    text: Body.slice(mark.length + 1),
    handle: ReceiptHandle,
    count: Number(Attributes['ApproximateReceiveCount']),
    md5: MD5OfBody,
  };
}

/** The bodies of what comes within a second, ten at most; nothing of it stays. */
export async function takenFrom(
  sdk: Capabilities['sdk'],
  QueueUrl: string,
): Promise<readonly string[]> {
  const { Messages = [] } = await sdk('sqs', 'ReceiveMessage', {
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 1,
  });
  const messages = Messages as readonly Properties[];
  for (const { ReceiptHandle } of messages)
    await sdk('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
  return messages.map(({ Body }) => String(Body));
}
