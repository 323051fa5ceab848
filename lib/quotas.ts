/** The quotas of an account that labs run into, and what a template adds to each. Pure. */
import type { Properties } from './capabilities.ts';
import { parsePlaceholder } from './template/placeholder.ts';
import type { Resource } from './template/template.ts';
import { textOf } from './template/values.ts';

type QuotaId = 'vpcs' | 'gateways' | 'addresses' | 'nats' | 'vcpus';

export interface Quota {
  readonly id: QuotaId;
  readonly name: string;
  /** Service code and quota code of Service Quotas. */
  readonly service: string;
  readonly code: string;
  /** What every new account has. */
  readonly usual: number;
  /** Of it, what the default VPC takes that a new account has in each region. */
  readonly taken?: number;
}

/**
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html#ec2-on-demand-instances-limits
 */
export const quotas: readonly Quota[] = [
  { id: 'vpcs', name: 'VPCs', service: 'vpc', code: 'L-F678F1CE', usual: 5, taken: 1 },
  {
    id: 'gateways',
    name: 'internet gateways',
    service: 'vpc',
    code: 'L-A4707A72',
    usual: 5,
    taken: 1,
  },
  { id: 'addresses', name: 'Elastic IP addresses', service: 'ec2', code: 'L-0263D0A3', usual: 5 },
  { id: 'nats', name: 'NAT gateways in one zone', service: 'vpc', code: 'L-FE5A380F', usual: 5 },
  {
    id: 'vcpus',
    name: 'vCPUs of standard instances',
    service: 'ec2',
    code: 'L-1216C47A',
    usual: 5,
  },
];

export type Needs = Readonly<Record<QuotaId, number>>;

/** Labs have t3.micro and t4g.micro alone, of two vCPUs each. */
const vcpusOfMicro = 2;

/** What the template adds; auto scaling groups count at their largest. */
export function needsOf(resources: readonly Resource[]): Needs {
  const of = (type: string): readonly Resource[] =>
    resources.filter((each) => each.type === `AWS::${type}`);
  const fleet = of('AutoScaling::AutoScalingGroup').map(({ properties }) => sizeOf(properties));
  const instances = [...of('EC2::Instance').map(() => 1), ...fleet];
  return {
    vpcs: of('EC2::VPC').length,
    gateways: of('EC2::InternetGateway').length,
    addresses: of('EC2::EIP').length,
    nats: mostInOneZone(of('EC2::NatGateway'), of('EC2::Subnet')),
    vcpus: instances.reduce((sum, each) => sum + each, 0) * vcpusOfMicro,
  };
}

function sizeOf({ MaxSize }: Properties): number {
  const size = Number(MaxSize);
  return Number.isFinite(size) ? size : 1;
}

/** Which zone it will be is not known before; which subnets share one is. One that is not here shares none. */
function mostInOneZone(nats: readonly Resource[], subnets: readonly Resource[]): number {
  const zones = nats.map(({ properties, stack }) => {
    const written = textOf(properties['SubnetId']);
    const meant = parsePlaceholder(written);
    const subnet = subnets.find(
      (each) => each.logicalId === meant?.logicalId && each.stack === (meant.stack ?? stack),
    );
    return textOf(subnet?.properties['AvailabilityZone'] ?? written);
  });
  return Math.max(0, ...zones.map((zone) => zones.filter((each) => each === zone).length));
}
