/** A subscription whose undelivered messages are lost. */
import type { Resource } from '../../template/template.ts';
import { deadLetterTarget } from '../queues.ts';
import type { Rule } from '../rule.ts';
import { listOf } from '../values.ts';

export const subscriptionDlq: Rule = {
  id: 'kit/subscription-dlq',
  says: 'has a subscription without a dead-letter queue',
  because:
    'SNS throws away what it could not deliver after its last try, at once where the queue is gone or refuses; only a dead-letter queue keeps it.',
  source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
  breaches({ resources }) {
    return resources.filter(losesMessages);
  },
};

/** A subscription that is written inside its topic can have no dead-letter queue at all. */
function losesMessages(resource: Resource): boolean {
  if (resource.type === 'AWS::SNS::Topic')
    return listOf(resource.properties.Subscription).length > 0;
  return resource.type === 'AWS::SNS::Subscription' && deadLetterTarget(resource) === undefined;
}
