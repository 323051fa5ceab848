/** Pieces that the templates of several probes are made of, and how a call ended. */
import { refusalOf } from '../../../capabilities.ts';
import type { RawResource, RawTemplate } from '../../../template/template.ts';

export type Resources = NonNullable<RawTemplate['Resources']>;

export const ref = (name: string): unknown => ({ Ref: name });
export const attribute = (name: string, of: string): unknown => ({ 'Fn::GetAtt': [name, of] });
export const arn = (name: string): unknown => attribute(name, 'Arn');

export const policy = (...Statement: readonly unknown[]): unknown => ({
  Version: '2012-10-17',
  Statement,
});

/** The policies of a role that may do this and nothing else. */
export const allow = (
  Action: readonly string[],
  Resource: unknown,
  PolicyName = 'Allowed',
): readonly unknown[] => [
  { PolicyName, PolicyDocument: policy({ Effect: 'Allow', Action, Resource }) },
];

/** A role for callers of the own account. */
export const role = (policies: unknown = []): RawResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: policy({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
    }),
    Policies: policies,
  },
});

/** `/probe` of a REST API, deployed as stage `probes` once its methods are there. */
export const apiWith = (methods: Resources, stage: object = {}): Resources => ({
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'probes' } },
  Path: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      RestApiId: ref('Api'),
      ParentId: attribute('Api', 'RootResourceId'),
      PathPart: 'probe',
    },
  },
  ...methods,
  Deployment: {
    Type: 'AWS::ApiGateway::Deployment',
    DependsOn: Object.keys(methods),
    Properties: { RestApiId: ref('Api') },
  },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: {
      RestApiId: ref('Api'),
      DeploymentId: ref('Deployment'),
      StageName: 'probes',
      ...stage,
    },
  },
});

/** Answers without anything behind it, and differently each time. */
export const method = (HttpMethod: string, more: object): RawResource => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: ref('Api'),
    ResourceId: ref('Path'),
    HttpMethod,
    MethodResponses: [{ StatusCode: '200' }],
    Integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{"statusCode": 200}' },
      IntegrationResponses: [
        {
          StatusCode: '200',
          ResponseTemplates: { 'application/json': '{"drawn": "$context.requestId"}' },
        },
      ],
    },
    ...more,
  },
});

/** `other`: refused, but not for want of a permission. */
export async function decision(call: Promise<unknown>): Promise<'allowed' | 'denied' | 'other'> {
  const refusal = await refusalOf(call);
  if (refusal === undefined) return 'allowed';
  return /AccessDenied|AuthorizationError/.test(refusal.code) ? 'denied' : 'other';
}
