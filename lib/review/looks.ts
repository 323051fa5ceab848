/** What is looked for at resources of a type: one instance, one zone, no backup. Pure. */
import type { Network } from '../network/network.ts';
import { balancedBy } from '../rules/balanced.ts';
import { listOf, mapOf, numberOf, textOf, textsOf } from '../rules/values.ts';
import { isOn } from '../template/kept-data.ts';
import { isUnknown } from '../template/placeholder.ts';
import { idOf } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import { own } from '../template/values.ts';
import { namedAmong, type Named } from './references.ts';

/** The other resources. */
export interface Around {
  readonly all: readonly Resource[];
  readonly named: Named;
  readonly network: Network;
}

export function aroundOf(all: readonly Resource[], network: Network): Around {
  return { all, named: namedAmong(all), network };
}

/** What it is exposed to. */
type Look = (resource: Resource, around: Around) => readonly string[];

/** Undefined where nothing of the type is known. */
export function lookOf({ type }: Resource): Look | undefined {
  return own(looks, type);
}

/** Where only the deployment knows how the switch is set, it is a perhaps. */
export function unless(value: unknown, says: string): readonly string[] {
  return isOn(value) ? [] : [isOpen(value) ? `perhaps ${says}` : says];
}

function isOpen(value: unknown): boolean {
  return typeof value === 'string' && isUnknown(value);
}

function ifOne(count: unknown, says: string): readonly string[] {
  if (isOpen(count)) return [`perhaps ${says}`];
  return numberOf(count) === 1 ? [says] : [];
}

