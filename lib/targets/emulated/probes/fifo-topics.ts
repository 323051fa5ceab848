/** Does a FIFO topic drop what is published twice? */
import { randomUUID } from 'node:crypto';
import type { ProbeGroup } from './group.ts';
import { admission, subscriptionOf, takenFrom } from './messages.ts';

const queues = ['Ordered', 'Standard'];

export const fifoTopics: ProbeGroup = {
  stack: 'ProbesFifoTopics',
  template: {
    Resources: {
      Ledger: {
        Type: 'AWS::SNS::Topic',
        Properties: {
          TopicName: 'probes-ledger.fifo',
          FifoTopic: true,
          ContentBasedDeduplication: false,
        },
      },
      Ordered: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
      Standard: { Type: 'AWS::SQS::Queue' },
      ...Object.fromEntries(
        queues.flatMap((queue) => [
          [`LedgerTo${queue}`, subscriptionOf('Ledger', queue)],
          [`${queue}Policy`, admission('Ledger', queue)],
        ]),
      ),
    },
  },
  probes: {
    'sns-fifo': async ({ sdk, eventually }) => {
      const mark = randomUUID();
      const publish = (id: string): Promise<unknown> =>
        sdk('sns', 'Publish', {
          TopicArn: '${Ledger}',
          MessageGroupId: mark,
          MessageDeduplicationId: `${mark}-${id}`,
          Message: `${mark} ${id}`,
        });
      for (const id of ['a', 'a', 'b']) await publish(id);
      // What comes last has everything before it arrived.
      const arrived = queues.map(async (queue) => {
        const bodies: string[] = [];
        await eventually('the last arrives', 5, async () => {
          bodies.push(...(await takenFrom(sdk, `\${${queue}}`)));
          return bodies.some((body) => body.includes(`${mark} b`));
        });
        return bodies.filter((body) => body.includes(mark)).length;
      });
      return (await Promise.all(arrived)).every((count) => count === 2);
    },
  },
};
