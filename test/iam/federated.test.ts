/** Somebody whom an identity provider vouches for, and the role that a template lets them assume. */
import { Permissions } from '../../lib/iam/permissions.ts';
import type { Resource } from '../../lib/template/template.ts';
import { document, resource } from './resources.ts';

function trusting(Federated: string, Action: string, Condition = {}): Resource['properties'] {
  const statement = { Effect: 'Allow', Principal: { Federated }, Action, Condition };
  return { AssumeRolePolicyDocument: document(statement) };
}

const web = 'sts:AssumeRoleWithWebIdentity';
const saml = 'sts:AssumeRoleWithSAML';
const cognito = 'cognito-identity.amazonaws.com';
const host = 'token.actions.githubusercontent.com';
const isSignedIn = { 'ForAnyValue:StringLike': { [`${cognito}:amr`]: 'authenticated' } };
const permissions = new Permissions([
  resource('Github', 'AWS::IAM::OIDCProvider', { Url: `https://${host}` }),
  resource('Office', 'AWS::IAM::SAMLProvider', { Name: 'office' }),
  resource('SignedIn', 'AWS::IAM::Role', trusting(cognito, web, isSignedIn)),
  resource(
    'Deploys',
    'AWS::IAM::Role',
    trusting(`arn:aws:iam::\${AWS::AccountId}:oidc-provider/${host}`, web),
  ),
  resource('Works', 'AWS::IAM::Role', trusting('${Office}', saml)),
]);

test.each([
  { who: cognito, on: 'SignedIn', amr: 'authenticated', expected: 'allowed' },
  { who: cognito, on: 'SignedIn', amr: 'unauthenticated', expected: 'implicit deny' },
  { who: cognito, on: 'SignedIn', expected: 'depends' },
  { who: cognito, on: 'Deploys', expected: 'implicit deny' },
  { who: 'Github', on: 'Deploys', expected: 'allowed' },
  { who: 'Office', on: 'Deploys', expected: 'implicit deny' },
  { who: 'accounts.google.com', on: 'SignedIn', amr: 'authenticated', expected: 'implicit deny' },
])('$who for $on, amr $amr: $expected', ({ who, on, amr, expected }) => {
  const context = amr === undefined ? {} : { [`${cognito}:amr`]: amr };
  expect(permissions.may({ who, on, action: web, context }).decision).toBe(expected);
});

test('a SAML provider of the template is named by its place, or by its ARN', () => {
  const places = ['Office', 'arn:aws:iam::${AWS::AccountId}:saml-provider/office'];
  const decisions = places.map(
    (who) => permissions.may({ who, on: 'Works', action: saml }).decision,
  );
  expect(decisions).toEqual(['allowed', 'allowed']);
});

test('the provider that a role trusts is one of those who may', () => {
  const context = { [`${cognito}:amr`]: 'authenticated' };
  const all = permissions.who({ on: 'SignedIn', action: web, context });
  const allowed = all.filter(({ decision }) => decision === 'allowed');
  expect(allowed.map(({ who }) => who)).toEqual([cognito]);
});

test('so is one of the template that it names by reference', () => {
  const all = permissions.who({ on: 'Works', action: saml });
  const allowed = all.filter(({ decision }) => decision === 'allowed');
  expect(allowed.map(({ who }) => who)).toEqual([
    'arn:aws:iam::${AWS::AccountId}:saml-provider/office',
  ]);
});
