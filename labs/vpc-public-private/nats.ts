/** The NAT gateways: one for both zones, one in each, or one that stands in all of them. */
import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Given } from '../../lib/lab.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import type { Stage } from './lab.ts';

/** One for each zone. */
export type Zoned<T> = Readonly<Record<'A' | 'B', T>>;

export interface NatsProps {
  readonly given: Given<Stage, never>;
  readonly vpc: ec2.CfnVPC;
  readonly gateway: ec2.CfnVPCGatewayAttachment;
  /** Where zonal ones stand. */
  readonly subnets: Zoned<ec2.CfnSubnet>;
}

/** The id of the NAT gateway for the private subnet of each zone; nothing before there is one. */
export function natsFor(stack: Stack, props: NatsProps): Zoned<string> | undefined {
  const { given, vpc, gateway } = props;
  if (!given.has('single-nat')) return undefined;
  if (given.has('regional-nat')) {
    // No subnet, no address to hand it: AWS puts it where hosts are, and gives it addresses.
    const nat = new ec2.CfnNatGateway(stack, 'Nat', {
      availabilityMode: 'regional',
      vpcId: vpc.ref,
    });
    nat.addResourceDependency(gateway);
    return { A: nat.ref, B: nat.ref };
  }
  const a = zonalNat(stack, 'A', props);
  if (given.has('nat-per-zone')) return { A: a.ref, B: zonalNat(stack, 'B', props).ref };
  acknowledge(a, {
    rule: 'kit/nat-per-az',
    reason: 'cost decision of the task: updates may pause for an hour',
    inProduction: 'goes on to stage 6 or 7; this stage is the cheap design in both variants',
  });
  return { A: a.ref, B: a.ref };
}

function zonalNat(
  stack: Stack,
  zone: 'A' | 'B',
  { subnets, gateway }: NatsProps,
): ec2.CfnNatGateway {
  const address = new ec2.CfnEIP(stack, `NatEip${zone}`, { domain: 'vpc' });
  const nat = new ec2.CfnNatGateway(stack, `Nat${zone}`, {
    subnetId: subnets[zone].ref,
    allocationId: address.attrAllocationId,
  });
  for (const each of [address, nat]) each.addResourceDependency(gateway);
  return nat;
}
