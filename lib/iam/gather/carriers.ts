/** Where resources carry the policies that are on them, or on others. Pure. */
import { isMap, listOf, type Properties } from '../policy/values.ts';
import type { Resource } from '../../template/template.ts';

/** A policy and what it is on. */
export interface Carried {
  /** What names the thing: its `Ref`, ARN or URL, as it is written. Nothing: all of its service in the account. */
  readonly on?: readonly unknown[];
  readonly written: unknown;
  /** Is it in no template: what AWS gives a thing without a policy? */
  readonly isDefault?: boolean;
  /** Who of everybody can come at all, where that is not everybody. */
  readonly anybody?: string;
}

type Look = (properties: Properties, source: Resource) => readonly Carried[];

const ofItself =
  (property: string, otherwise?: Omit<Carried, 'on' | 'isDefault'>): Look =>
  ({ [property]: written }, { logicalId }) => {
    const on = [`\${${logicalId}}`];
    if (written !== undefined) return [{ on, written }];
    return otherwise === undefined ? [] : [{ on, ...otherwise, isDefault: true }];
  };
const ofAnother =
  (target: string, property: string): Look =>
  (properties) => [{ on: listOf(properties[target]), written: properties[property] }];

/**
 * What a key has that is made without a policy.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const leftToTheAccount: Properties = {
  Version: '2012-10-17',
  Statement: [
    {
      ...{ Sid: 'Enable IAM User Permissions', Effect: 'Allow', Action: 'kms:*', Resource: '*' },
      Principal: { AWS: 'arn:aws:iam::${AWS::AccountId}:root' },
    },
  ],
};

/**
 * What a file system has that is made without a policy: whoever reaches a mount target may.
 * @see https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
const anybodyMounts = {
  anybody: 'any client that reaches a mount target',
  written: {
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Effect: 'Allow', Principal: { AWS: '*' }, Resource: '*' },
        Action: ['ClientMount', 'ClientWrite', 'ClientRootAccess'].map(
          (each) => `elasticfilesystem:${each}`,
        ),
      },
    ],
  },
};

/** By the type of the resource that carries the policy. */
export const carriers: Readonly<Record<string, Look>> = {
  'AWS::ApiGateway::RestApi': ofItself('Policy'),
  'AWS::Backup::BackupVault': ofItself('AccessPolicy'),
  'AWS::DynamoDB::GlobalTable': ({ Replicas }, { logicalId }) =>
    listOf(Replicas)
      .filter(isMap)
      .flatMap(({ ResourcePolicy }) => inResourcePolicy(ResourcePolicy, logicalId)),
  'AWS::DynamoDB::Table': ({ ResourcePolicy }, { logicalId }) =>
    inResourcePolicy(ResourcePolicy, logicalId),
  'AWS::EC2::VPCEndpoint': ofItself('PolicyDocument'),
  'AWS::ECR::Repository': ofItself('RepositoryPolicyText'),
  'AWS::EFS::FileSystem': ofItself('FileSystemPolicy', anybodyMounts),
  'AWS::Elasticsearch::Domain': ofItself('AccessPolicies'),
  'AWS::Events::EventBus': ofItself('Policy'),
  'AWS::Events::EventBusPolicy': (properties) => [
    { on: [properties['EventBusName'] ?? 'default'], written: busPolicy(properties) },
  ],
  'AWS::IAM::Role': ofItself('AssumeRolePolicyDocument'),
  'AWS::KMS::Key': ofItself('KeyPolicy', { written: leftToTheAccount }),
  'AWS::Kinesis::ResourcePolicy': ofAnother('ResourceArn', 'ResourcePolicy'),
  'AWS::Lambda::Permission': (properties) => [
    { on: [properties['FunctionName']], written: permission(properties) },
  ],
  'AWS::Logs::LogGroup': ofItself('ResourcePolicyDocument'),
  'AWS::Logs::ResourcePolicy': ({ PolicyDocument }) => [{ written: PolicyDocument }],
  'AWS::OpenSearchService::Domain': ofItself('AccessPolicies'),
  'AWS::S3::BucketPolicy': ofAnother('Bucket', 'PolicyDocument'),
  'AWS::SNS::TopicInlinePolicy': ofAnother('TopicArn', 'PolicyDocument'),
  'AWS::SNS::TopicPolicy': ofAnother('Topics', 'PolicyDocument'),
  'AWS::SQS::QueueInlinePolicy': ofAnother('Queue', 'PolicyDocument'),
  'AWS::SQS::QueuePolicy': ofAnother('Queues', 'PolicyDocument'),
  'AWS::SecretsManager::ResourcePolicy': ofAnother('SecretId', 'ResourcePolicy'),
};

function inResourcePolicy(policy: unknown, logicalId: string): readonly Carried[] {
  return isMap(policy) ? [{ on: [`\${${logicalId}}`], written: policy['PolicyDocument'] }] : [];
}

/**
 * What `AWS::Lambda::Permission` adds to the function's policy.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
function permission(properties: Properties): Properties {
  const { Action, Principal, SourceArn, SourceAccount, PrincipalOrgID } = properties;
  const { EventSourceToken, FunctionUrlAuthType, InvokedViaFunctionUrl } = properties;
  const isService = typeof Principal === 'string' && /^[\w.-]+\.amazon(aws)?\.com$/.test(Principal);
  const conditions = {
    ...given('ArnLike', { 'AWS:SourceArn': SourceArn }),
    ...given('StringEquals', {
      'AWS:SourceAccount': SourceAccount,
      'aws:PrincipalOrgID': PrincipalOrgID,
      'lambda:EventSourceToken': EventSourceToken,
      'lambda:FunctionUrlAuthType': FunctionUrlAuthType,
    }),
    ...(isTrue(InvokedViaFunctionUrl) ? { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } : {}),
  };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: Principal === '*' ? '*' : { [isService ? 'Service' : 'AWS']: Principal },
        Action,
        // The function itself and what is called through it.
        Resource: '*',
        ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
      },
    ],
  };
}

/** An event bus policy is one statement, or the parts of one. */
function busPolicy({
  Statement,
  StatementId,
  Action,
  Principal,
  Condition,
}: Properties): Properties {
  const { Key, Type, Value } = isMap(Condition) ? Condition : {};
  const statement = Statement ?? {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: Principal },
    Action,
    Resource: '*',
    ...(Condition === undefined ? {} : { Condition: { [String(Type)]: { [String(Key)]: Value } } }),
  };
  return { Version: '2012-10-17', Statement: [statement].flat() };
}

function isTrue(value: unknown): boolean {
  return String(value).toLowerCase() === 'true';
}

function given(operator: string, keys: Properties): Properties {
  const there = Object.entries(keys).filter(([, value]) => value !== undefined);
  return there.length === 0 ? {} : { [operator]: Object.fromEntries(there) };
}
