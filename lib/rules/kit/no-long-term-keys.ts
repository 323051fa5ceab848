/** An access key in a template, active or not. */
import type { Rule } from '../rule.ts';

export const noLongTermKeys: Rule = {
  id: 'kit/no-long-term-keys',
  says: 'is an access key: a credential that never expires',
  because:
    'A copy of a long-term key works until somebody notices; a role gives keys that end by themselves within hours.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
  breaches({ resources }) {
    return resources.filter(({ type }) => type === 'AWS::IAM::AccessKey');
  },
};
