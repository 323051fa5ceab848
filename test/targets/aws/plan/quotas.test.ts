/** Head-room in an account, played on loopback. */
import { clientFor } from '../../../../lib/targets/api/client.ts';
import { headRoom, type HeadRoom } from '../../../../lib/targets/aws/plan/quotas.ts';
import { needsOf } from '../../../../lib/quotas.ts';
import { resolveStack } from '../../../../lib/template/read.ts';
import type { RawResource, Resource } from '../../../../lib/template/template.ts';
import { withAws, type PlayedAnswers } from '../../../support/aws-stub.ts';
import { stackOf } from '../../../support/templates.ts';

const quotaOf = (value: number): object => ({ Quota: { Value: value } });

const account: PlayedAnswers = {
  'service-quotas.GetServiceQuota': ({ QuotaCode }) =>
    QuotaCode === 'L-0263D0A3' ? { error: 'AccessDeniedException' } : { ...quotaOf(5) },
  'ec2.DescribeVpcs': { Vpcs: [{ VpcId: 'vpc-1' }, { VpcId: 'vpc-2' }] },
  'ec2.DescribeInternetGateways': { InternetGateways: [{ InternetGatewayId: 'igw-1' }] },
  'ec2.DescribeAddresses': { Addresses: [{ AllocationId: 'e-1' }, { AllocationId: 'e-2' }] },
  'ec2.DescribeNatGateways': [
    { NatGateways: [{ SubnetId: 'subnet-a' }, { SubnetId: 'subnet-b' }], NextToken: 'more' },
    { NatGateways: [{ SubnetId: 'subnet-a' }] },
  ],
  'ec2.DescribeSubnets': {
    Subnets: [
      { SubnetId: 'subnet-a', AvailabilityZone: 'us-east-1a' },
      { SubnetId: 'subnet-b', AvailabilityZone: 'us-east-1b' },
    ],
  },
  'ec2.DescribeInstances': {
    Reservations: [
      {
        Instances: [
          { InstanceType: 't3.micro', CpuOptions: { CoreCount: 1, ThreadsPerCore: 2 } },
          { InstanceType: 'g5.xlarge', CpuOptions: { CoreCount: 2, ThreadsPerCore: 2 } },
        ],
      },
      {
        Instances: [{ InstanceType: 'm7g.large', CpuOptions: { CoreCount: 2, ThreadsPerCore: 1 } }],
      },
    ],
  },
};

function roomIn(
  answers: PlayedAnswers,
  resources?: readonly Resource[],
): Promise<readonly HeadRoom[]> {
  return withAws(answers, ({ endpoint }) =>
    headRoom(
      clientFor({
        endpoint,
        region: 'us-east-1',
        identity: { accessKeyId: 'a', secretAccessKey: 's' },
        attempts: 1,
      }),
      resources,
    ),
  );
}

function template(Resources: Readonly<Record<string, RawResource>>): readonly Resource[] {
  return resolveStack(stackOf(Resources)).resources;
}

const subnetIn = (zone: number): RawResource => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { AvailabilityZone: { 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] } },
});
const natIn = (subnet: string): RawResource => ({
  Type: 'AWS::EC2::NatGateway',
  Properties: { SubnetId: { Ref: subnet } },
});

test('counts over all pages, per zone, and only the instances of the quota', async () => {
  const used = (await roomIn(account)).map((each) => [each.name, each.used]);
  expect(Object.fromEntries(used)).toEqual({
    VPCs: 2,
    'internet gateways': 1,
    'Elastic IP addresses': 2,
    'NAT gateways in one zone': 2,
    'vCPUs of standard instances': 4,
  });
});

test('a lab is asked about the quotas that it touches alone', async () => {
  const resources = template({ Ip: { Type: 'AWS::EC2::EIP' }, Vpc: { Type: 'AWS::EC2::VPC' } });
  const room = await roomIn(account, resources);
  expect(room.map(({ name, needs, fits }) => [name, needs, fits])).toEqual([
    ['VPCs', 1, true],
    ['Elastic IP addresses', 1, true],
  ]);
});

test('what no longer fits is said', async () => {
  const ips = ['A', 'B', 'C', 'D'].map((id) => [id, { Type: 'AWS::EC2::EIP' }] as const);
  const [room] = await roomIn(account, template(Object.fromEntries(ips)));
  expect(room).toMatchObject({ needs: 4, used: 2, limit: 5, fits: false, code: 'ec2 L-0263D0A3' });
});

test("where the account's own limit may not be read, AWS's default is taken and named", async () => {
  const room = await roomIn(account);
  expect(room.map(({ limitFrom }) => limitFrom)).toEqual([
    ...['Service Quotas', 'Service Quotas', "AWS's default", 'Service Quotas', 'Service Quotas'],
  ]);
});

test('a service that breaks stops nobody', async () => {
  const answers = {
    ...account,
    'service-quotas.GetServiceQuota': { error: 'Broken', status: 501 },
  };
  const [room] = await roomIn(answers, template({ Vpc: { Type: 'AWS::EC2::VPC' } }));
  expect(room).toMatchObject({ used: 2, limit: 5, limitFrom: "AWS's default", fits: true });
});

test('where nobody may count, it is not known whether it fits', async () => {
  const answers = {
    ...account,
    'ec2.DescribeVpcs': { error: 'UnauthorizedOperation', status: 403 },
  };
  const [room] = await roomIn(answers, template({ Vpc: { Type: 'AWS::EC2::VPC' } }));
  expect(room).toMatchObject({ used: null, fits: null });
});

test('NAT gateways need room in the zone that gets most of them', () => {
  const needs = needsOf(
    template({
      ...{ A: subnetIn(0), B: subnetIn(1), PublicA: subnetIn(0) },
      ...{ NatA: natIn('A'), NatB: natIn('B'), NatC: natIn('PublicA') },
    }),
  );
  expect(needs.nats).toBe(2);
});

test('instances need two vCPUs each, an auto scaling group at its largest', () => {
  const group = { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MaxSize: '4' } };
  const needs = needsOf(template({ Fleet: group, One: { Type: 'AWS::EC2::Instance' } }));
  expect(needs.vcpus).toBe(10);
});
