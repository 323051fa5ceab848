/** Which role of an identity pool a signed-in user has, and what that lets them do. */
import { Permissions } from '../../lib/iam/permissions.ts';
import type { Resource } from '../../lib/template/template.ts';
import { document, resource } from './resources.ts';

function role(name: string, Action: string): Resource {
  const statement = { Effect: 'Allow', Action, Resource: '*' };
  return resource(name, 'AWS::IAM::Role', {
    Policies: [{ PolicyName: 'own', PolicyDocument: document(statement) }],
  });
}

const rule = (Value: string, roleName: string, MatchType = 'Equals'): object => ({
  ...{ Claim: 'team', MatchType, Value, RoleARN: `\${${roleName}.Arn}` },
});

function decided(mapping: object | undefined, context: Record<string, string> = {}): string {
  const RoleMappings = mapping === undefined ? {} : { RoleMappings: { web: mapping } };
  const permissions = new Permissions([
    resource('Pool', 'AWS::Cognito::IdentityPool'),
    resource('Roles', 'AWS::Cognito::IdentityPoolRoleAttachment', {
      IdentityPoolId: '${Pool}',
      Roles: { authenticated: '${Everyone.Arn}' },
      ...RoleMappings,
    }),
    role('Everyone', 's3:GetObject'),
    role('Editors', 's3:*'),
    role('Guests', 'sns:Publish'),
  ]);
  const { decision, needs } = permissions.may({
    ...{ who: 'Pool', action: 's3:PutObject', on: 'arn:aws:s3:::box/a', context },
  });
  return [decision, ...needs].join(' ');
}

const rules = (AmbiguousRoleResolution: string, ...Rules: readonly object[]): object => ({
  ...{ Type: 'Rules', AmbiguousRoleResolution, RulesConfiguration: { Rules } },
});
const byTeam = rules(
  'AuthenticatedRole',
  rule('web', 'Guests'),
  rule('ed', 'Editors', 'StartsWith'),
);

test('without a mapping everybody has the same role', () => {
  expect(decided(undefined)).toBe('implicit deny');
});

test.each([
  { team: 'editors', expected: 'allowed' },
  { team: 'web', expected: 'implicit deny' },
  { team: 'sales', expected: 'implicit deny' },
])('the first rule that is met decides: $team is $expected', ({ team, expected }) => {
  expect(decided(byTeam, { 'claim:team': team })).toBe(expected);
});

test('a claim that is not known leaves open which role it is', () => {
  expect(decided(byTeam)).toBe('depends claim:team');
});

test('where every role says the same it is certain', () => {
  const mapping = rules('AuthenticatedRole', rule('web', 'Guests'));
  expect(decided(mapping)).toBe('implicit deny');
});

test.each([
  ['Contains', 'sales-editors', 'allowed'],
  ['NotEqual', 'sales', 'allowed'],
  ['NotEqual', 'edit', 'implicit deny'],
])('a rule is met by %s: %s is %s', (match, team, expected) => {
  const mapping = rules('AuthenticatedRole', rule('edit', 'Editors', match));
  expect(decided(mapping, { 'claim:team': team })).toBe(expected);
});

test('a user whom no rule meets has no role where the pool says so', () => {
  const mapping = rules('Deny', rule('web', 'Editors'));
  expect(() => decided(mapping, { 'claim:team': 'sales' })).toThrow('acts as no role');
});

test('a token names its role itself', () => {
  const mapping = { Type: 'Token', AmbiguousRoleResolution: 'AuthenticatedRole' };
  expect(decided(mapping, { 'claim:cognito:preferred_role': '${Editors.Arn}' })).toBe('allowed');
  expect(decided(mapping)).toBe('depends claim:cognito:preferred_role');
});
