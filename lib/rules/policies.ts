/** What a role of the templates is allowed: the policies in it and the policies attached to it. Pure. */
import type { Resource } from '../template/template.ts';
import type { Find } from './references.ts';
import { statementsOf, type Statement } from './statements.ts';
import { listOf, mapOf } from './values.ts';

/** The role property of each type of policy that attaches itself to roles. */
const rolesOfPolicy: Readonly<Record<string, string>> = {
  'AWS::IAM::Policy': 'Roles',
  'AWS::IAM::ManagedPolicy': 'Roles',
  'AWS::IAM::RolePolicy': 'RoleName',
};

/** Every statement of a role that the templates show: inline, attached, managed. */
export function permissionsOf(
  role: Resource,
  resources: readonly Resource[],
  find: Find,
): readonly Statement[] {
  const inline = listOf(role.properties.Policies).map((policy) => mapOf(policy).PolicyDocument);
  const listed = listOf(role.properties.ManagedPolicyArns).map((arn) => find(arn, role));
  const attached = resources.filter((policy) => {
    const property = rolesOfPolicy[policy.type];
    if (property === undefined) return false;
    const roles = listOf(policy.properties[property]);
    return listed.includes(policy) || roles.some((each) => find(each, policy) === role);
  });
  const documents = [...inline, ...attached.map(({ properties }) => properties.PolicyDocument)];
  return documents.flatMap(statementsOf);
}

/** Who may assume the role, and when. */
export function trustOf(role: Resource): readonly Statement[] {
  return statementsOf(role.properties.AssumeRolePolicyDocument);
}
