/** A role of an identity pool that reaches the objects or items of every user. */
import type { Resource } from '../../template/template.ts';
import { identityRoles } from '../identity-roles.ts';
import { finderOf } from '../references.ts';
import type { Rule } from '../rule.ts';
import { reachesOthers } from '../user-data.ts';
import { textsOf } from '../values.ts';

/** Policies of AWS that allow objects or items; none of them can know the user. */
const wideAwsPolicies = [
  'AdministratorAccess',
  'AmazonDynamoDBFullAccess',
  'AmazonDynamoDBFullAccess_v2',
  'AmazonDynamoDBReadOnlyAccess',
  'AmazonS3FullAccess',
  'AmazonS3ReadOnlyAccess',
  'PowerUserAccess',
  'ReadOnlyAccess',
];

export const identityPoolScoped: Rule = {
  id: 'kit/identity-pool-scoped',
  says: "lets every user of the identity pool at other users' objects or items",
  because:
    'One role serves all users: only ${cognito-identity.amazonaws.com:sub} in its policy keeps each of them to their own data.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_s3_cognito-bucket.html',
  breaches({ resources, policies }) {
    const find = finderOf(resources);
    return identityRoles(resources, policies).filter((role) => {
      const { identity = [] } = policies.policiesOf(role);
      const typeOf = (resource: string): string | undefined =>
        find(/^\$\{[^}]*\}/.exec(resource)?.[0], role)?.type;
      return (
        hasWideAwsPolicy(role) || identity.some(({ document }) => reachesOthers(document, typeOf))
      );
    });
  },
};

function hasWideAwsPolicy({ properties }: Resource): boolean {
  return textsOf(properties.ManagedPolicyArns).some((arn) =>
    wideAwsPolicies.some((name) => arn.endsWith(`:aws:policy/${name}`)),
  );
}
