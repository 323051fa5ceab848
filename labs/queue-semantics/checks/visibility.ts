/** Received is not deleted, and hidden is not gone: checks 1 to 3. */
import { at, judgeFact } from '../../../lib/checks/facts.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { run } from './functions.ts';
import { queueAt, stopwatch, type Eyes, type Queue, type Received } from './queue.ts';

export const receivedIsHidden: Check<Stage> = {
  id: 'received-is-hidden',
  says: 'A received message is hidden from a second receiver for 3 s, and back within 10 s with receive count 2',
  ways: [
    by(['sdk', 'eventually'], (eyes) =>
      withReceived(queueAt(eyes, 'Work'), async (queue, first) => {
        const back = await queue.within(9);
        const seconds = first.age();
        if (back === undefined) return failed(`still hidden after ${seconds} s`);
        await queue.remove(back);
        if (seconds < 3) return failed(`a second receiver has it ${seconds} s later`);
        return back.count === 2
          ? held(`hidden, and back after ${seconds} s with receive count 2`)
          : failed(`it comes back with receive count ${back.count}`);
      }),
    ),
    by(['fact'], async ({ fact }) => {
      const work = await fact('Work');
      const receives = Number(at(work, 'RedrivePolicy.maxReceiveCount') ?? Infinity);
      return every([
        judgeFact('Work', work, { VisibilityTimeout: 4 }),
        receives > 1
          ? held('it may be received again')
          : failed('after one receive it is dead, and does not come back'),
      ]);
    }),
  ],
};

interface First extends Received {
  /** Seconds since it was asked for: how long it was hidden at the most, however slow the answers. */
  age(): number;
}

/** Judges a message of the queue that was received once, and leaves none behind. */
async function withReceived(
  queue: Queue,
  judge: (queue: Queue, first: First) => Promise<Verdict>,
): Promise<Verdict> {
  await queue.send('hold me');
  const age = stopwatch();
  const first = await queue.within(5);
  if (first === undefined) return failed('the message that was sent does not arrive');
  return judge(queue, { ...first, age });
}

export const deletedIsGone: Check<Stage> = {
  id: 'deleted-is-gone',
  says: 'A message that the consumer has worked on and deleted does not come back within 10 s',
  ways: [by(['sdk', 'eventually'], judgeDeleted)],
};

async function judgeDeleted(eyes: Eyes): Promise<Verdict> {
  const queue = queueAt(eyes, 'WorkDone');
  const jobId = queue.marked('job');
  await queue.send('job');
  let error: string | undefined;
  const isWorked = await eyes.eventually('the consumer works on it', 15, async () => {
    const ran = await run(eyes.sdk, 'Consumer', {});
    error = ran.error;
    const worked = (ran.answer?.['worked'] ?? []) as readonly string[];
    return error !== undefined || worked.includes(jobId);
  });
  if (error !== undefined) return failed(error);
  if (!isWorked) return failed('the consumer does not get the message within 15 s');
  const since = stopwatch();
  const back = await queue.within(9);
  await eyes.sdk('dynamodb', 'DeleteItem', { TableName: '${Done}', Key: { jobId: { S: jobId } } });
  if (back === undefined) return held('nothing comes back within 10 s');
  await queue.remove(back);
  return failed(`it was worked on, not deleted, and is back after ${since()} s`);
}

export const extendedStaysHidden: Check<Stage> = {
  id: 'extended-stays-hidden',
  says: 'Hidden for 8 s more at second 2, a message stays away until second 10; 0 s bring it back at once',
  ways: [
    by(['sdk', 'eventually'], (eyes) =>
      withReceived(queueAt(eyes, 'WorkExtended'), async (queue, first) => {
        const early = await queue.within(1);
        if (early !== undefined) return failed(`it is back before it was extended`);
        await queue.hide(first, 8);
        const until = first.age() + 8;
        const late = await queue.within(until - first.age() - 2);
        if (late !== undefined) return failed(`extended at second 2, and back at ${first.age()}`);
        const back = await queue.within(until + 5 - first.age());
        if (back === undefined) return failed(`still hidden at second ${first.age()}`);
        const seconds = first.age();
        await queue.hide(back, 0);
        const again = await queue.within(1);
        if (again === undefined) return failed('hidden for 0 s, and not back within 2 s');
        await queue.remove(again);
        return held(`back at second ${seconds}, and at once when hidden for 0 s`);
      }),
    ),
  ],
};
