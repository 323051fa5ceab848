/** What the roles and users of templates are allowed, statement by statement. Pure. */
import { principals, roleIn } from '../iam/gather/callers.ts';
import { isKnown, type Policy } from '../iam/policies.ts';
import type { Listed, Statement } from '../iam/policy/statement.ts';
import type { Subject } from '../rules/rule.ts';
import { placeOf } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import { own } from '../template/values.ts';
import { granteesIn } from './grantees.ts';
import { namesIn, notKnownHere, statementName, type Named } from './named.ts';
import { namedAmong } from './references.ts';
import type { Allowed, Standing } from './report.ts';
import { standing } from './standing.ts';

export function allowedIn(subject: Subject): readonly Allowed[] {
  const actors = actorsAmong(subject.resources);
  const named = namesIn(subject);
  return granteesIn(subject).flatMap(({ who, resource, policies: { identity = [], boundary } }) => {
    const actsFor = (actors.get(resource) ?? []).map(placeOf);
    const limitedBy = boundary?.name ?? null;
    return identity
      .flatMap((policy) => allowedBy(policy, named))
      .map((each) => ({ ...standing(resource), who, actsFor, limitedBy, ...each }));
  });
}

type ByPolicy = Omit<Allowed, keyof Standing | 'who' | 'actsFor' | 'limitedBy'>;

/** Of a policy that is not known one row, which says so. */
function allowedBy(policy: Policy, named: Named): readonly ByPolicy[] {
  const nothing = { effect: 'Allow' as const, actions: [], on: [], conditions: [], isWide: false };
  if (!isKnown(policy)) return [{ ...nothing, isKnown: false, statement: policy.name }];
  return policy.document.statements.map((statement) => inStatement(statement, policy, named));
}

function inStatement(statement: Statement, policy: Policy, named: Named): ByPolicy {
  const { effect, actions, resources, conditions } = statement;
  return {
    effect,
    actions: wordsOf(actions),
    on: wordsOf(resources, named),
    conditions: [...new Set(conditions.map(({ key }) => key))],
    statement: statementName(statement, policy),
    isWide: isWide(actions) && isWide(resources),
    isKnown: true,
  };
}

/** What allows something: without what a Deny of everything takes back. */
export function effective(allowed: readonly Allowed[]): readonly Allowed[] {
  const holderOf = (each: Allowed): string => JSON.stringify([each.stack, each.who]);
  const denied = new Set(allowed.filter(isDenyOfAll).map(holderOf));
  return allowed.filter((each) => each.effect === 'Allow' && !denied.has(holderOf(each)));
}

function isDenyOfAll({ effect, actions, on, conditions }: Allowed): boolean {
  return effect === 'Deny' && actions.includes('*') && on.includes('*') && conditions.length === 0;
}

/** What is not known, once for each policy. */
export function notKnown(allowed: readonly Allowed[]): readonly string[] {
  const unknown = allowed.filter((each) => !each.isKnown).map(({ statement }) => statement);
  return [...new Set(unknown)].map((policy) => `${policy}: ${notKnownHere}`);
}

function wordsOf(listed: Listed | undefined, named: Named = (each) => each): readonly string[] {
  if (listed === undefined) return ['*'];
  const words = [...new Set(listed.patterns.map(named))];
  return listed.isExcept ? [`everything but ${words.join(', ')}`] : words;
}

/** Everything of a service, or of all. */
function isWide(listed: Listed | undefined): boolean {
  if (listed === undefined || listed.isExcept) return true;
  return listed.patterns.some((each) => each === '*' || each.endsWith(':*'));
}

/** By role what acts as it: of an instance profile or a launch template what names that. */
export function actorsAmong(
  resources: readonly Resource[],
): ReadonlyMap<Resource, readonly Resource[]> {
  const named = namedAmong(resources);
  // A group names a launch template, that an instance profile, and that a role: no chain is longer.
  const behind = (value: unknown, from: Resource, further = 2): readonly Resource[] =>
    named(value, from).flatMap((each) => {
      if (principals.includes(each.type)) return [each];
      return further === 0 ? [] : behind(roleIn(each), each, further - 1);
    });
  const actors = new Map<Resource, Resource[]>();
  for (const each of resources.filter(({ type }) => type !== 'AWS::IAM::InstanceProfile'))
    for (const role of behind(rolesOf(each), each))
      actors.set(role, [...(actors.get(role) ?? []), each]);
  return actors;
}

type RolesOf = (properties: Resource['properties']) => unknown;

/** Where more is named than the one role that a caller is asked about, or something else that names it. */
const roles: Readonly<Record<string, RolesOf>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': ({ RoleARN }) => RoleARN,
  'AWS::AutoScaling::AutoScalingGroup': ({
    LaunchTemplate,
    LaunchConfigurationName,
    MixedInstancesPolicy,
  }) => [LaunchTemplate, LaunchConfigurationName, MixedInstancesPolicy],
  'AWS::ECS::TaskDefinition': ({ TaskRoleArn, ExecutionRoleArn }) => [
    TaskRoleArn,
    ExecutionRoleArn,
  ],
  'AWS::EKS::Cluster': ({ RoleArn }) => RoleArn,
  'AWS::EKS::Nodegroup': ({ NodeRole }) => NodeRole,
};

function rolesOf(resource: Resource): unknown {
  const look = own(roles, resource.type);
  return look === undefined ? roleIn(resource) : look(resource.properties);
}
