/** A policy document that AWS does not take, or with an ARN in it that names nothing. */
import { withFault } from '../faults.ts';
import type { Rule } from '../rule.ts';

export const policyParses: Rule = {
  id: 'kit/policy-parses',
  says: 'has a policy that AWS does not take, or an ARN in it that names nothing',
  because:
    'A policy that does not parse stops the deployment; an ARN with a part too few, or of an account that is none, is taken by some services and matches nothing.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
  breaches: withFault('refused', 'malformed-arn'),
};
