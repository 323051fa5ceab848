/** A group with hosts where its load balancer is not. */
import type { Network } from '../../network/network.ts';
import type { Resource } from '../../template/template.ts';
import { balancedBy, zonesOf } from '../balanced.ts';
import { idOf } from '../network-parts.ts';
import type { Rule } from '../rule.ts';
import { isScalingGroup } from '../scaling-groups.ts';

export const lbCoversAsgZones: Rule = {
  id: 'kit/lb-covers-asg-zones',
  says: 'has a zone in which its load balancer has no subnet',
  because:
    'Targets in a zone that is not enabled for the load balancer are unused: they are paid for and get no requests.',
  source:
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html',
  breaches({ resources, network }) {
    const byId = new Map(resources.map((each) => [idOf(each), each]));
    const balanced = balancedBy(network);
    return resources.filter(isScalingGroup).filter((group) =>
      balanced
        .filter(({ end }) => end === idOf(group))
        .map(({ balancer }) => byId.get(balancer.id))
        .some((balancer) => balancer !== undefined && outgrows(network, group, balancer)),
    );
  },
};

function outgrows(network: Network, group: Resource, balancer: Resource): boolean {
  const covered = zonesOf(network, balancer);
  const zones = zonesOf(network, group);
  if (covered === undefined || zones === undefined) return false;
  return [...zones].some((zone) => !covered.has(zone));
}
