/**
 * Who reads which queue. Checks run side by side and read the same queues: one reader a queue takes the messages out, and
 * each check gets its own. Two teams at one queue are two hands in one box: what one takes the other does not see.
 */
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import { marked, type Eyes, type Sdk } from './messages.ts';

export interface Letter {
  readonly body: string;
  readonly group: string;
}

/** A team that reads a queue, as far as messages with one mark go. */
export interface Team {
  /** In the order in which they came. */
  readonly got: readonly Letter[];
  /** Reads until it has as many, or the time is over. */
  readUntil(count: number, withinSeconds?: number): Promise<boolean>;
  /** Reads on for as long as it takes a message too many to come. */
  settle(): Promise<void>;
}

/** The bound of the lab: what is published is there within this time. */
export const promptSeconds = 10;
const settledSeconds = 1;
/** Longer than any rest, and within what a check may take. */
const longestRestSeconds = 35;

export async function teamAt(eyes: Eyes, queueUrl: string, mark: string): Promise<Team> {
  const box = await boxOf(eyes.sdk, queueUrl);
  const got: Letter[] = [];
  const read = async (): Promise<void> => {
    await box.fill();
    got.push(...box.take(mark));
  };
  return {
    got,
    readUntil: async (count, withinSeconds = promptSeconds) => {
      await eyes.eventually('nobody rests', longestRestSeconds, async () => !box.isResting);
      return eyes.eventually(`${count} messages`, withinSeconds, async () => {
        await read();
        return got.length >= count;
      });
    },
    settle: async () => {
      const before = got.length;
      await eyes.eventually('one too many', settledSeconds, async () => {
        await read();
        return got.length > before;
      });
    },
  };
}

/** Each team gets so many and no more. */
export async function judgeCounts(
  eyes: Eyes,
  { mark, counts }: { readonly mark: string; readonly counts: Readonly<Record<string, number>> },
): Promise<Verdict> {
  const teams = await Promise.all(
    Object.entries(counts).map(async ([name, count]) => ({
      name,
      count,
      team: await teamAt(eyes, teamUrl(name), mark),
    })),
  );
  await Promise.all(teams.map(({ team, count }) => team.readUntil(count)));
  await Promise.all(teams.map(({ team }) => team.settle()));
  return every(
    teams.map(({ name, count, team }) => judgeCount(name, { count, got: team.got.length })),
  );
}

export function judgeCount(
  name: string,
  { count, got }: { readonly count: number; readonly got: number },
): Verdict {
  return got === count ? held(`${name} gets ${got}`) : failed(`${name} gets ${got}, not ${count}`);
}

/** Where a team was told to read. */
export function teamUrl(name: string): string {
  return `\${${name}Url}`;
}

/** Nobody reads the queue for so long. */
export async function rest(eyes: Eyes, queueUrl: string, seconds: number): Promise<void> {
  const box = await boxOf(eyes.sdk, queueUrl);
  await box.restFor(seconds);
}

/** The name by which SNS knows a queue. */
export async function arnOf(sdk: Sdk, QueueUrl: string): Promise<string> {
  const { Attributes } = await sdk('sqs', 'GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['QueueArn'],
  });
  return (Attributes as { readonly QueueArn: string }).QueueArn;
}

const boxes = new WeakMap<Sdk, Map<string, Box>>();

async function boxOf(sdk: Sdk, queueUrl: string): Promise<Box> {
  const arn = await arnOf(sdk, queueUrl);
  const known = boxes.get(sdk) ?? new Map<string, Box>();
  boxes.set(sdk, known);
  const box = known.get(arn) ?? new Box(sdk, queueUrl);
  known.set(arn, box);
  return box;
}

interface Received {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly Attributes?: { readonly MessageGroupId?: string };
}

/** As many as SQS gives and deletes at once. */
const most = 10;

class Box {
  private readonly sdk: Sdk;
  private readonly QueueUrl: string;
  private letters: readonly Letter[] = [];
  private filling: Promise<void> | undefined;
  private restsUntil = 0;

  constructor(sdk: Sdk, QueueUrl: string) {
    this.sdk = sdk;
    this.QueueUrl = QueueUrl;
  }

  get isResting(): boolean {
    return Date.now() < this.restsUntil;
  }

  /** Begins when a reading that is under way has ended. */
  async restFor(seconds: number): Promise<void> {
    this.restsUntil = Date.now() + seconds * 1000;
    await this.filling;
  }

  async fill(): Promise<void> {
    if (this.isResting) return;
    this.filling ??= this.receive().finally(() => {
      this.filling = undefined;
    });
    await this.filling;
  }

  take(mark: string): readonly Letter[] {
    const taken = this.letters.filter(({ body }) => body.includes(mark));
    this.letters = this.letters.filter((each) => !taken.includes(each));
    return taken;
  }

  private async receive(): Promise<void> {
    const { sdk, QueueUrl } = this;
    for (let received: readonly Received[] = []; ;) {
      const answer = await sdk('sqs', 'ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: most,
        WaitTimeSeconds: 1,
        AttributeNames: ['MessageGroupId'],
      });
      received = (answer['Messages'] ?? []) as readonly Received[];
      const ours = received.filter(({ Body }) => Body.includes(marked));
      this.letters = [...this.letters, ...ours.map(letterOf)];
      if (ours.length > 0)
        await sdk('sqs', 'DeleteMessageBatch', {
          QueueUrl,
          Entries: ours.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        });
      if (received.length < most) return;
    }
  }
}

function letterOf({ Body, Attributes = {} }: Received): Letter {
  return { body: Body, group: Attributes.MessageGroupId ?? '' };
}
