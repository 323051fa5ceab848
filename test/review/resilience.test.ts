/** What the loss of a zone takes away, and how much of AWS's quotas is taken. */
import { networkOf } from '../../lib/network/build/build.ts';
import { limitsOf } from '../../lib/review/limits.ts';
import { weaknessesOf } from '../../lib/review/resilience.ts';
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

function limits(all: Resources): readonly string[] {
  const { resources } = resolveStack(stackOf(all));
  return limitsOf(resources, networkOf(resources)).map(
    ({ what, used, usual }) => `${what}: ${used} of ${usual}`,
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
  expect(weaknesses({ Db: of('RDS::DBInstance', { DBClusterIdentifier: 'c' }) })).toEqual([
    'Db: one call removes it: it is not protected against deletion',
  ]);
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

test('quotas of the account are told where something of them is taken', () => {
  expect(limits({ Q: of('SQS::Queue') })).toEqual([]);
  expect(limits({ Vpc: of('EC2::VPC', { CidrBlock: '10.0.0.0/16' }), E: of('EC2::EIP') })).toEqual([
    'VPCs: 1 of 5',
    'Elastic IP addresses: 1 of 5',
  ]);
});

test('the fullest security group is told from the half of what it may hold', () => {
  const group = (rules: number): Resources => ({
    Vpc: of('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
    Web: of('EC2::SecurityGroup', {
      GroupDescription: 'web',
      VpcId: { Ref: 'Vpc' },
      SecurityGroupIngress: Array.from({ length: rules }, (_, at) => ({
        ...{ IpProtocol: 'tcp', FromPort: 1000 + at, ToPort: 1000 + at, CidrIp: '10.0.0.0/8' },
      })),
    }),
  });
  expect(limits(group(29))).toEqual(['VPCs: 1 of 5']);
  expect(limits(group(30))).toEqual(['VPCs: 1 of 5', 'inbound rules of Web: 30 of 60']);
});
