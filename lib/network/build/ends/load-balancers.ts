/** Load balancers as ends of a flow: a node in every subnet. */
import { parseAddress } from '../../blocks.ts';
import type { Interface, LoadBalancer } from '../../network.ts';
import { textOf, type Declared, type Sources } from '../source.ts';
import { isOpen, listOf, mapOf, type Values } from '../values.ts';
import { defaultSubnet, groupsIn } from './card.ts';
import type { Made } from './made.ts';

export const v2 = 'AWS::ElasticLoadBalancingV2';
export const classic = 'AWS::ElasticLoadBalancing::LoadBalancer';
/** Nodes open connections to targets from these ports. */
const nodePorts = [1024, 65_535] as const;

export function balancerEnds(sources: Sources): readonly Made[] {
  return sources.ofType(`${v2}::LoadBalancer`, classic).map((balancer) => {
    const interfaces = nodesOf(balancer).map((node) => nodeOf(balancer, node));
    return { end: balancer, interfaces, joins: [] };
  });
}

/**
 * A classic one that names zones alone stands in the default VPC.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_EnableAvailabilityZonesForLoadBalancer.html
 */
function nodesOf({ type, properties }: Declared): readonly Values[] {
  const named = [
    ...listOf(properties['Subnets']).map((subnet): Values => ({ SubnetId: subnet })),
    ...listOf(properties['SubnetMappings']).map(mapOf),
  ];
  return named.length === 0 && type === classic ? [{ SubnetId: defaultSubnet }] : named;
}

function nodeOf(balancer: Declared, node: Values): Interface {
  const { properties } = balancer;
  const owner = balancer.id;
  const subnet = balancer.refer(node['SubnetId']);
  // A Network Load Balancer made without a group can never have one, and filters nothing.
  const isUnfiltered = kindOf(balancer) !== 'application' && kindOf(balancer) !== 'classic';
  const named = listOf(properties['SecurityGroups']);
  const allocation = node['AllocationId'];
  return {
    id: `${owner}@${subnet}`,
    owner,
    subnet,
    groups:
      named.length === 0 && isUnfiltered
        ? 'unfiltered'
        : groupsIn(properties['SecurityGroups'], subnet, balancer),
    address4: parseAddress(textOf(node['PrivateIPv4Address']))?.value,
    address6: textOf(properties['IpAddressType']).startsWith('dualstack') ? 'some' : undefined,
    public4: publicSide(balancer, allocation),
    neverPublic: properties['Scheme'] === 'internal',
    checksSourceDest: true,
    clientPorts: nodePorts,
  };
}

function publicSide(balancer: Declared, allocation: unknown): Interface['public4'] {
  const scheme = balancer.properties['Scheme'];
  if (isOpen(scheme)) return balancer.unknown(scheme);
  if (scheme === 'internal' || kindOf(balancer) === 'gateway') return undefined;
  return allocation === undefined ? balancer.id : balancer.refer(allocation);
}

export function kindOf({ type, properties }: Declared): LoadBalancer['kind'] {
  if (type === classic) return 'classic';
  const kind = properties['Type'];
  return kind === 'network' || kind === 'gateway' ? kind : 'application';
}
