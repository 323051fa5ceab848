/** A role that more than one pool, or guests beside users, may get from the identity service. */
import { operatorOf } from '../../iam/condition/operators.ts';
import { demandsValue, isOn } from '../../iam/lint/conditions.ts';
import type { Condition, Statement } from '../../iam/policy/statement.ts';
import { Symbols } from '../../iam/text/symbols.ts';
import { audiencesOf, identityRoles, identityTrustOf, type Audience } from '../identity-roles.ts';
import { finderOf } from '../references.ts';
import type { Rule } from '../rule.ts';

const poolKey = 'cognito-identity.amazonaws.com:aud';
const audienceKey = 'cognito-identity.amazonaws.com:amr';

export const identityPoolTrust: Rule = {
  id: 'kit/identity-pool-trust',
  says: 'trusts more than its own pool and audience: each trust statement needs aud (the pool) and amr (authenticated or unauthenticated)',
  because:
    'Cognito speaks for every identity pool in the world and for guests as well as users: without aud any pool can hand the role out, without amr anybody can get it without signing in.',
  source:
    'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
  breaches({ resources, policies }) {
    const find = finderOf(resources);
    return identityRoles(resources, policies).filter((role) => {
      const audiences = audiencesOf(role, resources, find);
      return identityTrustOf(role, policies).some(
        (each) => !namesPool(each) || !keepsApart(each, audiences),
      );
    });
  },
};

/** Statements are alternatives, so each of them has to name the pool by itself. */
function namesPool({ conditions }: Statement): boolean {
  return conditions.some(
    (each) =>
      isOn(each, poolKey) &&
      demandsValue(each) &&
      // True for a request that brings no value at all.
      each.quantifier !== 'all' &&
      !(each.operator === 'StringLike' && each.values.some((value) => /[*?]/.test(value))),
  );
}

/** A token carries several `amr` values, so one of them has to be asked for: `ForAnyValue`. */
function keepsApart({ conditions }: Statement, audiences: readonly Audience[]): boolean {
  return conditions.some(
    (each) =>
      isOn(each, audienceKey) &&
      demandsValue(each) &&
      each.quantifier === 'any' &&
      isForOne(each, audiences),
  );
}

/**
 * Not for both audiences, and only for the one that the pool holds the role for. Another value, such as
 * `graph.facebook.com`, is a provider: its users are signed in.
 */
function isForOne(condition: Condition, audiences: readonly Audience[]): boolean {
  const { compare } = operatorOf(condition.operator);
  const admitted = (['authenticated', 'unauthenticated'] as const).filter((audience) =>
    condition.values.some((value) => compare(audience, value, new Symbols()) !== false),
  );
  const [held, ...more] = audiences;
  if (held === undefined || more.length > 0) return admitted.length < 2;
  return admitted.every((audience) => audience === held);
}
