/** Policies that resources hold: on a bucket, a queue, a function, a key, a role's trust. Pure. */
import { readDocument } from '../policy/read.ts';
import type { DocumentKind } from '../policy/problems.ts';
import { inTexts } from '../../template/placeholder.ts';
import { isMap, listOf, type Properties } from '../policy/values.ts';
import type { Policy } from '../policies.ts';
import { writtenAt, type Naming } from './naming.ts';
import type { Resource } from '../../template/template.ts';

/** A policy and what it is on. */
interface Held {
  /** What names the thing: its `Ref`, ARN or URL, as it is written. */
  readonly on: readonly unknown[];
  readonly written: unknown;
}

type Look = (properties: Properties, source: Resource) => readonly Held[];

const ofItself =
  (property: string): Look =>
  (properties, { logicalId }) =>
    properties[property] === undefined
      ? []
      : [{ on: [`\${${logicalId}}`], written: properties[property] }];
const ofAnother =
  (target: string, property: string): Look =>
  (properties) => [{ on: listOf(properties[target]), written: properties[property] }];

/** By the type of the resource that carries the policy. */
const looks: Readonly<Record<string, Look>> = {
  'AWS::ApiGateway::RestApi': ofItself('Policy'),
  'AWS::Backup::BackupVault': ofItself('AccessPolicy'),
  'AWS::DynamoDB::Table': ({ ResourcePolicy }, { logicalId }) =>
    isMap(ResourcePolicy)
      ? [{ on: [`\${${logicalId}}`], written: ResourcePolicy['PolicyDocument'] }]
      : [],
  'AWS::EC2::VPCEndpoint': ofItself('PolicyDocument'),
  'AWS::ECR::Repository': ofItself('RepositoryPolicyText'),
  'AWS::EFS::FileSystem': ofItself('FileSystemPolicy'),
  'AWS::Events::EventBusPolicy': (properties) => [
    { on: [properties['EventBusName'] ?? 'default'], written: busPolicy(properties) },
  ],
  'AWS::IAM::Role': ofItself('AssumeRolePolicyDocument'),
  'AWS::KMS::Key': ofItself('KeyPolicy'),
  'AWS::Kinesis::ResourcePolicy': ofAnother('ResourceArn', 'ResourcePolicy'),
  'AWS::Lambda::Permission': (properties) => [
    { on: [properties['FunctionName']], written: permission(properties) },
  ],
  'AWS::S3::BucketPolicy': ofAnother('Bucket', 'PolicyDocument'),
  'AWS::SNS::TopicInlinePolicy': ofAnother('TopicArn', 'PolicyDocument'),
  'AWS::SNS::TopicPolicy': ofAnother('Topics', 'PolicyDocument'),
  'AWS::SQS::QueueInlinePolicy': ofAnother('Queue', 'PolicyDocument'),
  'AWS::SQS::QueuePolicy': ofAnother('Queues', 'PolicyDocument'),
  'AWS::SecretsManager::ResourcePolicy': ofAnother('SecretId', 'ResourcePolicy'),
};

/**
 * What `AWS::Lambda::Permission` adds to the function's policy.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
function permission(properties: Properties): Properties {
  const { Action, Principal, SourceArn, SourceAccount, PrincipalOrgID } = properties;
  const { EventSourceToken, FunctionUrlAuthType } = properties;
  const isService = typeof Principal === 'string' && /^[\w.-]+\.amazon(aws)?\.com$/.test(Principal);
  const conditions = {
    ...given('ArnLike', { 'AWS:SourceArn': SourceArn }),
    ...given('StringEquals', {
      'AWS:SourceAccount': SourceAccount,
      'aws:PrincipalOrgID': PrincipalOrgID,
      'lambda:EventSourceToken': EventSourceToken,
      'lambda:FunctionUrlAuthType': FunctionUrlAuthType,
    }),
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

function given(operator: string, keys: Properties): Properties {
  const there = Object.entries(keys).filter(([, value]) => value !== undefined);
  return there.length === 0 ? {} : { [operator]: Object.fromEntries(there) };
}

/** A policy document of a resource, and the resource it is on. */
export interface HeldPolicy {
  readonly on: Resource;
  readonly policy: Policy;
}

export function heldPolicies(sources: readonly Resource[], naming: Naming): readonly HeldPolicy[] {
  return sources.flatMap((carrier) =>
    (looks[carrier.type]?.(carrier.properties, carrier) ?? []).flatMap(({ on, written }) =>
      on
        .map((each) => sources.find((other) => isNamed(String(each), { carrier, other }, naming)))
        .filter((each) => each !== undefined)
        .map((each) => ({ on: each, policy: policyOf(written, { carrier, on: each }, naming) })),
    ),
  );
}

/** Policies whose statements name no resource, or need not. */
const kinds: Readonly<Record<string, DocumentKind>> = {
  'AWS::IAM::Role': 'trust',
  'AWS::ECR::Repository': 'repository',
};

function policyOf(
  written: unknown,
  { carrier, on }: { readonly carrier: Resource; readonly on: Resource },
  naming: Naming,
): Policy {
  const told = naming.written(written, carrier.stack);
  const whole =
    on.type === 'AWS::ApiGateway::RestApi' ? withApi(told, naming.arnOf(on, invoke)) : told;
  return {
    name: nameFor(on, carrier),
    document: readDocument(whole, kinds[carrier.type] ?? 'resource'),
    source: writtenAt(carrier),
  };
}

const invoke = 'execute-api';

/**
 * `execute-api:/stage/GET/path` is short for the ARN of this API.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
function withApi(document: unknown, arn = ''): unknown {
  return inTexts(document, (text) => text.replace(/^execute-api:\//, () => `${arn}/`));
}

function nameFor(on: Resource, carrier: Resource): string {
  if (carrier.type === 'AWS::IAM::Role') return `trust policy of ${on.path}`;
  return on === carrier ? `policy of ${on.path}` : `policy ${carrier.path} of ${on.path}`;
}

/** By reference, by ARN or by name. */
function isNamed(
  text: string,
  { carrier, other }: { readonly carrier: Resource; readonly other: Resource },
  naming: Naming,
): boolean {
  const referred = naming.referred(text, carrier.stack);
  if (referred !== undefined) return referred === other;
  if (serviceOf(other) !== serviceOf(carrier) || other === carrier) return false;
  return [naming.arnOf(other), naming.nameOf(other)].includes(naming.inText(text, carrier.stack));
}

function serviceOf({ type }: Resource): string {
  return type.split('::')[1] ?? '';
}
