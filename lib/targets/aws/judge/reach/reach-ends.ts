/** Places as ends of a path that VPC Reachability Analyzer can analyse. */
import type { Place, Properties } from '../../../../capabilities.ts';
import { Unavailable } from '../../../../errors.ts';
import { outsideHosts } from '../../../../outside.ts';
import { deployedAt, type Deployed } from '../../../api/deployed.ts';
import { groupNamed } from '../hosts.ts';
import type { LiveLab } from '../live-lab.ts';

/** One end: the resource, and the address beyond it where the end lies outside. */
export interface End {
  readonly id: string;
  readonly address?: string;
}

type Asking = Pick<LiveLab, 'client' | 'deployed' | 'parameters'>;
type Finding = (lab: Asking, found: Deployed) => Promise<readonly string[]>;

/**
 * @throws Unavailable for what the analyzer has no end for
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
export async function endsAt(lab: Asking, place: Place): Promise<readonly End[]> {
  const outside = outsideAddress(lab, place);
  if (outside !== undefined)
    return [{ id: internetGateway(lab), ...(outside === '' ? {} : { address: outside }) }];
  if (/^(i|eni)-/.test(place)) return [{ id: place }];
  const found = deployedAt(lab.deployed, place);
  const ids = await findings[found.type]?.(lab, found);
  if (ids === undefined)
    throw new Unavailable(`Reachability Analyzer has no end for ${place}: ${found.type}`);
  return ids.map((id) => ({ id }));
}

/** Empty for any address of the internet; undefined for a place of the lab. */
function outsideAddress({ parameters }: Asking, place: Place): string | undefined {
  if (place === 'internet') return '';
  if (place === 'anyone')
    throw new Unavailable(
      "Reachability Analyzer asks of what exists, and 'anyone' is also a host that nobody has launched: proved on model",
    );
  const typed = /^internet:(.+)$/.exec(place)?.[1];
  const known = outsideHosts(parameters);
  const addresses =
    typed === undefined ? (Object.hasOwn(known, place) ? known[place] : undefined) : [typed];
  if (addresses === undefined) return undefined;
  const single = addresses.find((each) => /^[\d.]+$/.test(each));
  if (single === undefined)
    throw new Unavailable(
      `Reachability Analyzer takes one IPv4 address, not ${addresses.join(', ')}`,
    );
  return single;
}

function internetGateway({ deployed }: Asking): string {
  const gateway = deployed.find(({ type }) => type === 'AWS::EC2::InternetGateway');
  if (gateway === undefined)
    throw new Unavailable(
      'the lab has no internet gateway that Reachability Analyzer could start at',
    );
  return gateway.physicalId;
}

const itself: Finding = (_lab, { physicalId }) => Promise.resolve([physicalId]);

const findings: Readonly<Record<string, Finding>> = {
  'AWS::EC2::Instance': itself,
  'AWS::EC2::NetworkInterface': itself,
  'AWS::EC2::InternetGateway': itself,
  'AWS::EC2::VPCEndpoint': itself,
  'AWS::EC2::VPCPeeringConnection': itself,
  'AWS::EC2::TransitGateway': itself,
  'AWS::AutoScaling::AutoScalingGroup': async ({ client }, { physicalId }) =>
    (await groupNamed(client, physicalId)).members.map(({ id }) => id),
  'AWS::EC2::EIP': async ({ client }, { physicalId }) => {
    const { Addresses } = await client.send('ec2', 'DescribeAddresses', {
      PublicIps: [physicalId],
    });
    const [address = {}] = (Addresses ?? []) as readonly Readonly<Record<string, string>>[];
    const { InstanceId = '', NetworkInterfaceId = 'nobody' } = address;
    if (InstanceId !== '') return [InstanceId];
    throw new Unavailable(
      `Reachability Analyzer has no end for ${physicalId}, which belongs to ${NetworkInterfaceId}`,
    );
  },
  'AWS::EC2::InstanceConnectEndpoint': async ({ client }, { physicalId }) => {
    const { InstanceConnectEndpoints } = await client.send(
      'ec2',
      'DescribeInstanceConnectEndpoints',
      { InstanceConnectEndpointIds: [physicalId] },
    );
    const [found] = (InstanceConnectEndpoints ?? []) as readonly Properties[];
    return (found?.['NetworkInterfaceIds'] ?? []) as readonly string[];
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': async ({ client }, { physicalId }) => {
    // `arn:...:loadbalancer/app/name/id` -> the description that each of its interfaces carries.
    const description = `ELB ${physicalId.replace(/^.*:loadbalancer\//, '')}`;
    const { NetworkInterfaces } = await client.send('ec2', 'DescribeNetworkInterfaces', {
      Filters: [{ Name: 'description', Values: [description] }],
    });
    return ((NetworkInterfaces ?? []) as readonly Properties[]).map((each) =>
      String(each['NetworkInterfaceId']),
    );
  },
};
