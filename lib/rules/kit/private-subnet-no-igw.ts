/** A subnet called private whose packets find the internet gateway. */
import type { Route } from '../../network/network.ts';
import { idOf, isDeclaredPrivate, routesOf } from '../network-parts.ts';
import type { Rule } from '../rule.ts';

export const privateSubnetNoIgw: Rule = {
  id: 'kit/private-subnet-no-igw',
  says: 'is declared private and has a route to an internet gateway',
  because:
    'A route to an internet gateway is what makes a subnet public: the next host in it that gets a public address is reachable.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html',
  breaches({ resources, network }) {
    return resources.filter(
      (each) =>
        each.type === 'AWS::EC2::Subnet' &&
        isDeclaredPrivate(each) &&
        routesOf(network, idOf(each))?.some(leadsOut) === true,
    );
  },
};

/** IPv4 only: IPv6 needs a gateway of its own kind to be private, which is another question. */
function leadsOut({ destination, hop }: Route): boolean {
  const isIpv6 = 'family' in destination && destination.family === 6;
  return hop.kind === 'internet-gateway' && !isIpv6;
}
