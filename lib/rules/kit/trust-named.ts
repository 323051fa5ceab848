/** A role that anybody may assume. */
import { covers } from '../../iam/lint/actions.ts';
import type { Condition, Statement } from '../../iam/policy/statement.ts';
import { demandsValue } from '../../iam/lint/conditions.ts';
import { admitsAnybody } from '../open-policies.ts';
import type { Rule } from '../rule.ts';

const assuming = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithWebIdentity',
  'sts:AssumeRoleWithSAML',
  'sts:TagSession',
];

export const trustNamed: Rule = {
  id: 'kit/trust-named',
  says: 'may be assumed by anybody: its trust policy names no account, role or provider, and no condition does',
  because:
    'With a star for the principal every account of AWS may take the role; an external id is no secret and names nobody.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  breaches({ resources, policies }) {
    return resources.filter(
      (each) =>
        each.type === 'AWS::IAM::Role' &&
        policies
          .heldBy(each)
          .flatMap(({ document }) => document.statements)
          .some(trustsAnybody),
    );
  },
};

function trustsAnybody(statement: Statement): boolean {
  return (
    statement.effect === 'Allow' &&
    assuming.some((action) => covers(statement.actions, action)) &&
    admitsAnybody(statement) &&
    !statement.conditions.some(namesAudience)
  );
}

/** Of a provider: for which application it vouches. */
function namesAudience(condition: Condition): boolean {
  return /:(aud|sub)$/i.test(condition.key) && demandsValue(condition);
}
