/** A Deny without MFA that long-term keys pass. */
import { withFault } from '../faults.ts';
import type { Rule } from '../rule.ts';

export const mfaIfexists: Rule = {
  id: 'kit/mfa-ifexists',
  says: 'denies where aws:MultiFactorAuthPresent is false, without IfExists',
  because:
    'Requests with long-term keys have no such key at all: only BoolIfExists denies those too.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent',
  breaches: withFault('mfa-if-exists'),
};
