/** Who gets what: checks 1, 2 and 3. */
import { evaluated, recipientsOf, type Template } from '../../../lib/checks/sns.ts';
import { by, type Check } from '../../../lib/lab.ts';
import type { Message } from '../../../lib/sns/filter-policy.ts';
import { every, type Verdict } from '../../../lib/verdict.ts';
import type { Order } from '../handlers/order.ts';
import type { Stage } from '../lab.ts';
import { judgeCount, judgeCounts } from './mail.ts';
import {
  audited,
  big,
  manyOf,
  newMark,
  orderOf,
  publish,
  publishOrder,
  runPublisher,
  small,
} from './messages.ts';
import { judgeRow } from './rows.ts';

const placed = { Placed: 1, Cancelled: 0, All: 1, Plain: 1 };

export const onePublishEachGetsIt: Check<Stage> = {
  id: 'one-publish-each-gets-it',
  says: 'One published order reaches Placed, All, Plain and Audit once each within 10 s, and Cancelled not',
  ways: [
    by(
      ['sdk', 'eventually'],
      async (eyes) => {
        const mark = newMark();
        const messageId = await publishOrder(eyes.sdk, orderOf(mark), audited);
        const [counts, row] = await Promise.all([
          judgeCounts(eyes, { mark, counts: placed }),
          judgeRow(eyes, messageId),
        ]);
        return every([counts, row]);
      },
      // Where no policy is asked, an arrival does not show that the queue admits the topic.
      ['queue-policy'],
    ),
    evaluated((template) =>
      judgeRecipients(template, {
        messages: [messageOf(orderOf('one'), { type: 'placed', audit: 'yes' })],
        counts: { ...placed, Audit: 1 },
      }),
    ),
  ],
};

const counts = { Placed: 10, Cancelled: 10, All: 30, Big: 5 };

export const filtersSelect: Check<Stage> = {
  id: 'filters-select',
  says: 'Of 30 orders Placed gets its 10, Cancelled its 10, Big the 5 over the limit, and All gets all',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      const mark = newMark();
      const failure = await runPublisher(eyes.sdk, '${Shop}', { orders: assortment(mark) });
      return failure ?? judgeCounts(eyes, { mark, counts });
    }),
    evaluated(async (template) => {
      const { Environment } = await template.fact('Shop');
      const { Variables } = Environment as { readonly Variables: Readonly<Record<string, string>> };
      const messages = assortment('many').map((each) =>
        messageOf(each, { [Variables['TYPE_ATTRIBUTE'] ?? '']: each.type }),
      );
      return judgeRecipients(template, { messages, counts });
    }),
  ],
};

export const noAttributeNoDelivery: Check<Stage> = {
  id: 'no-attribute-no-delivery',
  says: 'A message without the attribute type reaches All and Plain and no queue with a filter',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      const mark = newMark();
      await publish(eyes.sdk, {
        Message: JSON.stringify(orderOf(mark)),
        MessageAttributes: { shop: { DataType: 'String', StringValue: 'corner' } },
      });
      return judgeCounts(eyes, {
        mark,
        counts: { All: 1, Plain: 1, Placed: 0, Cancelled: 0, Big: 0 },
      });
    }),
  ],
};

const types = ['placed', 'cancelled', 'shipped'] as const;

/** Ten of each type; five of the thirty at the limit or over it. */
function assortment(mark: string): readonly Order[] {
  return types.flatMap((type, first) =>
    manyOf(10, (index) => ({
      orderId: `${mark}-${type}-${index}`,
      type,
      totalCents: index < 5 && index % types.length === first ? big + index : small,
    })),
  );
}

function messageOf(order: Order, attributes: Readonly<Record<string, string>>): Message {
  const carried = Object.entries(attributes).map(
    ([name, value]) => [name, { type: 'String', value }] as const,
  );
  return { text: JSON.stringify(order), attributes: Object.fromEntries(carried) };
}

interface Evaluation {
  readonly messages: readonly Message[];
  readonly counts: Readonly<Record<string, number>>;
}

async function judgeRecipients(
  template: Template,
  { messages, counts: wanted }: Evaluation,
): Promise<Verdict> {
  const recipients = [];
  for (const message of messages)
    recipients.push(...(await recipientsOf(template, 'Orders', message)));
  const verdicts = [];
  for (const [name, count] of Object.entries(wanted)) {
    const endpoint = await template.fact(name);
    const got = recipients.filter((each) => each === endpoint).length;
    verdicts.push(judgeCount(name, { count, got }));
  }
  return every(verdicts);
}
