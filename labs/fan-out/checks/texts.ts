/** In which form a message comes: checks 4 and 14. */
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { teamAt, teamUrl } from './mail.ts';
import {
  audited,
  newMark,
  orderOf,
  orders,
  publish,
  publishOrder,
  type Eyes,
  type Sdk,
} from './messages.ts';
import { rowOf } from './rows.ts';

export const envelopeOrRaw: Check<Stage> = {
  id: 'envelope-or-raw',
  says: 'All gets an envelope with the topic, the message id and the text in it; Plain gets the text itself',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      const mark = newMark();
      const order = orderOf(mark);
      const MessageId = await publishOrder(eyes.sdk, order);
      const Message = JSON.stringify(order);
      const [all, plain] = await Promise.all([
        firstAt(eyes, 'All', mark),
        firstAt(eyes, 'Plain', mark),
      ]);
      const envelope = { TopicArn: await topicArn(eyes.sdk), MessageId, Message };
      return every([judgeEnvelope(all, envelope), judgeText('Plain', plain, Message)]);
    }),
  ],
};

export const directTextPerProtocol: Check<Stage> = {
  id: 'direct-text-per-protocol',
  says: 'A message with a text for functions gives Audit that text, and the queues the default',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      const mark = newMark();
      const texts = { default: `${mark} for everybody`, lambda: `${mark} for functions` };
      const messageId = await publish(eyes.sdk, {
        MessageStructure: 'json',
        MessageAttributes: audited,
        Message: JSON.stringify(texts),
      });
      const [row, all, plain] = await Promise.all([
        rowOf(eyes, messageId),
        firstAt(eyes, 'All', mark),
        firstAt(eyes, 'Plain', mark),
      ]);
      return every([
        judgeText('Audit', row, texts.lambda),
        judgeEnvelope(all, { Message: texts.default }),
        judgeText('Plain', plain, texts.default),
      ]);
    }),
  ],
};

/** The first message with the mark; nothing where none comes. */
async function firstAt(eyes: Eyes, name: string, mark: string): Promise<string | undefined> {
  const team = await teamAt(eyes, teamUrl(name), mark);
  await team.readUntil(1);
  return team.got[0]?.body;
}

async function topicArn(sdk: Sdk): Promise<string> {
  const { Attributes } = await sdk('sns', 'GetTopicAttributes', { TopicArn: orders });
  return (Attributes as { readonly TopicArn: string }).TopicArn;
}

function judgeText(name: string, got: string | undefined, wanted: string): Verdict {
  if (got === wanted) return held(`${name} gets the text itself`);
  return failed(got === undefined ? `${name} gets nothing` : `${name} gets ${got.slice(0, 200)}`);
}

function judgeEnvelope(got: string | undefined, wanted: Readonly<Record<string, string>>): Verdict {
  if (got === undefined) return failed('All gets nothing');
  const envelope = envelopeIn(got);
  const other = Object.keys(wanted).find((key) => envelope[key] !== wanted[key]);
  if (envelope['Type'] === 'Notification' && other === undefined)
    return held(`All gets an envelope with its ${Object.keys(wanted).join(', ')}`);
  return failed(`All gets no envelope with the ${other ?? 'Type'} of it: ${got.slice(0, 200)}`);
}

function envelopeIn(body: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body)) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
