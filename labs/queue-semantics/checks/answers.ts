/** Questions and answers over queues: check 17. */
import { randomUUID } from 'node:crypto';
import type { Capabilities, Place } from '../../../lib/capabilities.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { stopwatch, takenFrom, type Eyes } from './queue.ts';

export const answersFindTheirAskers: Check<Stage> = {
  id: 'answers-find-their-askers',
  says: 'Ten clients ask at once and each has its own answer within 10 s, by queues of their own and by one for all; no response queue is left',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      // A poller that found nothing for a while may look once in ten seconds: the first question wakes it.
      const first = await askByOwnQueue(eyes, newClient(0), 2 * boundSeconds);
      if (first === undefined)
        return failed(`a first question has no answer within ${2 * boundSeconds} s`);
      return every(await Promise.all([judgeOwnQueues(eyes), judgeOneQueue(eyes)]));
    }),
  ],
};

interface Client {
  readonly correlationId: string;
  readonly text: string;
}

const boundSeconds = 10;

function newClients(): readonly Client[] {
  return Array.from({ length: 10 }, (_, at) => newClient(at + 1));
}

function newClient(number: number): Client {
  return { correlationId: randomUUID(), text: `question ${number}` };
}

/** Each makes its response queue, and takes it away when it has its answer. */
async function judgeOwnQueues(eyes: Eyes): Promise<Verdict> {
  const clients = newClients();
  const since = stopwatch();
  const answers = await Promise.all(clients.map((client) => askByOwnQueue(eyes, client)));
  const seconds = since();
  const answered = judgeAnswers('a queue of its own', { clients, answers, seconds });
  return answered.outcome === 'failed'
    ? answered
    : every([answered, await judgeLeft(eyes, clients)]);
}

function nameOf({ correlationId }: Client): string {
  return `resp-${correlationId}`;
}

async function askByOwnQueue(
  eyes: Eyes,
  client: Client,
  withinSeconds = boundSeconds,
): Promise<string | undefined> {
  const { QueueUrl } = await eyes.sdk('sqs', 'CreateQueue', {
    QueueName: nameOf(client),
    Attributes: { MessageRetentionPeriod: '60' },
  });
  try {
    await ask(eyes.sdk, client, String(QueueUrl));
    let answer: string | undefined;
    await eyes.eventually('its answer', withinSeconds, async () => {
      const [first] = await look(eyes.sdk, String(QueueUrl));
      if (first?.correlationId === client.correlationId) answer = first.text;
      return first !== undefined;
    });
    return answer;
  } finally {
    await eyes.sdk('sqs', 'DeleteQueue', { QueueUrl });
  }
}

/** A queue that was deleted may be listed for a minute. */
async function judgeLeft({ sdk, eventually }: Eyes, clients: readonly Client[]): Promise<Verdict> {
  const names = new Set(clients.map(nameOf));
  let left = 0;
  const isClean = await eventually('the response queues are gone', 30, async () => {
    const { QueueUrls = [] } = await sdk('sqs', 'ListQueues', { QueueNamePrefix: 'resp-' });
    const listed = (QueueUrls as readonly string[]).map((url) => url.split('/').at(-1) ?? '');
    left = listed.filter((name) => names.has(name)).length;
    return left === 0;
  });
  return isClean ? held('no response queue is left') : failed(`${left} response queues are left`);
}

/** One queue for all: a dispatcher hands each answer to whoever waits for its correlation id. */
async function judgeOneQueue({ sdk, eventually }: Eyes): Promise<Verdict> {
  const clients = newClients();
  const since = stopwatch();
  await Promise.all(clients.map((client) => ask(sdk, client, '${Answers}')));
  const handed = new Map<string, string>();
  await eventually('the answers', boundSeconds, async () => {
    for (const { correlationId, text } of await look(sdk, '${Answers}'))
      handed.set(correlationId, text);
    return clients.every(({ correlationId }) => handed.has(correlationId));
  });
  const answers = clients.map(({ correlationId }) => handed.get(correlationId));
  return judgeAnswers('one queue for all', { clients, answers, seconds: since() });
}

async function ask(sdk: Capabilities['sdk'], client: Client, replyTo: string): Promise<void> {
  await sdk('sqs', 'SendMessage', {
    QueueUrl: '${Requests}',
    MessageBody: JSON.stringify({ ...client, replyTo }),
  });
}

async function look(sdk: Capabilities['sdk'], QueueUrl: Place): Promise<readonly Client[]> {
  return (await takenFrom(sdk, QueueUrl)).map((body) => JSON.parse(body) as Client);
}

interface Answered {
  readonly clients: readonly Client[];
  readonly answers: readonly (string | undefined)[];
  readonly seconds: number;
}

function judgeAnswers(how: string, { clients, answers, seconds }: Answered): Verdict {
  const right = clients.filter(({ text }, at) => answers[at] === `answer to ${text}`).length;
  return right === clients.length
    ? held(`by ${how}: 10 of 10 have their answer after ${seconds} s`)
    : failed(`by ${how}: ${right} of 10 have their answer within ${boundSeconds} s`);
}
