/** A rule that lets addresses at a target, where only its load balancer has to get in. */
import { speaksOf, protocols } from '../../network/services.ts';
import { isUnknown, type GroupRule, type Id, type Network } from '../../network/network.ts';
import { balancedBy, type Balanced } from '../balanced.ts';
import { declaring } from '../network-parts.ts';
import type { Rule } from '../rule.ts';

export const appSgFromLbOnly: Rule = {
  id: 'kit/app-sg-from-lb-only',
  says: 'admits addresses to the port of a target, where the group of the load balancer belongs',
  because:
    'Whoever has such an address goes round the load balancer, its web ACL and its logs; a reference to its group names exactly its nodes.',
  source:
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html',
  breaches({ resources, network }) {
    const rules = balancedBy(network)
      .filter(
        ({ balancer, end }) => speaksForItself(network, balancer) && !network.balancers.has(end),
      )
      .flatMap((each) => admitting(network, each));
    return declaring(
      resources,
      rules.map(({ id }) => id),
    );
  },
};

/** Do its packets come from nodes that are in a group? A Network Load Balancer without one hands the clients' packets on. */
function speaksForItself(network: Network, { id, kind }: Balanced['balancer']): boolean {
  if (kind === 'gateway') return false;
  const nodes = network.ends.get(id)?.interfaces ?? [];
  return nodes.every((each) => network.interfaces.get(each)?.groups !== 'unfiltered');
}

function admitting(network: Network, { end, port }: Balanced): readonly GroupRule[] {
  if (isUnknown(port)) return [];
  return groupsOf(network, end)
    .flatMap((group) => inboundOf(network, group))
    .filter(({ peer, service }) => peer.kind === 'block' && speaksOf(service, protocols.tcp, port));
}

function inboundOf({ groups }: Network, group: Id): readonly GroupRule[] {
  const inbound = groups.get(group)?.inbound;
  return inbound === undefined || isUnknown(inbound) ? [] : inbound;
}

function groupsOf(network: Network, end: Id): readonly Id[] {
  return (network.ends.get(end)?.interfaces ?? []).flatMap((each) => {
    const groups = network.interfaces.get(each)?.groups ?? [];
    return groups === 'unfiltered' ? [] : groups;
  });
}
