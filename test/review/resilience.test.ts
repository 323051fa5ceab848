/** What hangs on one instance, is not protected or not backed up. */
import type { RawResource } from '../../lib/template/template.ts';
import { of, weaknesses, type Resources } from '../support/weaknesses.ts';

test('a database without a standby runs in one zone, and can be removed by one call', () => {
  const alone = of('RDS::DBInstance', { BackupRetentionPeriod: 0 });
  expect(weaknesses({ Db: alone })).toEqual([
    'Db: it runs in one zone, and has no standby in another',
    'Db: nothing of it is backed up',
    'Db: one call removes it: it is not protected against deletion',
  ]);
  const safe = of('RDS::DBInstance', { MultiAZ: 'true', DeletionProtection: true });
  expect(weaknesses({ Db: safe })).toEqual([]);
});

test('what only the deployment knows is a perhaps', () => {
  const open = { MultiAZ: '${Standby}', DeletionProtection: '${Protect}' };
  expect(weaknesses({ Db: of('RDS::DBInstance', open) })).toEqual([
    'Db: perhaps it runs in one zone, and has no standby in another',
    'Db: perhaps one call removes it: it is not protected against deletion',
  ]);
});

describe('a cluster', () => {
  const cluster = of('RDS::DBCluster', { DeletionProtection: true });
  const member = (more: object = {}): RawResource => ({
    ...of('RDS::DBInstance', { DBClusterIdentifier: { Ref: 'C' } }),
    ...more,
  });

  test('protects its instances, which have no protection of their own', () => {
    expect(weaknesses({ C: cluster, A: member(), B: member() })).toEqual([]);
    const bare = of('RDS::DBCluster');
    expect(weaknesses({ C: bare, A: member(), B: member() })).toEqual([
      'C: one call removes it: it is not protected against deletion',
    ]);
  });

  test('of one instance has none that takes over', () => {
    const alone = 'it has one instance: no other takes over from it';
    expect(weaknesses({ C: cluster, A: member() })).toEqual([`C: ${alone}`]);
    expect(weaknesses({ C: cluster })).toEqual([
      'C: no instance of it is in the templates: whether one takes over is not known',
    ]);
    const elsewhere = of('RDS::DBInstance', { DBClusterIdentifier: 'other' });
    expect(weaknesses({ C: cluster, A: member(), B: elsewhere })).toEqual([`C: ${alone}`]);
  });

  test.each([{ EngineMode: 'serverless' }, { DBClusterInstanceClass: 'db.m5d.large' }])(
    'with %j has no instances of its own in a template',
    (more) => {
      expect(
        weaknesses({ C: of('RDS::DBCluster', { DeletionProtection: true, ...more }) }),
      ).toEqual([]);
    },
  );
});

