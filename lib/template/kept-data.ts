/**
 * What holds data, and what becomes of it when CloudFormation removes or replaces the resource. Pure.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
 */
import type { Resource } from './template.ts';
import { isMap, own, textOf } from './values.ts';

export interface KeptData {
  /** `items`, `objects`, `log events` */
  readonly holds: string;
  /** `stays`: the removal fails as long as there is any. */
  readonly fate: 'lost' | 'snapshot' | 'kept' | 'stays';
  readonly why: string;
}

/** What a new one of the type has not: all that was put into it since. */
const holders: Readonly<Record<string, string>> = {
  'AWS::APS::Workspace': 'metrics',
  'AWS::AmazonMQ::Broker': 'messages',
  'AWS::Backup::BackupVault': 'backups',
  'AWS::Cassandra::Keyspace': 'tables',
  'AWS::Cassandra::Table': 'rows',
  'AWS::CloudTrail::EventDataStore': 'events',
  'AWS::CodeCommit::Repository': 'commits',
  'AWS::Cognito::IdentityPool': 'identities',
  'AWS::Cognito::UserPool': 'users',
  'AWS::DSQL::Cluster': 'databases',
  'AWS::DocDB::DBCluster': 'documents',
  'AWS::DocDBElastic::Cluster': 'documents',
  'AWS::DynamoDB::GlobalTable': 'items',
  'AWS::DynamoDB::Table': 'items',
  'AWS::EC2::Volume': 'blocks',
  'AWS::ECR::Repository': 'images',
  'AWS::EFS::FileSystem': 'files',
  'AWS::ElastiCache::CacheCluster': 'entries',
  'AWS::ElastiCache::ReplicationGroup': 'entries',
  'AWS::ElastiCache::ServerlessCache': 'entries',
  'AWS::Elasticsearch::Domain': 'documents',
  'AWS::Events::Archive': 'events',
  'AWS::FSx::FileSystem': 'files',
  'AWS::FSx::Volume': 'files',
  'AWS::KMS::Key': 'the key, and with it all that it encrypted',
  'AWS::Kinesis::Stream': 'records',
  'AWS::Logs::LogGroup': 'log events',
  'AWS::MSK::Cluster': 'records',
  'AWS::MemoryDB::Cluster': 'entries',
  'AWS::Neptune::DBCluster': 'graphs',
  'AWS::OpenSearchServerless::Collection': 'documents',
  'AWS::OpenSearchService::Domain': 'documents',
  'AWS::QLDB::Ledger': 'documents',
  'AWS::RDS::DBCluster': 'databases',
  'AWS::RDS::DBInstance': 'databases',
  'AWS::Redshift::Cluster': 'databases',
  'AWS::RedshiftServerless::Namespace': 'databases',
  'AWS::S3::Bucket': 'objects',
  'AWS::S3Express::DirectoryBucket': 'objects',
  'AWS::S3Tables::TableBucket': 'tables',
  'AWS::SQS::Queue': 'messages',
  'AWS::SecretsManager::Secret': 'the secret',
  'AWS::Timestream::Database': 'tables',
  'AWS::Timestream::Table': 'rows',
};

/** Of these a snapshot is kept where nothing is said; not of an instance in a cluster. */
export function usualPolicy({ type, properties }: Resource): string {
  return type === 'AWS::RDS::DBCluster' ||
    (type === 'AWS::RDS::DBInstance' && !isMember(properties))
    ? 'Snapshot'
    : 'Delete';
}

/** What is in an instance of a cluster is in the cluster. */
function isMember(properties: Resource['properties']): boolean {
  return properties['DBClusterIdentifier'] !== undefined;
}

/** What it holds; undefined of what holds nothing. */
export function heldBy({ type, properties }: Resource): string | undefined {
  return type === 'AWS::RDS::DBInstance' && isMember(properties) ? undefined : own(holders, type);
}

/** Null for what holds nothing. @param all what stands beside it: a bucket may be emptied */
export function dataRemoved(resource: Resource, all: readonly Resource[]): KeptData | null {
  const holds = heldBy(resource);
  if (holds === undefined) return null;
  const { deletionPolicy } = resource;
  const policy = deletionPolicy ?? usualPolicy(resource);
  const why = `${deletionPolicy === undefined ? 'usual ' : ''}DeletionPolicy ${policy}`;
  return { holds, ...fateUnder(policy, why, hindrance(resource, all)) };
}

