/** What LocalStack's provisioners drop and its API can do is done by API, after every deployment. Reading it back shows it. */
import type { Properties } from '../../capabilities.ts';
import type { Client } from '../api/client.ts';
import type { Deployed } from '../api/deployed.ts';

interface Completion {
  /** The type and the property that the provisioner drops. */
  readonly type: string;
  readonly property: string;
  readonly says: string;
  readonly service: string;
  readonly command: string;
  /** The command's input out of the physical id and the property. */
  input(id: string, value: unknown): Properties;
}

const completions: readonly Completion[] = [
  {
    type: 'AWS::Logs::LogGroup',
    property: 'RetentionInDays',
    says: 'retention of logs',
    service: 'cloudwatch-logs',
    command: 'PutRetentionPolicy',
    input: (logGroupName, days) => ({ logGroupName, retentionInDays: Number(days) }),
  },
  {
    type: 'AWS::DynamoDB::Table',
    property: 'PointInTimeRecoverySpecification',
    says: 'point-in-time recovery',
    service: 'dynamodb',
    command: 'UpdateContinuousBackups',
    input: (TableName, value) => ({
      TableName,
      PointInTimeRecoverySpecification: withBooleans(value as Properties),
    }),
  },
  {
    type: 'AWS::S3::Bucket',
    property: 'PublicAccessBlockConfiguration',
    says: 'public access block',
    service: 's3',
    command: 'PutPublicAccessBlock',
    input: (Bucket, value) => ({
      Bucket,
      PublicAccessBlockConfiguration: withBooleans(value as Properties),
    }),
  },
  {
    type: 'AWS::S3::Bucket',
    property: 'OwnershipControls',
    says: 'ownership of objects',
    service: 's3',
    command: 'PutBucketOwnershipControls',
    input: (Bucket, OwnershipControls) => ({ Bucket, OwnershipControls }),
  },
  {
    type: 'AWS::S3::Bucket',
    property: 'LifecycleConfiguration',
    says: 'lifecycle of objects',
    service: 's3',
    command: 'PutBucketLifecycleConfiguration',
    input: (Bucket, value) => ({
      Bucket,
      LifecycleConfiguration: {
        Rules: (value as { Rules: readonly Properties[] }).Rules.map((rule, index) =>
          lifecycleRule({ Id: `rule-${index + 1}`, ...rule }),
        ),
      },
    }),
  },
  {
    type: 'AWS::Lambda::Function',
    property: 'ReservedConcurrentExecutions',
    says: 'reserved concurrency',
    service: 'lambda',
    command: 'PutFunctionConcurrency',
    input: (FunctionName, value) => ({
      FunctionName,
      ReservedConcurrentExecutions: Number(value),
    }),
  },
];

/** Every completion that the resources need; gives what was done, once each. */
export async function complete(
  client: Client,
  deployed: readonly Deployed[],
): Promise<readonly string[]> {
  const needed = deployed.flatMap(({ type, properties, physicalId }) =>
    completions
      .filter((each) => each.type === type && properties[each.property] !== undefined)
      .map((each) => ({ ...each, sent: each.input(physicalId, properties[each.property]) })),
  );
  for (const { service, command, sent } of needed) await client.send(service, command, sent);
  return [...new Set(needed.map(({ says }) => says))];
}

/** The properties that `complete` sees to: they are dropped by nobody. */
export function isCompleted(type: string, property: string): boolean {
  return completions.some((each) => each.type === type && each.property === property);
}

/** A template may say `"true"`. */
function withBooleans(value: Properties): Properties {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      each === 'true' || each === 'false' ? each === 'true' : each,
    ]),
  );
}

/**
 * A rule as the API wants it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html
 */
function lifecycleRule(rule: Properties): Properties {
  const { Transitions, NoncurrentVersionTransitions } = rule;
  const noncurrent = rule['NoncurrentVersionExpiration'] as Properties | undefined;
  const parts: Properties = {
    ID: rule['Id'],
    Status: rule['Status'],
    Filter: filterOf(rule),
    Expiration: expirationOf(rule),
    AbortIncompleteMultipartUpload: rule['AbortIncompleteMultipartUpload'],
    NoncurrentVersionExpiration: noncurrent,
    Transitions: listed(Transitions, { TransitionInDays: 'Days', TransitionDate: 'Date' }),
    NoncurrentVersionTransitions: listed(NoncurrentVersionTransitions, {
      TransitionInDays: 'NoncurrentDays',
    }),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, each]) => each !== undefined));
}

function filterOf({ Prefix, TagFilters }: Properties): Properties {
  const tags = (TagFilters ?? []) as readonly Properties[];
  if (tags.length === 0) return { Prefix: Prefix ?? '' };
  return { And: { ...(Prefix === undefined ? {} : { Prefix }), Tags: tags } };
}

function expirationOf(rule: Properties): Properties | undefined {
  const { ExpirationInDays, ExpirationDate, ExpiredObjectDeleteMarker } = rule;
  if (ExpirationInDays !== undefined) return { Days: Number(ExpirationInDays) };
  if (typeof ExpirationDate === 'string') return { Date: new Date(ExpirationDate) };
  return ExpiredObjectDeleteMarker === undefined ? undefined : { ExpiredObjectDeleteMarker };
}

function listed(list: unknown, names: Readonly<Record<string, string>>): unknown {
  if (!Array.isArray(list)) return undefined;
  return (list as readonly Properties[]).map((each) =>
    Object.fromEntries(
      Object.entries(each).map(([name, value]) => [
        names[name] ?? name,
        name === 'TransitionDate' ? new Date(String(value)) : value,
      ]),
    ),
  );
}
