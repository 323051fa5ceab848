/** What the loss of one zone, or one call too many, takes away. Pure. */
import type { Network } from '../network/network.ts';
import { isUnknown } from '../network/network.ts';
import { isProtectable, isProtected } from '../template/kept-data.ts';
import type { Resource } from '../template/template.ts';
import { own } from '../template/values.ts';
import type { Weakness } from './report.ts';
import { standing } from './standing.ts';

export function weaknessesOf(
  resources: readonly Resource[],
  network: Network,
): readonly Weakness[] {
  return resources.flatMap((resource) =>
    [
      ...(own(looks, resource.type)?.(resource.properties) ?? []),
      ...inOneZone(resource, network),
      ...(isProtectable(resource) && !isProtected(resource)
        ? ['one call removes it: it is not protected against deletion']
        : []),
    ].map((says) => ({ ...standing(resource), says })),
  );
}

type Look = (properties: Resource['properties']) => readonly string[];

function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

const looks: Readonly<Record<string, Look>> = {
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html
  'AWS::RDS::DBInstance': ({ MultiAZ, DBClusterIdentifier, BackupRetentionPeriod }) =>
    DBClusterIdentifier !== undefined
      ? []
      : [
          ...(isOn(MultiAZ) ? [] : ['it runs in one zone, and has no standby in another']),
          ...(String(BackupRetentionPeriod) === '0' ? ['nothing of it is backed up'] : []),
        ],
  // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
  'AWS::ElastiCache::ReplicationGroup': ({ AutomaticFailoverEnabled }) =>
    isOn(AutomaticFailoverEnabled) ? [] : ['no other node takes over from its primary by itself'],
  'AWS::ElastiCache::CacheCluster': () => [
    'it has no replica: what it holds is gone with its node',
  ],
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
  'AWS::DynamoDB::Table': ({ PointInTimeRecoverySpecification: recovery }) =>
    typeof recovery === 'object' &&
    recovery !== null &&
    isOn((recovery as { readonly PointInTimeRecoveryEnabled?: unknown }).PointInTimeRecoveryEnabled)
      ? []
      : ['it cannot be restored to a point in time'],
};

/** Of these one does not expect that a zone takes all of them. */
const spread = [
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::Lambda::Function',
];

function inOneZone(
  { type, stack, logicalId }: Resource,
  { ends, interfaces, subnets }: Network,
): readonly string[] {
  const end = ends.get(`${stack}/${logicalId}`);
  if (end === undefined || !spread.includes(type)) return [];
  const zones = end.interfaces.map((id) => subnets.get(interfaces.get(id)?.subnet ?? '')?.zone);
  const [first] = zones;
  const isOne = first !== undefined && !isUnknown(first) && zones.every((each) => each === first);
  return isOne ? [`all of it stands in one zone, ${first}`] : [];
}
