/** What a report says of what answers the internet at an address of AWS's. */
import { entriesOf } from '../../lib/review/entries.ts';
import { outsidersOf } from '../../lib/review/outsiders.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import type { Resource } from '../../lib/template/template.ts';
import { document, resource } from '../iam/resources.ts';

describe('what answers the internet by itself', () => {
  const answers = (...resources: readonly Resource[]) =>
    entriesOf(subjectOf(resources)).map(({ logicalId, open, guarded }) => [
      logicalId,
      open.join(),
      guarded.join(),
    ]);
  const api = (properties: Resource['properties'] = {}): Resource =>
    resource('Api', 'AWS::ApiGateway::RestApi', properties);
  const method = (HttpMethod: string, AuthorizationType: string): Resource =>
    resource(HttpMethod, 'AWS::ApiGateway::Method', {
      ...{ RestApiId: '${Api}', ResourceId: '${Api.RootResourceId}' },
      ...{ HttpMethod, AuthorizationType },
    });

  test('a method by whether somebody is asked; a preflight by neither', () => {
    const methods = [method('GET', 'NONE'), method('PUT', 'AWS_IAM'), method('OPTIONS', 'NONE')];
    expect(answers(api(), ...methods)).toEqual([['Api', 'GET /', 'PUT /']]);
  });

  test.each(['constructor', '__proto__'])('a %s answers nobody', (type) => {
    expect(answers(resource('Odd', type))).toEqual([]);
  });

  test('nobody at a private API', () => {
    const inside = api({ EndpointConfiguration: { Types: ['PRIVATE'] } });
    expect(answers(inside, method('GET', 'NONE'))).toEqual([]);
  });

  test('the routes of an HTTP API', () => {
    const http = resource('Api', 'AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' });
    const route = resource('Get', 'AWS::ApiGatewayV2::Route', {
      ...{ ApiId: '${Api}', RouteKey: 'GET /a' },
    });
    expect(answers(http, route)).toEqual([['Api', 'GET /a', '']]);
  });

  test('a method or route whose authorization is a parameter may ask nobody', () => {
    const http = resource('Http', 'AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' });
    const route = resource('Get', 'AWS::ApiGatewayV2::Route', {
      ...{ ApiId: '${Http}', RouteKey: 'GET /a', AuthorizationType: '${Auth}' },
    });
    const perhaps = '(perhaps: AuthorizationType is ${Auth})';
    expect(answers(api(), method('GET', '${Auth}'), http, route)).toEqual([
      ['Api', `GET / ${perhaps}`, ''],
      ['Http', `GET /a ${perhaps}`, ''],
    ]);
  });

  const url = (AuthType: string, TargetFunctionArn = '${Fn.Arn}'): Resource =>
    resource('Url', 'AWS::Lambda::Url', { AuthType, TargetFunctionArn });
  const fn = resource('Fn', 'AWS::Lambda::Function');
  const alias = resource('Live', 'AWS::Lambda::Alias', { FunctionName: '${Fn}', Name: 'live' });
  const permission = (more: object = {}): Resource =>
    resource('Permission', 'AWS::Lambda::Permission', {
      ...{ FunctionName: '${Fn.Arn}', Principal: '*', Action: 'lambda:InvokeFunctionUrl' },
      ...more,
    });
  const byType = { FunctionUrlAuthType: 'NONE' };
  test.each([
    ['NONE', [permission()], 'every request', ''],
    ['NONE', [permission(byType)], 'every request', ''],
    ['NONE', [permission({ Action: 'lambda:*' })], 'every request', ''],
    ['NONE', [alias, permission({ FunctionName: '${Live}' })], 'every request', ''],
    [
      'NONE',
      [permission({ EventSourceToken: 'token' })],
      'every request, under conditions of its policy',
      '',
    ],
    ['${Auth}', [permission()], 'every request (perhaps: AuthType is ${Auth})', ''],
    ['AWS_IAM', [permission()], '', 'signed requests'],
  ])('the URL of a function with %s and %j', (type, more, ...expected) => {
    expect(answers(fn, url(type), ...(more as readonly Resource[]))).toEqual([
      ['Url', ...expected],
    ]);
  });

  test.each([
    [permission({ PrincipalOrgID: 'o-1' })],
    [],
    [permission({ FunctionUrlAuthType: 'AWS_IAM' })],
    [permission({ Action: 'lambda:InvokeFunction' })],
    [permission({ Principal: '111122223333' })],
  ])('the URL of a function with %j answers nobody', (...more) => {
    expect(answers(fn, url('NONE'), ...more)).toEqual([]);
  });

  test('the URL of a function that is in no template may answer', () => {
    const elsewhere = url('NONE', 'arn:aws:lambda:us-east-1:111122223333:function:x');
    expect(answers(elsewhere)).toEqual([
      ['Url', 'every request, if its policy lets anybody in', ''],
    ]);
  });

  test.each([
    [true, [['Site', 'what it distributes', '']]],
    [false, []],
    ['${On}', [['Site', 'what it distributes, if ${On} is true', '']]],
  ])('a distribution with Enabled: %j', (Enabled, expected) => {
    const site = resource('Site', 'AWS::CloudFront::Distribution', {
      DistributionConfig: { Enabled },
    });
    expect(answers(site)).toEqual(expected);
  });

  test('a bucket by what its policy lets anybody do', () => {
    const bucket = (block: object) => [
      resource('Site', 'AWS::S3::Bucket', { PublicAccessBlockConfiguration: block }),
      resource('Policy', 'AWS::S3::BucketPolicy', {
        Bucket: '${Site}',
        PolicyDocument: document({
          ...{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' },
          Resource: '${Site.Arn}/*',
        }),
      }),
    ];
    expect(answers(...bucket({ BlockPublicPolicy: false }))).toEqual([
      ['Site', 's3:GetObject', ''],
    ]);
    expect(answers(...bucket({ RestrictPublicBuckets: true }))).toEqual([]);
  });

  const eks = 'AWS::EKS::Cluster';
  const runner = 'AWS::AppRunner::Service';
  const graph = 'AWS::AppSync::GraphQLApi';
  const ingress = (IsPubliclyAccessible: unknown): object => ({
    NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible } },
  });
  const by = (AuthenticationType: string): object => ({ AuthenticationType });

  test.each([
    [eks, { ResourcesVpcConfig: {} }, '', 'Kubernetes API by IAM, from 0.0.0.0/0'],
    [
      eks,
      { ResourcesVpcConfig: { PublicAccessCidrs: ['198.51.100.0/24'] } },
      '',
      'Kubernetes API by IAM, from 198.51.100.0/24',
    ],
    [
      eks,
      { ResourcesVpcConfig: { EndpointPublicAccess: '${Public}' } },
      '',
      'Kubernetes API by IAM, from 0.0.0.0/0, if ${Public} is true',
    ],
    [runner, {}, 'every request', ''],
    [runner, ingress(true), 'every request', ''],
    [graph, by('API_KEY'), 'GraphQL with an API key', ''],
    [
      graph,
      { ...by('AWS_IAM'), AdditionalAuthenticationProviders: [by('API_KEY')] },
      'GraphQL with an API key',
      'GraphQL by AWS_IAM',
    ],
    ['AWS::Cognito::UserPoolDomain', {}, '', 'who signs in'],
    ['AWS::ApiGatewayV2::Api', { Target: '${Fn.Arn}' }, '$default', ''],
    [
      'AWS::ApiGateway::RestApi',
      { Body: {} },
      '',
      'what its OpenAPI document says, which is not read here',
    ],
  ])('%s with %j', (type, properties, ...expected) => {
    expect(answers(resource('It', type, { ...properties }))).toEqual([['It', ...expected]]);
  });

  test.each([
    [eks, { ResourcesVpcConfig: { EndpointPublicAccess: false } }],
    [eks, { ResourcesVpcConfig: { EndpointPublicAccess: 'false' } }],
    [runner, ingress(false)],
    [graph, { ...by('API_KEY'), Visibility: 'PRIVATE' }],
  ])('%s with %j answers nobody outside', (type, properties) => {
    expect(answers(resource('It', type, { ...properties }))).toEqual([]);
  });

  const domain = (properties: object, ...statements: readonly object[]): Resource =>
    resource('Domain', 'AWS::OpenSearchService::Domain', {
      ...(statements.length === 0 ? {} : { AccessPolicies: document(...statements) }),
      ...properties,
    });
  const search = (Principal: unknown, more: object = {}): object => ({
    ...{ Effect: 'Allow', Principal, Action: 'es:ESHttp*', Resource: '*' },
    ...more,
  });
  const from = { Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } };
  const elsewhere = { Condition: { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } };
  const signed = 'signed requests';

  test.each([
    [[search('*')], 'es:ESHttp*', signed],
    [[search({ AWS: '*' })], 'es:ESHttp*', signed],
    [[search('*', from)], '', `es:ESHttp*, only with aws:SourceIp,${signed}`],
    [
      [search('*'), search('*', { Effect: 'Deny', ...elsewhere })],
      '',
      `es:ESHttp*, only with aws:SourceIp,${signed}`,
    ],
    [[search({ AWS: '111122223333' })], '', signed],
    [[], '', signed],
    [['${Statement}'], '', 'whom its policy lets in, which is not known here'],
  ])('a search domain with %j', (statements, ...expected) => {
    const all = statements as readonly object[];
    expect(answers(domain({}, ...all))).toEqual([['Domain', ...expected]]);
    expect(answers({ ...domain({}, ...all), type: 'AWS::Elasticsearch::Domain' })).toEqual([
      ['Domain', ...expected],
    ]);
  });

  test('a search domain in a VPC answers nobody outside', () => {
    const inside = { VPCOptions: { SubnetIds: ['${Subnet}'] } };
    expect(answers(domain(inside, search('*')))).toEqual([]);
    const perhaps = { VPCOptions: '${If Private}' };
    expect(answers(domain(perhaps, search('*')))).toEqual([
      ['Domain', 'es:ESHttp*, unless it is in a VPC', `${signed}, unless it is in a VPC`],
    ]);
  });

  test('of a search domain with fine-grained access control everybody has to sign in', () => {
    const guarded = { AdvancedSecurityOptions: { Enabled: true } };
    expect(answers(domain(guarded, search('*')))).toEqual([
      ['Domain', '', 'who signs in (fine-grained access control)'],
    ]);
  });

  test('a search domain lets in whom its access policy names', () => {
    const [found] = outsidersOf(subjectOf([domain({}, search('*', from))]));
    expect(found).toMatchObject({ who: 'anybody', place: 'Domain', conditions: ['aws:SourceIp'] });
  });
});
