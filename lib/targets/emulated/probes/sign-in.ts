/** Users, whom a REST API lets in, and the roles that an identity pool hands them. */
import { refusalOf, type Properties } from '../../../capabilities.ts';
import type { ProbeGroup } from './group.ts';
import {
  allow,
  apiWith,
  arn,
  attribute,
  decision,
  method,
  policy,
  ref,
  type Resources,
} from './parts.ts';

const trust = policy({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: 'cognito-identity.amazonaws.com' },
  Condition: {
    StringEquals: { 'cognito-identity.amazonaws.com:aud': ref('Pool') },
    'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
  },
});

const users: Resources = {
  Users: { Type: 'AWS::Cognito::UserPool', Properties: { UsernameAttributes: ['email'] } },
  Web: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      UserPoolId: ref('Users'),
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
  },
};

const files: Resources = {
  Bucket: { Type: 'AWS::S3::Bucket' },
  Pool: {
    Type: 'AWS::Cognito::IdentityPool',
    Properties: {
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [
        { ClientId: ref('Web'), ProviderName: attribute('Users', 'ProviderName') },
      ],
    },
  },
  PoolRoles: {
    Type: 'AWS::Cognito::IdentityPoolRoleAttachment',
    Properties: { IdentityPoolId: ref('Pool'), Roles: { authenticated: arn('Owner') } },
  },
  Owner: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust,
      Policies: allow(['s3:PutObject', 's3:GetObject'], {
        'Fn::Sub': '${Bucket.Arn}/${!cognito-identity.amazonaws.com:sub}/*',
      }),
    },
  },
};

const authorizer: Resources = {
  Authorizer: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      Name: 'users',
      RestApiId: ref('Api'),
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.Authorization',
      ProviderARNs: [arn('Users')],
    },
  },
};

const methods: Resources = {
  Get: method('GET', {
    AuthorizationType: 'COGNITO_USER_POOLS',
    AuthorizerId: ref('Authorizer'),
  }),
};

const probes: ProbeGroup['probes'] = {
  'rest-cognito': async ({ http }) => {
    const probe = { to: 'Api', path: '/probe' };
    const none = await http(probe);
    const garbage = await http({ ...probe, headers: { authorization: 'garbage' } });
    const altered = await http({ ...probe, headers: { authorization: '${A.idToken}x' } });
    const good = await http({ ...probe, as: 'A' });
    return [none, garbage, altered].every(({ status }) => status === 401) && good.status === 200;
  },

  'identity-pool': async ({ sdk }) => {
    const { Arn } = await sdk('sts', 'GetCallerIdentity', {}, { principal: 'A' });
    const logins = (token: string): Properties => ({
      IdentityPoolId: '${Pool}',
      Logins: { 'cognito-idp.${AWS::Region}.amazonaws.com/${Users}': token },
    });
    const good = await refusalOf(sdk('cognito-identity', 'GetId', logins('${A.idToken}')));
    const altered = await refusalOf(sdk('cognito-identity', 'GetId', logins('${A.idToken}x')));
    return String(Arn).includes(':assumed-role/') && good === undefined && altered !== undefined;
  },

  'policy-variables': async ({ sdk }) => {
    const { IdentityId } = await sdk('cognito-identity', 'GetId', {
      IdentityPoolId: '${Pool}',
      Logins: { 'cognito-idp.${AWS::Region}.amazonaws.com/${Users}': '${A.idToken}' },
    });
    const put = (folder: string): Promise<string> =>
      decision(
        sdk(
          's3',
          'PutObject',
          { Bucket: '${Bucket}', Key: `${folder}/a`, Body: 'a' },
          { principal: 'A' },
        ),
      );
    return (
      (await put(String(IdentityId))) === 'allowed' && (await put('somebody-else')) === 'denied'
    );
  },
};

export const signIn: ProbeGroup = {
  stack: 'ProbesSignIn',
  template: { Resources: { ...users, ...files, ...authorizer, ...apiWith(methods) } },
  probes,
};
