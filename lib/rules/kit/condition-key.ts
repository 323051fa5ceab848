/** A condition on a key that no request ever brings. */
import { isConditionKey } from '../../iam/condition/known-keys.ts';
import type { Rule } from '../rule.ts';
import { statementsOf } from '../statements.ts';
import { jsonMapOf } from '../values.ts';
import { isUnknown } from '../../template/placeholder.ts';

export const conditionKey: Rule = {
  id: 'kit/condition-key',
  says: 'has a policy with a condition on a key that does not exist',
  because:
    'A misspelt key is accepted and never there: an Allow lets nobody in, a negated or IfExists condition everybody.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  breaches({ resources }) {
    return resources.filter(({ properties }) =>
      documentsIn(properties)
        .flatMap(statementsOf)
        .flatMap(({ conditions }) => conditions)
        .some(({ key }) => !isUnknown(key) && !isConditionKey(key)),
    );
  },
};

/** Everything with an `Effect` in its `Statement`, also where it is written as JSON in a text. */
function documentsIn(value: unknown): readonly unknown[] {
  if (typeof value === 'string')
    return value.includes('"Statement"') ? documentsIn(jsonMapOf(value)) : [];
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value) return [value];
  return Object.values(value).flatMap(documentsIn);
}
