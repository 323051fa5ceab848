/** Places of the lab as instances and addresses of AWS. */
import type { Place, Properties } from '../../../capabilities.ts';
import { Unavailable } from '../../../errors.ts';
import { placeOf } from '../../../template/places.ts';
import { deployedAt } from '../../api/deployed.ts';
import { nameOf, type LiveLab } from './live-lab.ts';

export interface HostOnAws {
  /** `i-...` */
  readonly id: string;
  readonly place: Place;
  readonly privateAddress: string;
  readonly publicAddress?: string;
  /** The public address was given at launch: a stop takes it away for good. */
  readonly losesAddress: boolean;
  readonly state: string;
}

interface Described {
  readonly InstanceId: string;
  readonly PrivateIpAddress?: string;
  readonly PublicIpAddress?: string;
  readonly State?: { readonly Name?: string };
  readonly NetworkInterfaces?: readonly {
    readonly Association?: { readonly IpOwnerId?: string };
  }[];
}

type Asking = Pick<LiveLab, 'client' | 'deployed'>;

/** The hosts that a place means: an instance, every member of a group, or `i-...` as a host calls itself. */
export async function hostsAt(lab: Asking, place: Place): Promise<readonly HostOnAws[]> {
  const found = await describedHosts(lab, await idsAt(lab, place));
  return found.map((each) => hostOf(each, place));
}

async function describedHosts(
  { client }: Pick<Asking, 'client'>,
  ids: readonly string[],
): Promise<readonly Described[]> {
  if (ids.length === 0) return [];
  const { Reservations } = await client.send('ec2', 'DescribeInstances', { InstanceIds: ids });
  const reservations = (Reservations ?? []) as readonly {
    readonly Instances?: readonly Described[];
  }[];
  return reservations.flatMap(({ Instances = [] }) => Instances);
}

/** @throws Unavailable where the place means no host */
async function idsAt({ client, deployed }: Asking, place: Place): Promise<readonly string[]> {
  if (/^i-[0-9a-f]+$/.test(place)) return [place];
  const { type, physicalId } = deployedAt(deployed, place);
  if (type === 'AWS::EC2::Instance') return [physicalId];
  if (type === 'AWS::AutoScaling::AutoScalingGroup')
    return (await groupNamed(client, physicalId)).members.map(({ id }) => id);
  throw new Unavailable(`${place} is no host on AWS: ${type}`);
}

function hostOf(
  { InstanceId, PrivateIpAddress = '', PublicIpAddress, State, NetworkInterfaces = [] }: Described,
  place: Place,
): HostOnAws {
  return {
    id: InstanceId,
    place,
    privateAddress: PrivateIpAddress,
    ...(PublicIpAddress === undefined ? {} : { publicAddress: PublicIpAddress }),
    losesAddress: NetworkInterfaces.some(({ Association }) => Association?.IpOwnerId === 'amazon'),
    state: State?.Name ?? 'unknown',
  };
}

export interface Group {
  readonly name: string;
  readonly desired: number;
  readonly members: readonly { readonly id: string; readonly isWell: boolean }[];
  /** Processes that do not run: `Launch`. */
  readonly suspended: readonly string[];
}

interface DescribedGroup {
  readonly DesiredCapacity?: number;
  readonly Instances?: readonly Readonly<Record<string, string>>[];
  readonly SuspendedProcesses?: readonly { readonly ProcessName?: string }[];
}

/** @throws Unavailable where there is no such group */
export async function groupNamed(client: LiveLab['client'], name: string): Promise<Group> {
  const { AutoScalingGroups } = await client.send('auto-scaling', 'DescribeAutoScalingGroups', {
    AutoScalingGroupNames: [name],
  });
  const [group] = (AutoScalingGroups ?? []) as readonly DescribedGroup[];
  if (group === undefined) throw new Unavailable(`there is no Auto Scaling group ${name}`);
  const { DesiredCapacity = 0, Instances = [], SuspendedProcesses = [] } = group;
  return {
    name,
    desired: DesiredCapacity,
    members: Instances.map(({ InstanceId = '', LifecycleState, HealthStatus }) => ({
      id: InstanceId,
      isWell: LifecycleState === 'InService' && HealthStatus === 'Healthy',
    })),
    suspended: SuspendedProcesses.flatMap(({ ProcessName }) => ProcessName ?? []),
  };
}

/** The group that an instance belongs to; nothing where it stands alone. */
export async function groupOf(
  client: LiveLab['client'],
  instance: string,
): Promise<string | undefined> {
  const { AutoScalingInstances } = await client.send(
    'auto-scaling',
    'DescribeAutoScalingInstances',
    { InstanceIds: [instance] },
  );
  const [found] = (AutoScalingInstances ?? []) as readonly Properties[];
  const name = found?.['AutoScalingGroupName'];
  return typeof name === 'string' ? name : undefined;
}

/** The Elastic IPs of the lab by their place. */
export function elasticAddresses(deployed: LiveLab['deployed']): ReadonlyMap<string, Place> {
  const elastic = deployed.filter(({ type }) => type === 'AWS::EC2::EIP');
  return new Map(elastic.map((each) => [each.physicalId, placeOf(each)]));
}

/** Public addresses of the lab by the place that a far end sees: Elastic IPs, then hosts with one of their own. */
export async function publicAddresses(lab: Asking): Promise<ReadonlyMap<string, Place>> {
  const instances = lab.deployed.filter(({ type }) => type === 'AWS::EC2::Instance');
  const ids = instances.map(({ physicalId }) => physicalId);
  const own = (await describedHosts(lab, ids)).flatMap(({ InstanceId, PublicIpAddress }) =>
    PublicIpAddress === undefined
      ? []
      : [[PublicIpAddress, nameOf(lab.deployed, InstanceId)] as const],
  );
  return new Map([...own, ...elasticAddresses(lab.deployed)]);
}
