/** What nobody can work on is put aside, and can be brought back: checks 5 to 7. */
import type { Capabilities, Place, Properties } from '../../../lib/capabilities.ts';
import { at, judgeFact } from '../../../lib/checks/facts.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { newMark, queueAt, type Eyes, type Queue } from './queue.ts';
import { refersTo } from './references.ts';

export const poisonMoves: Check<Stage> = {
  id: 'poison-moves',
  says: 'After three receives without a delete the queue is empty, and WorkDead holds the body',
  ways: [
    by(['sdk', 'eventually'], judgePoison),
    by(['fact'], async ({ fact }) => {
      const { RedrivePolicy = {} } = await fact('Work');
      const arn = at(RedrivePolicy as Properties, 'deadLetterTargetArn');
      return every([
        judgeFact('Work', await fact('Work'), { 'RedrivePolicy.maxReceiveCount': 3 }),
        (await refersTo(fact, arn, 'WorkDead'))
          ? held('its dead letters go to WorkDead')
          : failed('its dead letters do not go to WorkDead'),
      ]);
    }),
  ],
};

async function judgePoison(eyes: Eyes): Promise<Verdict> {
  const mark = newMark();
  const queue = queueAt(eyes, 'WorkPoisoned', mark);
  const dead = queueAt(eyes, 'WorkDead', mark);
  await queue.send('poison');
  const receives = await receiveUntilGone(queue, 4);
  if (receives < 3) return failed(`gone after ${receives} receives, not after 3`);
  if (receives > 3) return failed(`received ${receives} times, and it comes back again`);
  const letter = await dead.within(5);
  if (letter === undefined) return failed('gone after 3 receives, and WorkDead does not hold it');
  await dead.remove(letter);
  return letter.text === 'poison'
    ? held('gone after 3 receives, and WorkDead holds the body')
    : failed(`WorkDead holds another body: ${letter.text}`);
}

/** How often it was received; a message that never goes is deleted after the last. */
async function receiveUntilGone(queue: Queue, atMost: number, firstWithin = 5): Promise<number> {
  for (let receives = 0; ; receives += 1) {
    const message = await queue.within(receives === 0 ? firstWithin : 5, { hiddenSeconds: 1 });
    if (message === undefined) return receives;
    if (receives + 1 < atMost) continue;
    await queue.remove(message);
    return atMost;
  }
}

export const deadComeBack: Check<Stage> = {
  id: 'dead-come-back',
  says: 'A move task brings a dead message back to its queue, where its receives are counted anew',
  ways: [by(['sdk', 'eventually'], judgeRevived, ['sqs-move-task'])],
};

async function judgeRevived(eyes: Eyes): Promise<Verdict> {
  const mark = newMark();
  const queue = queueAt(eyes, 'WorkRevived', mark);
  const dead = queueAt(eyes, 'RevivedDead', mark);
  await queue.send('revive me');
  const before = await receiveUntilGone(queue, 4);
  if (before > 3) return failed('it never dies, so there is nothing to bring back');
  await eyes.sdk('sqs', 'StartMessageMoveTask', {
    SourceArn: await arnOf(eyes.sdk, 'RevivedDead'),
  });
  // By what the queue does, and not by what it says: with the old count it would be dead at once.
  const again = await receiveUntilGone(queue, 4, 20);
  const letter = again > 3 ? undefined : await dead.within(5);
  if (letter !== undefined) await dead.remove(letter);
  return again === 3
    ? held('it comes back, and is dead again after three receives more')
    : failed(
        again === 0
          ? 'it does not come back within 20 s'
          : `it comes back, and may be received ${again} times more, not 3`,
      );
}

async function arnOf(sdk: Capabilities['sdk'], place: Place): Promise<unknown> {
  const { Attributes } = await sdk('sqs', 'GetQueueAttributes', {
    QueueUrl: `\${${place}}`,
    AttributeNames: ['QueueArn'],
  });
  return (Attributes as Properties)['QueueArn'];
}

export const dlqOutlivesSource: Check<Stage> = {
  id: 'dlq-outlives-source',
  says: 'Every dead-letter queue keeps messages for longer than the queue that they come from',
  ways: [
    by(['facts', 'fact'], async ({ facts, fact }) => {
      const queues = [...(await facts('AWS::SQS::Queue'))];
      const sources = queues.filter(([, { RedrivePolicy }]) => RedrivePolicy !== undefined);
      return every(
        await Promise.all(
          sources.map(([place, source]) => outlives(place, source, { queues, fact })),
        ),
      );
    }),
  ],
};

interface Around {
  readonly queues: readonly (readonly [Place, Properties])[];
  readonly fact: Capabilities['fact'];
}

async function outlives(
  place: Place,
  source: Properties,
  { queues, fact }: Around,
): Promise<Verdict> {
  const arn = at(source, 'RedrivePolicy.deadLetterTargetArn');
  for (const [dead, { MessageRetentionPeriod }] of queues) {
    if (!(await refersTo(fact, arn, dead))) continue;
    const [kept, before] = [MessageRetentionPeriod, source['MessageRetentionPeriod']].map(
      (seconds) => Number(seconds ?? defaultRetentionSeconds),
    ) as [number, number];
    const says = `${dead} keeps for ${kept} s what ${place} keeps for ${before} s`;
    return kept > before ? held(says) : failed(says);
  }
  return failed(`${place} names a dead-letter queue that is not there`);
}

/** Four days. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const defaultRetentionSeconds = 345_600;
