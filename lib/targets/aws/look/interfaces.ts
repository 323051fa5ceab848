/** Network interfaces that Lambda makes for functions in a VPC, and leaves behind for a while. */
import { refusalOf, type Properties } from '../../../capabilities.ts';
import type { Client } from '../../api/client.ts';
import type { Deployed } from '../../api/deployed.ts';
import { everyItem } from '../stacks/every-item.ts';
import { untilNext, type Working } from '../enter/working.ts';

export interface NetworkInterface {
  readonly id: string;
  readonly description: string;
  /** Attached to nothing: it can be deleted. */
  readonly isFree: boolean;
  /** Groups, subnet and VPC. */
  readonly touches: readonly string[];
}

/** Lambda's own form for them. */
const ofFunctions = /^AWS Lambda VPC ENI-/;

/** Every interface of functions in the region. */
export async function functionInterfaces(client: Client): Promise<readonly NetworkInterface[]> {
  const all = await everyItem(client, {
    service: 'ec2',
    command: 'DescribeNetworkInterfaces',
    input: { Filters: [{ Name: 'description', Values: ['AWS Lambda VPC ENI-*'] }] },
    list: 'NetworkInterfaces',
  });
  // Stand-ins do not filter.
  return all.map(interfaceIn).filter(({ description }) => ofFunctions.test(description));
}

function interfaceIn(found: Properties): NetworkInterface {
  const groups = (found['Groups'] ?? []) as readonly Readonly<Record<string, string>>[];
  return {
    id: String(found['NetworkInterfaceId']),
    description: (found['Description'] ?? '') as string,
    isFree: found['Status'] === 'available',
    touches: [
      ...groups.flatMap(({ GroupId }) => GroupId ?? []),
      ...[found['SubnetId'], found['VpcId']].map(String),
    ],
  };
}

/** Interfaces that stand in a network of these resources, or are named after a function of them. */
export async function interfacesOf(
  client: Client,
  deployed: readonly Deployed[],
): Promise<readonly NetworkInterface[]> {
  const network = /^AWS::EC2::(VPC|Subnet|SecurityGroup)$/;
  const ids = new Set(deployed.filter(({ type }) => network.test(type)).map(idOf));
  const functions = deployed.filter(({ type }) => type === 'AWS::Lambda::Function').map(idOf);
  const all = await functionInterfaces(client);
  return all.filter(
    ({ touches, description }) =>
      touches.some((each) => ids.has(each)) ||
      functions.some((name) => name !== '' && description.includes(`ENI-${name}-`)),
  );
}

function idOf({ physicalId }: Deployed): string {
  return physicalId;
}

/**
 * Waits until AWS has let go of the interfaces of these functions and deletes what nothing holds any more. Gives up after
 * the bound: whoever looks afterwards says what is left.
 */
export async function clearInterfaces(
  deployed: readonly Deployed[],
  working: Working,
): Promise<void> {
  const { sandbox, host, pace } = working;
  const since = Date.now();
  for (;;) {
    const held = await interfacesOf(sandbox.client, deployed);
    for (const { id } of held.filter(({ isFree }) => isFree))
      // Lambda may have been faster.
      await refusalOf(
        sandbox.client.send('ec2', 'DeleteNetworkInterface', { NetworkInterfaceId: id }),
      );
    const waited = Date.now() - since;
    if (held.every(({ isFree }) => isFree) || waited > pace.interfacesMilliseconds) return;
    host.progress(
      `waiting for ${held.length} network interfaces of functions, ${Math.round(waited / 60_000)} min`,
    );
    await untilNext(working);
  }
}
