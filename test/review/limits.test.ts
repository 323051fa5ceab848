/** How much of AWS's quotas is taken. */
import { networkOf } from '../../lib/network/build/build.ts';
import { limitsOf } from '../../lib/review/limits.ts';
import { resilience } from '../../lib/review/sections/resilience.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawResource } from '../../lib/template/template.ts';
import { stackOf } from '../support/templates.ts';

type Resources = Readonly<Record<string, RawResource>>;

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

test('quotas of the account are told where something of them is taken', () => {
  expect(limits({ Q: of('SQS::Queue') })).toEqual([]);
  expect(limits({ Vpc: of('EC2::VPC', { CidrBlock: '10.0.0.0/16' }), E: of('EC2::EIP') })).toEqual([
    'VPCs: 1 of 5',
    'Elastic IP addresses: 1 of 5',
  ]);
});

test("of the VPCs and internet gateways of a new account one each is the default VPC's", () => {
  const all = { Vpc: of('EC2::VPC', { CidrBlock: '10.0.0.0/16' }), E: of('EC2::EIP') };
  const { resources } = resolveStack(stackOf({ ...all, Gateway: of('EC2::InternetGateway') }));
  const taken = limitsOf(resources, networkOf(resources));
  expect(taken.map((each) => each.taken)).toEqual([1, 1, 0]);
  const section = resilience({
    ...{
      absent: [],
      weaknesses: [],
      resilience: { judged: [], unjudged: [], holdsData: true },
      limits: taken,
    },
  });
  expect(JSON.stringify(section)).toContain('["VPCs","1","5, 1 of them the default VPC\'s"]');
});

test('NAT gateways are in one zone where their subnets are, whatever those are called', () => {
  const nat = (SubnetId: unknown): RawResource => of('EC2::NatGateway', { SubnetId });
  const subnet = (AvailabilityZone: string): RawResource =>
    of('EC2::Subnet', { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24', AvailabilityZone });
  const two = (first: unknown, second: unknown): Resources => ({
    ...{ Public: subnet('eu-west-1a'), Public2: subnet('eu-west-1b') },
    ...{ One: nat(first), Two: nat(second) },
  });
  const used = (all: Resources) => limits(all).filter((each) => each.startsWith('NAT'));
  expect(used(two({ Ref: 'Public' }, { Ref: 'Public2' }))).toEqual([
    'NAT gateways in one zone: 1 of 5',
  ]);
  expect(used(two({ Ref: 'Public' }, { Ref: 'Public' }))).toEqual([
    'NAT gateways in one zone: 2 of 5',
  ]);
  expect(used(two('subnet-1', 'subnet-2'))).toEqual(['NAT gateways in one zone: 1 of 5']);
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
