/** A policy that is on a user. */
import type { Rule } from '../rule.ts';
import { listOf } from '../values.ts';

/** The properties that put a policy on a user. */
const places: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::User': ['Policies', 'ManagedPolicyArns'],
  'AWS::IAM::UserPolicy': ['UserName'],
  'AWS::IAM::Policy': ['Users'],
  'AWS::IAM::ManagedPolicy': ['Users'],
};

export const noUserPolicy: Rule = {
  id: 'kit/no-user-policy',
  says: 'gives rights to a user, not to a group that the user is in',
  because:
    'Rights by hand are not inherited by whoever comes next and not taken away when the user changes places; a group has them for all.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html',
  breaches({ resources }) {
    return resources.filter(({ type, properties }) =>
      (places[type] ?? []).some((property) => listOf(properties[property]).length > 0),
    );
  },
};
