/** A service of AWS that may act on a resource for whomever. */
import { withFault } from '../faults.ts';
import type { Rule } from '../rule.ts';

/**
 * Queues and topics have rules of their own. With a key alone nobody reads or sends anything, and not every service
 * that uses one says for whom: CloudWatch does not.
 */
const saidElsewhere = /^AWS::(SQS|SNS|KMS)::/;

export const servicePrincipalPinned: Rule = {
  id: 'kit/service-principal-pinned',
  says: 'lets a service of AWS act for resources that are not named by aws:SourceArn, or whose account is not known (aws:SourceAccount)',
  because:
    'A service acts for every account: without its source anybody can make it act here, and the ARN of a bucket names no account.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  breaches(subject) {
    return withFault('unpinned-service')(subject).filter(({ type }) => !saidElsewhere.test(type));
  },
};
