/** A NAT gateway in a subnet that has no way to the internet itself. */
import type { NatGateway, Network, NextHop } from '../../network/network.ts';
import { declaring, routesOf } from '../network-parts.ts';
import type { Rule } from '../rule.ts';

/** What may lead on to an internet gateway: the gateway, a firewall before it, or what the template does not show. */
const onwards: readonly NextHop['kind'][] = ['internet-gateway', 'interface', 'other', 'unknown'];

export const natInPublicSubnet: Rule = {
  id: 'kit/nat-in-public-subnet',
  says: 'is a NAT gateway in a subnet whose route table does not lead to an internet gateway',
  because:
    'A NAT gateway sends what it translated by the route table of the subnet that it stands in: from there it must reach an internet gateway.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
  breaches({ resources, network }) {
    const lost = [...network.nats.values()].filter((nat) => isLost(nat, network));
    return declaring(
      resources,
      lost.map(({ id }) => id),
    );
  },
};

/** A private one translates for other networks, and a regional one has AWS's own routes. */
function isLost({ kind, isPublic, subnet }: NatGateway, network: Network): boolean {
  const routes = routesOf(network, subnet);
  if (kind === 'regional' || !isPublic || routes === undefined) return false;
  return !routes.some(({ hop }) => onwards.includes(hop.kind));
}
