/**
 * Which role an identity pool gives to who has signed in: by the rules of its role mapping, by the token, or the one for all.
 * Pure.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
import { isMap, listOf, type Properties } from '../policy/values.ts';
import type { Context } from '../request.ts';

export interface PoolRoles {
  /** As the template refers to them: one where it is known which; none where the pool gives none. */
  readonly roles: readonly unknown[];
  /** Claims of the token that would have to be known, as context keys: `claim:department`. */
  readonly needs: readonly string[];
  /** May it be a role that is not among them? */
  readonly mayBeAnother: boolean;
}

/** @param attachment the properties of the `AWS::Cognito::IdentityPoolRoleAttachment` */
export function rolesOfPool(attachment: Properties, values: Context['values']): PoolRoles {
  const { Roles, RoleMappings } = attachment;
  const otherwise = listOf(isMap(Roles) ? Roles['authenticated'] : undefined);
  const mappings = Object.values(isMap(RoleMappings) ? RoleMappings : {}).filter(isMap);
  if (mappings.length === 0) return only(otherwise);
  const all = mappings.map((mapping) => mapped(mapping, otherwise, claimsIn(values)));
  const needs = all.flatMap((each) => each.needs);
  return {
    roles: [...new Set(all.flatMap(({ roles }) => roles))],
    // A user has signed in with one of several providers.
    needs: mappings.length > 1 ? [...needs, 'the identity provider'] : needs,
    mayBeAnother: all.some((each) => each.mayBeAnother),
  };
}

function only(roles: readonly unknown[]): PoolRoles {
  return { roles, needs: [], mayBeAnother: false };
}

type Claims = ReadonlyMap<string, readonly string[]>;

function claimsIn(values: Context['values']): Claims {
  const claims = Object.entries(values).filter(([key]) => key.startsWith('claim:'));
  return new Map(claims.map(([key, value]) => [key.slice('claim:'.length), [value].flat()]));
}

function mapped(mapping: Properties, otherwise: readonly unknown[], claims: Claims): PoolRoles {
  const { Type, AmbiguousRoleResolution, RulesConfiguration } = mapping;
  const left = AmbiguousRoleResolution === 'Deny' ? [] : otherwise;
  if (Type === 'Token') return byToken(left, claims);
  const rules = listOf(isMap(RulesConfiguration) ? RulesConfiguration['Rules'] : []).filter(isMap);
  const possible: unknown[] = [];
  const needs: string[] = [];
  for (const rule of rules) {
    const isMet = meets(rule, claims);
    if (isMet === false) continue;
    possible.push(rule['RoleARN']);
    if (isMet === true) return { ...only(possible), needs };
    needs.push(`claim:${String(rule['Claim'])}`);
  }
  return { ...only([...possible, ...left]), needs };
}

/** The token names its roles itself: which, only it knows. */
function byToken(otherwise: readonly unknown[], claims: Claims): PoolRoles {
  const preferred = claims.get('cognito:preferred_role');
  if (preferred !== undefined) return only(preferred);
  return { roles: otherwise, needs: ['claim:cognito:preferred_role'], mayBeAnother: true };
}

/** Nothing where the claim is not known. */
function meets({ Claim, MatchType, Value }: Properties, claims: Claims): boolean | undefined {
  const given = claims.get(String(Claim));
  if (given === undefined) return undefined;
  const wanted = String(Value);
  const how = matching[String(MatchType)] ?? matching['Equals'];
  return given.some((value) => how?.(value, wanted));
}

const matching: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  Equals: (value, wanted) => value === wanted,
  Contains: (value, wanted) => value.includes(wanted),
  StartsWith: (value, wanted) => value.startsWith(wanted),
  NotEqual: (value, wanted) => value !== wanted,
};
