/** Elastic Load Balancing: the balancer by the hour, its capacity units by use, its public addresses. */
import { fixed, several, unpriced, used, type Charge } from '../charge.ts';
import { at, countOf, listAt, shown, textAt, type Properties, type Quantity } from '../values.ts';
import type { Pricer, Pricers } from './pricer.ts';

const balancer: Pricer = ({ properties }) => {
  const type = textAt(properties, 'Type') ?? 'application';
  if (!['application', 'network', 'gateway'].includes(type))
    return [unpriced(`Type is ${shown(type)}`)];
  const units = used('capacity units', `load-balancer/${type}-units`, 'balancerUnits');
  const zones = nodesOf(properties, type === 'application' ? 2 : 1);
  // Only the gateway kind is billed in each zone.
  if (type === 'gateway')
    return [
      fixed(
        several(zones.quantity, 'zone of a Gateway Load Balancer'),
        'load-balancer/gateway',
        zones,
      ),
      units,
    ];
  const name = type === 'application' ? 'Application Load Balancer' : 'Network Load Balancer';
  return [fixed(name, `load-balancer/${type}`), ...addresses(properties, zones), units];
};

/** One node in each subnet; an Application Load Balancer has at least two. */
function nodesOf(properties: Properties, least: number): Quantity {
  const mappings = listAt(properties, 'SubnetMappings');
  const subnets = mappings.length > 0 ? mappings : listAt(properties, 'Subnets');
  return countOf(subnets, least, 'its subnets are not known');
}

/**
 * A node that faces the internet has a public address; an Elastic IP given to it is a resource of its own.
 * @see https://aws.amazon.com/blogs/aws/new-aws-public-ipv4-address-charge-public-ip-insights/
 */
function addresses(properties: Properties, nodes: Quantity): readonly Charge[] {
  const isInternal = textAt(properties, 'Scheme') === 'internal';
  const isWithout = textAt(properties, 'IpAddressType') === 'dualstack-without-public-ipv4';
  if (isInternal || isWithout) return [];
  const own = listAt(properties, 'SubnetMappings').filter(
    (each) => at(each, 'AllocationId') !== undefined,
  ).length;
  const quantity = nodes.quantity - own;
  if (quantity === 0) return [];
  return [fixed(several(quantity, 'public IPv4 address'), 'public-ipv4', { ...nodes, quantity })];
}

const classic: Pricer = ({ properties }) => {
  const subnets = listAt(properties, 'Subnets');
  const zones = subnets.length > 0 ? subnets : listAt(properties, 'AvailabilityZones');
  const nodes = countOf(zones, 1, 'its zones are not known');
  return [
    fixed('Classic Load Balancer', 'load-balancer/classic'),
    ...addresses(properties, nodes),
    used('data through it', 'load-balancer/classic-data', 'balancerTraffic'),
  ];
};

export const balancers: Pricers = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': balancer,
  'AWS::ElasticLoadBalancing::LoadBalancer': classic,
};