/** @param after as it shall be: its policy is for what it was before */
export function dataReplaced(
  before: Resource,
  after: Resource,
  all: readonly Resource[],
): KeptData | null {
  const holds = heldBy(before);
  if (holds === undefined) return null;
  const { updateReplacePolicy: said } = after;
  const why = `${said === undefined ? 'usual ' : ''}UpdateReplacePolicy ${said ?? 'Delete'}`;
  return { holds, ...fateUnder(said ?? 'Delete', why, hindrance(before, all)) };
}

function fateUnder(
  policy: string,
  why: string,
  hindered: Hindrance | undefined,
): Pick<KeptData, 'fate' | 'why'> {
  if (policy.startsWith('Retain')) return { fate: 'kept', why };
  if (policy === 'Snapshot') return { fate: 'snapshot', why };
  return hindered === undefined ? { fate: 'lost', why } : { fate: 'stays', why: hindered.why };
}

export interface Hindrance {
  readonly why: string;
  /** Whatever it holds. */
  readonly isSure: boolean;
}

/** Why its removal fails, and leaves it where it is. */
export function hindrance(resource: Resource, all: readonly Resource[]): Hindrance | undefined {
  if (isProtected(resource)) return { why: 'it is protected against deletion', isSure: true };
  const noun = own(onlyEmpty, resource.type);
  if (noun === undefined || isEmptied(resource, all)) return undefined;
  return { why: `a ${noun} that holds anything is not removed`, isSure: false };
}

/**
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVault.html
 */
const onlyEmpty: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupVault': 'vault',
  'AWS::ECR::Repository': 'repository',
  'AWS::S3::Bucket': 'bucket',
};

/**
 * To what its protection against deletion is set; undefined of what has none. That of an instance in a cluster is the
 * cluster's.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html DeletionProtection
 */
export function protectionOf({
  type,
  properties,
}: Resource): { readonly setTo: unknown } | undefined {
  const name = own(protections, type);
  const isNone = name === undefined || (type === 'AWS::RDS::DBInstance' && isMember(properties));
  return isNone ? undefined : { setTo: properties[name] };
}

function isProtected(resource: Resource): boolean {
  return isOn(protectionOf(resource)?.setTo);
}

const protections: Readonly<Record<string, string>> = {
  'AWS::Cognito::UserPool': 'DeletionProtection',
  'AWS::DocDB::DBCluster': 'DeletionProtection',
  'AWS::DynamoDB::Table': 'DeletionProtectionEnabled',
  'AWS::Neptune::DBCluster': 'DeletionProtection',
  'AWS::RDS::DBCluster': 'DeletionProtection',
  'AWS::RDS::DBInstance': 'DeletionProtection',
};

/** Is the switch on, as templates write it? */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true' || value === 'ACTIVE';
}

/** By itself, or by the CDK's `autoDeleteObjects` and `autoDeleteImages`. */
function isEmptied({ logicalId, properties }: Resource, all: readonly Resource[]): boolean {
  if (isOn(properties['EmptyOnDelete'])) return true;
  return all.some(({ type, properties: by }) => {
    const name = own(emptiers, type);
    return name !== undefined && JSON.stringify(by[name] ?? '').includes(`\${${logicalId}}`);
  });
}

const emptiers: Readonly<Record<string, string>> = {
  'Custom::ECRAutoDeleteImages': 'RepositoryName',
  'Custom::S3AutoDeleteObjects': 'BucketName',
};

/**
 * The devices of volumes that outlive the instance.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/preserving-volumes-on-termination.html
 */
export function volumesKept({ type, properties }: Resource): readonly string[] {
  if (!launching.includes(type)) return [];
  const { LaunchTemplateData = properties } = properties;
  if (!isMap(LaunchTemplateData)) return [];
  const { BlockDeviceMappings } = LaunchTemplateData;
  return (Array.isArray(BlockDeviceMappings) ? BlockDeviceMappings : [])
    .filter(isMap)
    .filter(({ Ebs }) => isMap(Ebs) && String(Ebs['DeleteOnTermination']) === 'false')
    .map(({ DeviceName }) => textOf(DeviceName));
}

const launching = [
  'AWS::AutoScaling::LaunchConfiguration',
  'AWS::EC2::Instance',
  'AWS::EC2::LaunchTemplate',
];
