/** Somebody who may make roles, or give them rights, without a boundary. */
import { decide } from '../../iam/decide/decide.ts';
import type { Policy } from '../../iam/policies.ts';
import { partsOf } from '../../iam/text/arn.ts';
import type { Resource } from '../../template/template.ts';
import type { PolicyBook } from '../policies.ts';
import type { Rule } from '../rule.ts';

const delegated = ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'];

export const boundaryOnDelegated: Rule = {
  id: 'kit/boundary-on-delegated',
  says: 'may make a role or give it rights without a permissions boundary (iam:PermissionsBoundary)',
  because:
    'Whoever may write the policy of a role and use it has all rights there are; a condition on the boundary keeps what is delegated inside it.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate',
  breaches({ resources, policies }) {
    return resources.filter(
      (each) =>
        ['AWS::IAM::Role', 'AWS::IAM::User'].includes(each.type) && mayEscalate(each, policies),
    );
  },
};

/** What AWS's own policies allow is another question: who has them is meant to have it. */
function mayEscalate(identity: Resource, policies: PolicyBook): boolean {
  const { identity: all = [], boundary } = policies.policiesOf(identity);
  // What a boundary of elsewhere allows is not known.
  if (boundary?.elsewhere !== undefined) return false;
  const own = all.filter(({ source }) => source !== undefined);
  const isUser = identity.type === 'AWS::IAM::User';
  const caller = {
    kind: isUser ? ('user' as const) : ('role' as const),
    ...{ arn: policies.arnOf(identity), account: '${AWS::AccountId}' },
  };
  return delegated.some((action) =>
    rolesIn(own).some((resource) => {
      const context = { values: { 'iam:PermissionsBoundary': [] }, unknown: 'rest' as const };
      const { decision } = decide(
        { identity: own, ...(boundary === undefined ? {} : { boundary }) },
        { caller, action, resource, context },
        policies.symbols,
      );
      return decision === 'allowed' || decision === 'depends';
    }),
  );
}

/** A role for each resource that they name. */
function rolesIn(own: readonly Policy[]): readonly string[] {
  const named = own
    .flatMap(({ document }) => document.statements)
    .flatMap(({ resources }) => (resources?.isExcept === false ? resources.patterns : []))
    .filter((each) => partsOf(each)[5]?.startsWith('role/') === true);
  return ['arn:aws:iam::${AWS::AccountId}:role/any', ...named].map((each) =>
    each.replace(/[*?]/g, 'any'),
  );
}
