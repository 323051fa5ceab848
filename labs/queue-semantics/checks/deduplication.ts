/** Which messages FIFO queues take for the same: checks 13 and 14. */
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { queueAt, type Eyes } from './queue.ts';
import { badParameter, refused } from './refusals.ts';

export const sameIdOnce: Check<Stage> = {
  id: 'same-id-once',
  says: 'Sent twice with one id a message arrives once; in a second group it arrives again where the scope is the group',
  ways: [
    by(
      ['sdk', 'eventually'],
      async (eyes) => every(await Promise.all([judgeById(eyes), judgeByBody(eyes)])),
      ['fifo-scope'],
    ),
  ],
};

/** Twice in a group, and between that once in another. */
const groups = ['a', 'b', 'a'];

async function judgeById(eyes: Eyes): Promise<Verdict> {
  const queue = queueAt(eyes, 'OrdersOnce');
  const MessageDeduplicationId = queue.id('id');
  for (const group of groups)
    await queue.send(group, {
      MessageGroupId: queue.id(group),
      MessageDeduplicationId,
    });
  const came = (await queue.collect(3)).map(({ text }) => text).sort();
  return came.join() === 'a,b'
    ? held('three sends of one id in two groups: one message in each group')
    : failed(`three sends of one id in groups a, b, a: messages of ${list(came)}`);
}

/** The scope is the whole queue, and the same body has the same id. */
async function judgeByBody(eyes: Eyes): Promise<Verdict> {
  const queue = queueAt(eyes, 'Content');
  for (const group of groups) await queue.send('body', { MessageGroupId: queue.id(group) });
  const came = await queue.collect(3);
  return came.length === 1
    ? held('three sends of one body in two groups of Content: one message')
    : failed(`three sends of one body in two groups of Content: ${came.length} messages`);
}

function list(groupsOfMessages: readonly string[]): string {
  return groupsOfMessages.length === 0 ? 'no group' : groupsOfMessages.join(', ');
}

export const fifoWantsGroupAndId: Check<Stage> = {
  id: 'fifo-wants-group-and-id',
  says: 'A FIFO queue takes no message without a group, and none without an id unless the body stands for it',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      const orders = queueAt(eyes, 'OrdersRefused');
      const content = queueAt(eyes, 'ContentTaken');
      const id = { MessageDeduplicationId: orders.id('id') };
      const group = { MessageGroupId: 'a' };
      const refusals = [
        await refused('a message without a group', orders.send('no group', id), badParameter),
        await refused('a message without an id', orders.send('no id', group), badParameter),
      ];
      await content.send('no id', group);
      const came = await content.collect(5, 1);
      return every([
        ...refusals,
        came.length === 1
          ? held('Content takes a message without an id')
          : failed('Content takes a message without an id, and it does not arrive'),
      ]);
    }),
  ],
};
