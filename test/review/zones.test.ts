/** What the loss of a zone takes away, and where nobody looked for it. */
import { networkOf } from '../../lib/network/build/build.ts';
import { lookedAt, weaknessesOf } from '../../lib/review/resilience.ts';
import { resilience } from '../../lib/review/sections/resilience.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawResource } from '../../lib/template/template.ts';
import { stackOf } from '../support/templates.ts';
import { of, weaknesses, type Resources } from '../support/weaknesses.ts';

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

test('one subnet is in one zone, whichever that is', () => {
  const { Vpc, A } = balanced('');
  const bare = { ...A, Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } };
  const group = of('AutoScaling::AutoScalingGroup', {
    ...{ MinSize: 2, MaxSize: 2, VPCZoneIdentifier: [{ Ref: 'A' }] },
  });
  expect(weaknesses({ ...(Vpc && { Vpc }), A: bare as RawResource, G: group })).toEqual([
    'G: all of it stands in one zone, that of A',
  ]);
});

test('an instance behind a load balancer is one of several where another is there too', () => {
  const host = of('EC2::Instance', { SubnetId: { Ref: 'A' } });
  const behind = (...ids: readonly string[]): Resources => ({
    ...balanced('eu-west-1b'),
    ...Object.fromEntries(ids.map((id) => [id, host])),
    Targets: of('ElasticLoadBalancingV2::TargetGroup', {
      ...{ Port: 80, Protocol: 'HTTP', VpcId: { Ref: 'Vpc' }, TargetType: 'instance' },
      Targets: ids.map((id) => ({ Id: { Ref: id } })),
    }),
    Listener: of('ElasticLoadBalancingV2::Listener', {
      ...{ LoadBalancerArn: { Ref: 'Lb' }, Port: 80, Protocol: 'HTTP' },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
    }),
  });
  expect(weaknesses(behind('One', 'Two'))).toEqual([]);
  expect(weaknesses(behind('One'))).toHaveLength(1);
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
      ...{ weaknesses: weaknessesOf(resources, network), limits: [], absent: [] },
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
