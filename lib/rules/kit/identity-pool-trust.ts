/** A role that more than one pool, or guests beside users, may get from the identity service. */
import { audiencesOf, identityRoles, identityTrustOf, type Audience } from '../identity-roles.ts';
import { finderOf } from '../references.ts';
import type { Rule } from '../rule.ts';
import { demandsValue, matches, type Condition, type Statement } from '../statements.ts';
import { isSameText } from '../values.ts';

const poolKey = 'cognito-identity.amazonaws.com:aud';
const audienceKey = 'cognito-identity.amazonaws.com:amr';

export const identityPoolTrust: Rule = {
  id: 'kit/identity-pool-trust',
  says: 'trusts more than its own pool and audience: each trust statement needs aud (the pool) and amr (authenticated or unauthenticated)',
  because:
    'Cognito speaks for every identity pool in the world and for guests as well as users: without aud any pool can hand the role out, without amr anybody can get it without signing in.',
  source:
    'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    return identityRoles(resources).filter((role) => {
      const audiences = audiencesOf(role, resources, find);
      return identityTrustOf(role).some((each) => !namesPool(each) || !keepsApart(each, audiences));
    });
  },
};

/** Statements are alternatives, so each of them has to name the pool by itself. */
function namesPool({ conditions }: Statement): boolean {
  return conditions.some(
    (each) =>
      each.key === poolKey &&
      demandsValue(each) &&
      // True for a request that brings no value at all.
      each.quantifier !== 'forallvalues' &&
      !(each.operator === 'stringlike' && each.values.some((value) => /[*?]/.test(value))),
  );
}

/** A token carries several `amr` values, so one of them has to be asked for: `ForAnyValue`. */
function keepsApart({ conditions }: Statement, audiences: readonly Audience[]): boolean {
  return conditions.some(
    (each) =>
      each.key === audienceKey &&
      demandsValue(each) &&
      each.quantifier === 'foranyvalue' &&
      isForOne(each, audiences),
  );
}

/**
 * Not for both audiences, and only for the one that the pool holds the role for. Another value, such as
 * `graph.facebook.com`, is a provider: its users are signed in.
 */
function isForOne(condition: Condition, audiences: readonly Audience[]): boolean {
  const admitted = (['authenticated', 'unauthenticated'] as const).filter((audience) =>
    condition.values.some((value) => admits(condition, value, audience)),
  );
  const [held, ...more] = audiences;
  if (held === undefined || more.length > 0) return admitted.length < 2;
  return admitted.every((audience) => audience === held);
}

function admits({ operator }: Condition, value: string, audience: Audience): boolean {
  return operator === 'stringlike' ? matches(value, audience) : isSameText(value, audience);
}
