/** What CloudFormation does to a resource when one of its properties changes, by AWS's own specification of its types. */
import { createRequire } from 'node:module';
import { own } from './values.ts';

/** `not known`: the specification has no such property, or no such type. */
export type Update = 'replaced' | 'may be replaced' | 'changed' | 'not known';

/** Loaded where something changed: the specification takes half a second. */
const load = createRequire(import.meta.url);

const known = new Map<string, Update>();

export function updateOf(type: string, property: string): Update {
  const onItsPage = own(own(pages, type), property);
  if (onItsPage !== undefined) return onItsPage;
  // The comparison asks what every object inherits, and a template may call a property so.
  if (Object.hasOwn(Object.prototype, property)) return 'not known';
  const key = `${type} ${property}`;
  const update = known.get(key) ?? specified(type, property);
  known.set(key, update);
  return update;
}

const updates: Readonly<Record<string, Update>> = {
  WILL_REPLACE: 'replaced',
  MAY_REPLACE: 'may be replaced',
  WILL_UPDATE: 'changed',
};

function specified(type: string, property: string): Update {
  const { fullDiff } = load(
    '@aws-cdk/cloudformation-diff',
  ) as typeof import('@aws-cdk/cloudformation-diff');
  // It reads the document of whatever is a policy, and breaks where there is none.
  const policy = { PolicyDocument: { Statement: [] } };
  const one = (value: string) => ({
    Resources: { X: { Type: type, Properties: { ...policy, [property]: value } } },
  });
  const difference = fullDiff(one('a'), one('b')).resources.changes['X'];
  return own(updates, difference?.changeImpact ?? '') ?? 'not known';
}

/**
 * Where the page of the type knows better than the specification, with or without an interruption.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-replicationgroup.html
 */
const pages: Readonly<Record<string, Readonly<Record<string, Update>>>> = {
  'AWS::EC2::EIP': { Domain: 'changed' },
  'AWS::EC2::Instance': {
    EbsOptimized: 'changed',
    InstanceType: 'changed',
    SecurityGroupIds: 'changed',
    UserData: 'changed',
  },
  'AWS::ECS::Service': { LaunchType: 'may be replaced' },
  'AWS::ElastiCache::ReplicationGroup': { Engine: 'changed' },
  'AWS::RDS::DBInstance': {
    AutoMinorVersionUpgrade: 'changed',
    BackupRetentionPeriod: 'changed',
    DBParameterGroupName: 'changed',
    MultiAZ: 'changed',
    Port: 'changed',
    PreferredMaintenanceWindow: 'changed',
    StorageType: 'changed',
  },
};

/**
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-volume.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
 */
const fixed: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::Volume': [
    ...['AvailabilityZone', 'AvailabilityZoneId', 'Encrypted', 'KmsKeyId', 'SnapshotId'],
  ],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
};

/** Why CloudFormation will not do it at all. */
export function refusalOf(type: string, properties: readonly string[]): string | undefined {
  const refused = properties.find((each) => own(fixed, type)?.includes(each) === true);
  return refused === undefined
    ? undefined
    : `CloudFormation refuses to change ${refused} of what is there`;
}

/** States of something, kept each as a resource of its own: a change of it makes another one, as it should. */
const revisions = [
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGatewayV2::Deployment',
  'AWS::ECS::TaskDefinition',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Version',
];

export function isRevision(type: string): boolean {
  return revisions.includes(type);
}
