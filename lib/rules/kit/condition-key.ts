/** A condition on a key that no request ever brings. */
import { withFault } from '../faults.ts';
import type { Rule } from '../rule.ts';

export const conditionKey: Rule = {
  id: 'kit/condition-key',
  says: 'has a policy with a condition on a key that does not exist',
  because:
    'A misspelt key is accepted and never there: an Allow lets nobody in, a negated or IfExists condition everybody.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  breaches: withFault('unknown-key'),
};
