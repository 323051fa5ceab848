/** A Deny by address that hits what services of AWS do for the caller. */
import { withFault } from '../faults.ts';
import type { Rule } from '../rule.ts';

export const denyIpViaService: Rule = {
  id: 'kit/deny-ip-via-service',
  says: 'denies by address and does not spare services that act for the caller (aws:ViaAWSService)',
  because:
    'CloudFormation, Athena and others call on with the rights of the caller, but from their own addresses: a Deny of every other address stops them.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html',
  breaches: withFault('deny-ip-via-service'),
};
