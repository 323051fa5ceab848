/** What a report says of guests and of who signs up by themselves. */
import { entriesOf } from '../../lib/review/entries.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import type { Resource } from '../../lib/template/template.ts';
import { document, resource } from '../iam/resources.ts';

describe('who answers whoever signs up, and guests', () => {
  const answers = (...resources: readonly Resource[]) =>
    entriesOf(subjectOf(resources)).map(({ logicalId, open, guarded }) => [
      logicalId,
      open.join(),
      guarded.join(),
    ]);
  const users = (AdminCreateUserConfig?: object): Resource =>
    resource('Users', 'AWS::Cognito::UserPool', { AdminCreateUserConfig });
  const signsUp = 'GET / (whoever signs up)';

  test.each([
    [users(), signsUp],
    [users({ AllowAdminCreateUserOnly: false }), signsUp],
    [users({ AllowAdminCreateUserOnly: true }), 'GET /'],
    [resource('Users', 'AWS::SNS::Topic'), 'GET /'],
  ])('a method that asks for a token of %j is for whoever gets one', (pool, says) => {
    const check = resource('Check', 'AWS::ApiGateway::Authorizer', {
      ProviderARNs: ['${Users.Arn}'],
    });
    const api = resource('Api', 'AWS::ApiGateway::RestApi');
    const asking = resource('Get', 'AWS::ApiGateway::Method', {
      ...{ RestApiId: '${Api}', ResourceId: '${Api.RootResourceId}', HttpMethod: 'GET' },
      ...{ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: '${Check}' },
    });
    expect(answers(api, asking, check, pool)).toEqual([['Api', '', says]]);
  });

  test('so is a route by the issuer of its tokens', () => {
    const http = resource('Api', 'AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' });
    const route = resource('Get', 'AWS::ApiGatewayV2::Route', {
      ...{ ApiId: '${Api}', RouteKey: 'GET /', AuthorizationType: 'JWT' },
      AuthorizerId: '${Check}',
    });
    const check = resource('Check', 'AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Issuer: 'https://cognito-idp.us-east-1.amazonaws.com/${Users}' },
    });
    expect(answers(http, route, check, users())).toEqual([['Api', '', signsUp]]);
  });

  const attachment = (unauthenticated?: string): Resource =>
    resource('Roles', 'AWS::Cognito::IdentityPoolRoleAttachment', {
      ...{ IdentityPoolId: '${Pool}', Roles: { unauthenticated } },
    });
  const guest = resource('Guest', 'AWS::IAM::Role', {
    Policies: [
      {
        PolicyName: 'p',
        PolicyDocument: document({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
      },
    ],
  });

  test.each([
    [true, [guest, attachment('${Guest.Arn}')], ['guest credentials: s3:* on *']],
    [
      '${On}',
      [guest, attachment('${Guest.Arn}')],
      ['guest credentials: s3:* on *, if ${On} is true'],
    ],
    [true, [attachment('arn:x')], ['guest credentials: what role arn:x allows']],
    [true, [], ['guest credentials: if a role for guests is attached elsewhere']],
    [true, [attachment()], []],
    [false, [guest, attachment('${Guest.Arn}')], []],
  ])('an identity pool that lets guests in: %j with %j', (allows, more, expected) => {
    const pool = resource('Pool', 'AWS::Cognito::IdentityPool', {
      AllowUnauthenticatedIdentities: allows,
    });
    const all = [pool, ...(more as readonly Resource[])];
    expect(answers(...all)).toEqual(expected.map((each) => ['Pool', each, '']));
  });
});
