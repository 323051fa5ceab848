/** What a person is shown before anything is made. The account is played on loopback. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientFor } from '../../../../lib/targets/api/client.ts';
import { fullQuota, planLines, planOf, type Plan } from '../../../../lib/targets/aws/plan/plan.ts';
import type { Sandbox } from '../../../../lib/targets/aws/enter/sandbox.ts';
import { withAws } from '../../../support/aws-stub.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-plan-'));
const file = join(folder, 'Net.template.json');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
writeFileSync(
  file,
  JSON.stringify({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } },
      Ip: { Type: 'AWS::EC2::EIP' },
      Nat: {
        Type: 'AWS::EC2::NatGateway',
        Properties: {
          SubnetId: { Ref: 'Subnet' },
          AllocationId: { 'Fn::GetAtt': ['Ip', 'AllocationId'] },
        },
      },
      CDKMetadata: { Type: 'AWS::CDK::Metadata' },
    },
  }),
);

function planned(vpcs: number): Promise<{ plan: Plan; lines: string }> {
  const answers = {
    'service-quotas.GetServiceQuota': { Quota: { Value: 5 } },
    'ec2.DescribeVpcs': { Vpcs: Array.from({ length: vpcs }, (_, n) => ({ VpcId: `vpc-${n}` })) },
    'ec2.DescribeAddresses': { Addresses: [] },
    'ec2.DescribeNatGateways': { NatGateways: [] },
  };
  return withAws(answers, async ({ endpoint }) => {
    const identity = { accessKeyId: 'a', secretAccessKey: 's' };
    const client = clientFor({ endpoint, region: 'eu-central-1', identity });
    const where = { account: '111122223333', region: 'eu-central-1', endpoint };
    const sandbox: Sandbox = { ...where, title: 'aws 111122223333 eu-central-1', client };
    const plan = await planOf(sandbox, file);
    return { plan, lines: planLines(plan, sandbox).join('\n') };
  });
}

test('says what is made, what it costs forgotten, at whose prices, and what is dearest', async () => {
  const { plan, lines } = await planned(1);
  expect(plan.makes.map(({ type, count }) => [type, count])).toEqual([
    ['AWS::EC2::EIP', 1],
    ['AWS::EC2::NatGateway', 1],
    ['AWS::EC2::Subnet', 1],
    ['AWS::EC2::VPC', 1],
  ]);
  expect(plan.perMonth).toBeGreaterThan(30);
  expect(plan.perMonth).toBeCloseTo(plan.perHour * 730);
  expect(lines).toContain('In aws 111122223333 eu-central-1 this makes 4 resources:');
  expect(lines).toMatch(
    /It costs \$0\.05 an hour, \$36\.50 if forgotten for a month, at the prices of us-east-1/,
  );
  expect(lines).toMatch(/Most of it: NAT gateway Nat/);
  expect(lines).toMatch(/fits +VPCs +needs 1, 1 used of 5 \(Service Quotas\)/);
});

test('names the quota that has no room', async () => {
  expect(fullQuota((await planned(4)).plan)).toBeUndefined();
  const { plan, lines } = await planned(5);
  expect(fullQuota(plan)).toMatchObject({ name: 'VPCs', used: 5, limit: 5 });
  expect(lines).toMatch(/FULL +VPCs/);
});