describe('one of something', () => {
  const instance = 'it is one instance, in one zone: no other takes over from it';
  const task = 'it has one task: when that is lost, none is left until another has started';

  test.each([
    ['EC2::Instance', {}, [instance]],
    ['EC2::Volume', {}, ['it is kept in one zone', 'nothing in the templates backs it up']],
    ['ECS::Service', {}, [task]],
    ['ECS::Service', { DesiredCount: '1' }, [task]],
    ['ECS::Service', { DesiredCount: '${Count}' }, [`perhaps ${task}`]],
    ['ECS::Service', { DesiredCount: 2 }, []],
    ['ECS::Service', { SchedulingStrategy: 'DAEMON' }, []],
    [
      'AutoScaling::AutoScalingGroup',
      { MinSize: '1', MaxSize: '2' },
      ['it has one instance: when that is lost, none is left until another has booted'],
    ],
    ['AutoScaling::AutoScalingGroup', { MinSize: '1', DesiredCapacity: 2 }, []],
  ])('%s with %j', (type, properties, expected) => {
    expect(weaknesses({ X: of(type, properties) })).toEqual(expected.map((each) => `X: ${each}`));
  });

  test('is no longer one where scaling keeps two', () => {
    const target = of('ApplicationAutoScaling::ScalableTarget', {
      ...{ MinCapacity: 2, MaxCapacity: 4 },
      ResourceId: { 'Fn::Sub': 'service/cluster/${X.Name}' },
    });
    expect(weaknesses({ X: of('ECS::Service'), T: target })).toEqual([]);
  });

  test('a group of caches has as many nodes as it says', () => {
    const group = (more: object): readonly string[] =>
      weaknesses({
        C: of('ElastiCache::ReplicationGroup', { AutomaticFailoverEnabled: true, ...more }),
      });
    const alone = ['C: it has no replica: what it holds is gone with its node'];
    expect(group({ NumCacheClusters: 1 })).toEqual(alone);
    expect(group({ NumCacheClusters: 2 })).toEqual([]);
    expect(group({ NumNodeGroups: 2, ReplicasPerNodeGroup: 0 })).toEqual(alone);
    expect(group({ NodeGroupConfiguration: [{ ReplicaCount: 1 }, { ReplicaCount: 0 }] })).toEqual(
      alone,
    );
  });

  test.each([
    ['OpenSearchService::Domain', 'ClusterConfig'],
    ['Elasticsearch::Domain', 'ElasticsearchClusterConfig'],
  ])('a %s has its data nodes in one zone unless it is told otherwise', (type, config) => {
    const domain = (nodes: object): readonly string[] =>
      weaknesses({ D: of(type, { [config]: nodes }) });
    const zone = 'its data nodes stand in one zone: zone awareness is off';
    expect(domain({ InstanceCount: 1 })).toEqual([
      'D: it has one data node: no other holds what that holds',
    ]);
    expect(domain({ InstanceCount: 2 })).toEqual([`D: ${zone}`]);
    expect(domain({ InstanceCount: 2, ZoneAwarenessEnabled: '${Z}' })).toEqual([
      `D: perhaps ${zone}`,
    ]);
    expect(domain({ InstanceCount: 2, ZoneAwarenessEnabled: true })).toEqual([]);
    expect(weaknesses({ D: of(type) })).toEqual([`D: ${zone}`]);
  });
});

describe('files', () => {
  const bare = 'F: nothing in the templates backs it up';
  const files = (properties: RawResource['Properties'], more: Resources = {}): readonly string[] =>
    weaknesses({ F: of('EFS::FileSystem', properties), ...more });
  const plan = (BackupSelection: object): Resources => ({
    P: of('Backup::BackupSelection', { BackupPlanId: 'p', BackupSelection }),
  });

  test('are backed up where that is said, and of one zone where nothing is', () => {
    expect(files({})).toEqual([bare]);
    expect(files({ BackupPolicy: { Status: 'DISABLED' } })).toEqual([bare]);
    expect(files({ BackupPolicy: { Status: 'ENABLED' } })).toEqual([]);
    expect(files({ AvailabilityZoneName: 'us-east-1a' })).toEqual([
      'F: it is kept in one zone, us-east-1a',
    ]);
  });

  test('are backed up by a plan that names them, perhaps by one that goes by tags', () => {
    expect(files({}, plan({ Resources: [{ 'Fn::GetAtt': ['F', 'Arn'] }] }))).toEqual([]);
    expect(files({}, plan({ Resources: ['arn:aws:efs:1:file-system/2'] }))).toEqual([bare]);
    expect(files({}, plan({ ListOfTags: [{ ConditionKey: 'a' }] }))).toEqual([
      'F: perhaps nothing in the templates backs it up',
    ]);
  });

  test('a volume is perhaps in a snapshot where there is a life cycle', () => {
    expect(weaknesses({ V: of('EC2::Volume'), L: of('DLM::LifecyclePolicy') })).toContain(
      'V: perhaps nothing in the templates backs it up',
    );
  });
});

test('a table is restored to a point in time where that is on', () => {
  const on = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
  const table = (more: object): RawResource =>
    of('DynamoDB::Table', { DeletionProtectionEnabled: true, ...more });
  expect(weaknesses({ T: table({}) })).toEqual(['T: it cannot be restored to a point in time']);
  expect(weaknesses({ T: table({ PointInTimeRecoverySpecification: 'on' }) })).toHaveLength(1);
  expect(weaknesses({ T: table(on) })).toEqual([]);
});

test('a cache hangs on a node where no other takes over', () => {
  expect(weaknesses({ C: of('ElastiCache::ReplicationGroup') })).toHaveLength(1);
  expect(
    weaknesses({ C: of('ElastiCache::ReplicationGroup', { AutomaticFailoverEnabled: true }) }),
  ).toEqual([]);
  expect(weaknesses({ C: of('ElastiCache::CacheCluster') })).toHaveLength(1);
});
