/** The roles that Cognito identity pools hand out. Pure. */
import { covers } from '../iam/lint/actions.ts';
import type { Statement } from '../iam/policy/statement.ts';
import type { Resource } from '../template/template.ts';
import type { PolicyBook } from './policies.ts';
import type { Find } from './references.ts';
import { mapOf } from './values.ts';

const identityService = 'cognito-identity.amazonaws.com';

/** The actions by which the identity service takes a role for somebody. */
const takingActions = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'];

/** Whom a pool gives the role to: somebody signed in, or a guest. */
export type Audience = 'authenticated' | 'unauthenticated';

/** Roles that trust the identity service, also where no template attaches them to a pool. */
export function identityRoles(
  resources: readonly Resource[],
  policies: PolicyBook,
): readonly Resource[] {
  return resources.filter(
    (each) => each.type === 'AWS::IAM::Role' && identityTrustOf(each, policies).length > 0,
  );
}

/** The statements that let the identity service take the role. */
export function identityTrustOf(role: Resource, policies: PolicyBook): readonly Statement[] {
  return policies
    .heldBy(role)
    .flatMap(({ document }) => document.statements)
    .filter(
      (statement) =>
        statement.effect === 'Allow' &&
        trustsIdentities(statement) &&
        takingActions.some((action) => covers(statement.actions, action)),
    );
}

function trustsIdentities({ principals }: Statement): boolean {
  const { isAnybody, isExcept, federated = [] } = principals ?? {};
  const isNamed = federated.some((provider) => [identityService, '*'].includes(provider));
  return isExcept !== true && (isAnybody === true || isNamed);
}

/** The audiences for which the pools of the templates hold the role; none where it is attached elsewhere. */
export function audiencesOf(
  role: Resource,
  resources: readonly Resource[],
  find: Find,
): readonly Audience[] {
  const attachments = resources.filter(
    ({ type }) => type === 'AWS::Cognito::IdentityPoolRoleAttachment',
  );
  return (['authenticated', 'unauthenticated'] as const).filter((audience) =>
    attachments.some((each) => find(mapOf(each.properties.Roles)[audience], each) === role),
  );
}