const looks: Readonly<Record<string, Look>> = {
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html
  'AWS::EC2::Instance': (resource, { network }) =>
    isOneOfSeveral(resource, network)
      ? []
      : ['it is one instance, in one zone: no other takes over from it'],
  // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes.html
  'AWS::EC2::Volume': (resource, around) => [
    'it is kept in one zone',
    ...unlessBackedUp(resource, around),
  ],
  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html
  'AWS::AutoScaling::AutoScalingGroup': ({ properties: { DesiredCapacity, MinSize } }) =>
    ifOne(
      DesiredCapacity ?? MinSize,
      'it has one instance: when that is lost, none is left until another has booted',
    ),
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html DesiredCount
  'AWS::ECS::Service': (resource, around) =>
    textOf(resource.properties.SchedulingStrategy) === 'DAEMON'
      ? []
      : ifOne(
          leastTasks(resource, around),
          'it has one task: when that is lost, none is left until another has started',
        ),
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html
  'AWS::RDS::DBInstance': ({ properties }) =>
    properties.DBClusterIdentifier !== undefined
      ? []
      : [
          ...unless(properties.MultiAZ, 'it runs in one zone, and has no standby in another'),
          ...(textOf(properties.BackupRetentionPeriod) === '0'
            ? ['nothing of it is backed up']
            : []),
        ],
  // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
  'AWS::RDS::DBCluster': ofMembers('AWS::RDS::DBInstance'),
  // https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-fault-tolerance.html
  'AWS::DocDB::DBCluster': ofMembers('AWS::DocDB::DBInstance'),
  // https://docs.aws.amazon.com/neptune/latest/userguide/backup-restore-overview-fault-tolerance.html
  'AWS::Neptune::DBCluster': ofMembers('AWS::Neptune::DBInstance'),
  // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
  'AWS::ElastiCache::ReplicationGroup': ({ properties }) =>
    replicasIn(properties) === 0
      ? [noReplica]
      : unless(
          properties.AutomaticFailoverEnabled,
          'no other node takes over from its primary by itself',
        ),
  'AWS::ElastiCache::CacheCluster': () => [noReplica],
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
  'AWS::OpenSearchService::Domain': ({ properties }) => nodesOf(properties.ClusterConfig),
  'AWS::Elasticsearch::Domain': ({ properties }) => nodesOf(properties.ElasticsearchClusterConfig),
  // https://docs.aws.amazon.com/efs/latest/ug/availability-durability.html
  'AWS::EFS::FileSystem': (resource, around) => {
    const { AvailabilityZoneName: zone, BackupPolicy } = resource.properties;
    const { Status } = mapOf(BackupPolicy);
    // Where nothing is said, those of one zone are backed up: https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html
    const isBackedUp = Status === undefined ? zone !== undefined : Status === 'ENABLED';
    return [
      ...(zone === undefined ? [] : [`it is kept in one zone, ${textOf(zone)}`]),
      ...(isBackedUp ? [] : unlessBackedUp(resource, around)),
    ];
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
  'AWS::DynamoDB::Table': ({ properties }) =>
    unless(
      mapOf(properties.PointInTimeRecoverySpecification).PointInTimeRecoveryEnabled,
      'it cannot be restored to a point in time',
    ),
};

const noReplica = 'it has no replica: what it holds is gone with its node';

/** Does a load balancer send to others besides on the same port? */
function isOneOfSeveral(resource: Resource, network: Network): boolean {
  const all = balancedBy(network);
  return all
    .filter(({ end }) => end === idOf(resource))
    .some((mine) =>
      all.some(
        ({ balancer, end, port }) =>
          balancer === mine.balancer && port === mine.port && end !== mine.end,
      ),
    );
}

/** As many as scaling leaves, else as many as it starts with. */
function leastTasks(service: Resource, { all, named }: Around): unknown {
  const scaled = all.find(
    (each) =>
      each.type === 'AWS::ApplicationAutoScaling::ScalableTarget' &&
      named(each.properties.ResourceId, each).includes(service),
  );
  return scaled?.properties.MinCapacity ?? service.properties.DesiredCount ?? 1;
}

/** A cluster whose instances take over from one another, as far as there are several. */
function ofMembers(type: string): Look {
  return (cluster, { all, named }) => {
    const { EngineMode, DBClusterInstanceClass, DBClusterIdentifier: name } = cluster.properties;
    // Those have no instances of their own in a template.
    if (EngineMode === 'serverless' || DBClusterInstanceClass !== undefined) return [];
    const isMember = (each: Resource): boolean => {
      const { DBClusterIdentifier: of } = each.properties;
      return named(of, each).includes(cluster) || (name !== undefined && of === name);
    };
    const members = all.filter((each) => each.type === type && isMember(each));
    const certain = members.filter(({ condition }) => condition === undefined);
    if (members.length === 0)
      return ['no instance of it is in the templates: whether one takes over is not known'];
    const says = 'it has one instance: no other takes over from it';
    if (members.length === 1) return [says];
    return certain.length > 1 ? [] : [`perhaps ${says}`];
  };
}

/** The fewest of a node group; undefined where it is not known. */
function replicasIn(properties: Resource['properties']): number | undefined {
  const { NumCacheClusters, ReplicasPerNodeGroup, NodeGroupConfiguration } = properties;
  const nodes = numberOf(NumCacheClusters);
  if (nodes !== undefined) return nodes - 1;
  const counts = listOf(NodeGroupConfiguration).map((each) => numberOf(mapOf(each).ReplicaCount));
  const known = [numberOf(ReplicasPerNodeGroup), ...counts].filter((each) => each !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** @param config of a domain's data nodes */
function nodesOf(config: unknown): readonly string[] {
  const { InstanceCount, ZoneAwarenessEnabled } = mapOf(config);
  const one = ifOne(InstanceCount, 'it has one data node: no other holds what that holds');
  return one.length > 0 && !isOpen(InstanceCount)
    ? one
    : unless(ZoneAwarenessEnabled, 'its data nodes stand in one zone: zone awareness is off');
}

/**
 * Plans of AWS Backup and of Data Lifecycle Manager; those that choose by tags may choose anything.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html
 */
function unlessBackedUp(resource: Resource, { all, named }: Around): readonly string[] {
  const says = 'nothing in the templates backs it up';
  const plans = all.filter(({ type }) => type === 'AWS::Backup::BackupSelection');
  const chosen = plans.map((each) => ({
    by: each,
    resources: mapOf(each.properties.BackupSelection).Resources,
  }));
  if (chosen.some(({ by, resources }) => named(resources, by).includes(resource))) return [];
  const isPerhaps =
    chosen.some(({ resources }) => textsOf(resources).every((each) => each.includes('*'))) ||
    (resource.type === 'AWS::EC2::Volume' &&
      all.some(({ type }) => type === 'AWS::DLM::LifecyclePolicy'));
  return [isPerhaps ? `perhaps ${says}` : says];
}
