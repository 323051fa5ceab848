/** The template on which the probes try an emulator: small, plain, of no lab. */
import type { RawTemplate } from '../../../template/template.ts';

const ref = (name: string): unknown => ({ Ref: name });
const arn = (name: string): unknown => ({ 'Fn::GetAtt': [name, 'Arn'] });

const trust = (condition: unknown): unknown => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Condition: condition,
    },
  ],
});
const audience = (pool: unknown): unknown => ({
  StringEquals: { 'cognito-identity.amazonaws.com:aud': pool },
  'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
});
const allow = (Action: unknown, Resource: unknown): unknown => [
  {
    PolicyName: 'Allowed',
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] },
  },
];
const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  },
};
const invoke = {
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: {
    'Fn::Sub':
      'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
  },
};

const signIn: RawTemplate['Resources'] = {
  Users: { Type: 'AWS::Cognito::UserPool', Properties: { UsernameAttributes: ['email'] } },
  Web: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      UserPoolId: ref('Users'),
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
  },
};

const identityPool = (role: string, pool: string): NonNullable<RawTemplate['Resources']> => ({
  [pool]: {
    Type: 'AWS::Cognito::IdentityPool',
    Properties: {
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [
        { ClientId: ref('Web'), ProviderName: { 'Fn::GetAtt': ['Users', 'ProviderName'] } },
      ],
    },
  },
  [`${pool}Roles`]: {
    Type: 'AWS::Cognito::IdentityPoolRoleAttachment',
    Properties: { IdentityPoolId: ref(pool), Roles: { authenticated: arn(role) } },
  },
});

const files: RawTemplate['Resources'] = {
  Bucket: { Type: 'AWS::S3::Bucket' },
  ...identityPool('Owner', 'Pool'),
  ...identityPool('Stranger', 'MistrustedPool'),
  Owner: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust(audience(ref('Pool'))),
      Policies: allow(['s3:PutObject', 's3:GetObject'], {
        'Fn::Sub': '${Bucket.Arn}/${!cognito-identity.amazonaws.com:sub}/*',
      }),
    },
  },
  Stranger: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trust(audience('us-east-1:nobodys-pool')) },
  },
};

const api: RawTemplate['Resources'] = {
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'probes' } },
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
  Validator: {
    Type: 'AWS::ApiGateway::RequestValidator',
    Properties: { RestApiId: ref('Api'), ValidateRequestBody: true },
  },
  Titled: {
    Type: 'AWS::ApiGateway::Model',
    Properties: {
      RestApiId: ref('Api'),
      ContentType: 'application/json',
      Name: 'Titled',
      Schema: {
        type: 'object',
        required: ['title'],
        additionalProperties: false,
        properties: { title: { type: 'string', minLength: 1 } },
      },
    },
  },
  Path: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      RestApiId: ref('Api'),
      ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      PathPart: 'probe',
    },
  },
  Get: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: ref('Api'),
      ResourceId: ref('Path'),
      HttpMethod: 'GET',
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizerId: ref('Authorizer'),
      Integration: invoke,
    },
  },
  Post: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: ref('Api'),
      ResourceId: ref('Path'),
      HttpMethod: 'POST',
      AuthorizationType: 'NONE',
      RequestValidatorId: ref('Validator'),
      RequestModels: { 'application/json': ref('Titled') },
      Integration: invoke,
    },
  },
  Deployment: {
    Type: 'AWS::ApiGateway::Deployment',
    DependsOn: ['Get', 'Post'],
    Properties: { RestApiId: ref('Api') },
  },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: {
      RestApiId: ref('Api'),
      DeploymentId: ref('Deployment'),
      StageName: 'probes',
      CacheClusterEnabled: true,
      CacheClusterSize: '0.5',
      MethodSettings: [
        {
          ResourcePath: '/~1probe',
          HttpMethod: 'GET',
          CachingEnabled: true,
          CacheTtlInSeconds: 60,
        },
      ],
    },
  },
};

const code = `exports.handler = async () => ({ statusCode: 200, body: JSON.stringify({ drawn: Math.random() }) });`;

const computing: RawTemplate['Resources'] = {
  Table: table,
  OtherTable: table,
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'lambda.amazonaws.com' },
          },
        ],
      },
      Policies: allow(['dynamodb:GetItem'], arn('Table')),
    },
  },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: arn('Role'),
      Code: { ZipFile: code },
    },
  },
  MayInvoke: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: ref('Function'),
      Principal: 'apigateway.amazonaws.com',
    },
  },
};

export const probeTemplate: RawTemplate = {
  Resources: { ...signIn, ...computing, ...files, ...api },
};
