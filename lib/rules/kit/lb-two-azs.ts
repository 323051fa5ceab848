/** A load balancer that goes with its zone. */
import type { Network } from '../../network/network.ts';
import type { Resource } from '../../template/template.ts';
import { subnetsOf, zonesOf } from '../balanced.ts';
import { idOf } from '../network-parts.ts';
import type { Rule } from '../rule.ts';
import { textsOf } from '../values.ts';

export const lbTwoAzs: Rule = {
  id: 'kit/lb-two-azs',
  says: 'stands in one Availability Zone',
  because:
    'When that zone fails, nobody reaches the healthy targets of the others; an Application Load Balancer in one zone is not even made.',
  source:
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
  breaches({ resources, network }) {
    return resources.filter(
      (each) => network.balancers.has(idOf(each)) && isInOneZone(network, each),
    );
  },
};

/** One subnet is in one zone, whichever it is. */
function isInOneZone(network: Network, balancer: Resource): boolean {
  const { Subnets, AvailabilityZones } = balancer.properties;
  // A list as a whole may be a parameter, and hold any number.
  if ([Subnets, AvailabilityZones].some((each) => typeof each === 'string')) return false;
  const places = [...subnetsOf(network, idOf(balancer)), ...textsOf(AvailabilityZones)];
  return places.length === 1 || zonesOf(network, balancer)?.size === 1;
}
