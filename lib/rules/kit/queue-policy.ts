/** A queue policy that lets in more than it names. */
import { isTooOpen } from '../open-policies.ts';
import type { Rule } from '../rule.ts';

const types = ['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy'];

export const queuePolicy: Rule = {
  id: 'kit/queue-policy',
  says: 'allows all of SQS, anybody, or a service of AWS on whose behalf ever',
  because:
    'Who may send need not read or purge; and a service acts for every account, so that without its source anybody can make it send here.',
  source:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
  breaches({ resources, policies }) {
    // What feeds a queue is one topic, bucket or rule: it can be named.
    const openness = { service: 'sqs', sourceKeys: ['aws:sourcearn'] };
    return resources.filter(
      (each) =>
        types.includes(each.type) &&
        policies.statementsIn(each).some((statement) => isTooOpen(statement, openness)),
    );
  },
};
