/** What the loss of a zone takes away, and where nobody looked for it. */
import { networkOf } from '../../lib/network/build/build.ts';
import { lookedAt, weaknessesOf } from '../../lib/review/resilience.ts';
import { resilience } from '../../lib/review/sections/resilience.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawResource } from '../../lib/template/template.ts';
import { stackOf } from '../support/templates.ts';

type Resources = Readonly<Record<string, RawResource>>;

function weaknesses(all: Resources): readonly string[] {
  const { resources } = resolveStack(stackOf(all));
  return weaknessesOf(resources, networkOf(resources)).map(
    ({ place, says }) => `${place}: ${says}`,
  );
}

const of = (type: string, Properties: RawResource['Properties'] = {}): RawResource => ({
  Type: `AWS::${type}`,
  Properties,
});

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

const subnet = (zone: string, at: number): RawResource =>
  of('EC2::Subnet', {
    VpcId: { Ref: 'Vpc' },
    CidrBlock: `10.0.${at}.0/24`,
    AvailabilityZone: zone,
  });
const balanced = (second: string): Resources => ({
  Vpc: of('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  A: subnet('eu-west-1a', 0),
  B: subnet(second, 1),
  Lb: of('ElasticLoadBalancingV2::LoadBalancer', { Subnets: [{ Ref: 'A' }, { Ref: 'B' }] }),
});

test('what should be spread is told where all of it stands in one zone', () => {
  expect(weaknesses(balanced('eu-west-1a'))).toEqual([
    'Lb: all of it stands in one zone, eu-west-1a',
  ]);
  expect(weaknesses(balanced('eu-west-1b'))).toEqual([]);
});

test('subnets are in one zone where their zones are written alike', () => {
  const pick = (at: number): object => ({ 'Fn::Select': [at, { 'Fn::GetAZs': '' }] });
  const all = (first: number, second: number): Resources => ({
    ...balanced(''),
    A: {
      ...subnet('', 0),
      Properties: { ...subnet('', 0).Properties, AvailabilityZone: pick(first) },
    },
    B: {
      ...subnet('', 1),
      Properties: { ...subnet('', 1).Properties, AvailabilityZone: pick(second) },
    },
  });
  expect(weaknesses(all(0, 0))).toHaveLength(1);
  expect(weaknesses(all(0, 1))).toEqual([]);
});

describe('where nobody looked', () => {
  const shown = (all: Resources): readonly string[] => {
    const { resources } = resolveStack(stackOf(all));
    const network = networkOf(resources);
    const { parts } = resilience({
      ...{ weaknesses: weaknessesOf(resources, network), limits: [] },
      resilience: lookedAt(resources, network),
    });
    return parts.flatMap((part) =>
      part.kind === 'text' ? [part.text] : part.kind === 'table' ? [part.none] : [],
    );
  };

  test('nothing is said to be without a weakness', () => {
    const [found, ...more] = shown({ Q: of('SQS::Queue'), B: of('S3::Bucket') });
    expect(found).toBe('Nothing here is of a type that this section looks at.');
    expect(more).toContain(
      'Holds data, and is not looked at here: AWS::SQS::Queue, AWS::S3::Bucket.',
    );
  });

  test('what was looked at is named, and that nothing holds data', () => {
    const said = shown(balanced('eu-west-1b'));
    expect(said).toContain(
      'Nothing was found in what this section looks at: AWS::ElasticLoadBalancingV2::LoadBalancer.',
    );
    expect(said).toContain('Nothing here is of a type that is known to hold data.');
  });

  test('what stands in a subnet is named by its type', () => {
    const nat = of('EC2::NatGateway', { SubnetId: { Ref: 'A' }, AllocationId: 'eipalloc-1' });
    expect(shown({ ...balanced('eu-west-1b'), Nat: nat })).toContain(
      'Stands in a zone, and is not looked at here: AWS::EC2::NatGateway.',
    );
  });

  test('zones of subnets that are elsewhere are not known', () => {
    const elsewhere = { Lb: of('ElasticLoadBalancingV2::LoadBalancer', { Subnets: ['subnet-1'] }) };
    expect(shown(elsewhere)).toContain('In which zones it stands is not known: Lb.');
  });
});
