/** A NAT gateway on which subnets of several zones depend. */
import { isUnknown, type Id, type Network } from '../../network/network.ts';
import { declaring, routesOf } from '../network-parts.ts';
import type { Rule } from '../rule.ts';

export const natPerAz: Rule = {
  id: 'kit/nat-per-az',
  says: 'is the one NAT gateway for subnets of several zones',
  because:
    'When its zone fails, the subnets of the healthy zones have no way out either, and until then what they send through it is billed for crossing zones.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html',
  breaches({ resources, network }) {
    // A regional one stands in every zone.
    const zonal = [...network.nats.values()].filter(({ kind }) => kind === 'zonal');
    const shared = zonal.filter(({ id }) => zonesBehind(id, network).size > 1);
    return declaring(
      resources,
      shared.map(({ id }) => id),
    );
  },
};

/** Zones of the subnets whose table leads to the NAT gateway; zones that only the deployment knows are not counted. */
function zonesBehind(nat: Id, network: Network): ReadonlySet<string> {
  const behind = [...network.subnets.values()].filter(({ id }) =>
    routesOf(network, id)?.some(({ hop }) => hop.kind === 'nat-gateway' && hop.id === nat),
  );
  return new Set(behind.flatMap(({ zone }) => (isUnknown(zone) ? [] : [zone])));
}
