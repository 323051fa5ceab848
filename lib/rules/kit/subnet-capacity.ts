/** A subnet too small for what may come to stand in it. */
import { isUnknown, type Id, type Network } from '../../network/network.ts';
import type { Resource } from '../../template/template.ts';
import { idOf } from '../network-parts.ts';
import type { Rule } from '../rule.ts';
import { isScalingGroup, sizeOf } from '../scaling-groups.ts';
import { numberOf } from '../values.ts';

/** AWS keeps the first four addresses and the last one. */
const reserved = 5;
/** Free addresses that Elastic Load Balancing asks for in each subnet, to grow. */
const perBalancer = 8;

export const subnetCapacity: Rule = {
  id: 'kit/subnet-capacity',
  says: 'has too few addresses for its groups at their largest, its load balancers (8 each), its other interfaces and the 5 that AWS keeps',
  because:
    'When a zone fails the other one takes the whole group, and launches end in InsufficientFreeAddressesInSubnet at the worst moment.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html',
  breaches({ resources, network }) {
    const largest = new Map(
      resources.filter(isScalingGroup).map((each) => [idOf(each), sizeOf(each).max ?? 0]),
    );
    return resources.filter(
      (each) =>
        each.type === 'AWS::EC2::Subnet' &&
        (addressesOf(each, network) ?? Infinity) < needed(network, idOf(each), largest) + reserved,
    );
  },
};

/** Also of a block from a pool, whose size is written and not its place; undefined where only the deployment knows it. */
function addressesOf(subnet: Resource, { subnets }: Network): number | undefined {
  const block = subnets.get(idOf(subnet))?.block4;
  if (block !== undefined && !isUnknown(block)) return Number(block.last - block.first) + 1;
  const prefix = numberOf(subnet.properties.Ipv4NetmaskLength);
  return prefix === undefined ? undefined : 2 ** (32 - prefix);
}

/** Each resource once, however many interfaces it has there. */
function needed(network: Network, subnet: Id, largest: ReadonlyMap<Id, number>): number {
  const here = [...network.interfaces.values()].filter((each) => each.subnet === subnet);
  const owners = [...new Set(here.map(({ owner }) => owner))];
  const nats = [...network.nats.values()].filter((each) => each.subnet === subnet).length;
  return owners.reduce((sum, owner) => {
    if (network.balancers.has(owner)) return sum + perBalancer;
    return sum + (largest.get(owner) ?? here.filter((each) => each.owner === owner).length);
  }, nats);
}
