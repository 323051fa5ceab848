/** Inside the VPC. */
import type { Hop } from './hop.ts';
import { deliver } from './delivery.ts';
import { sameVpc } from './seen.ts';
import { type Road, type Travel, blocked, doubted } from './travel.ts';
import { endText } from './words.ts';

export function toLocal(road: Road, travel: Travel, at: Hop): Travel {
  const { subnet, table, route } = at;
  const { destination } = travel;
  const isDevice = destination.kind === 'interface' || destination.kind === 'nat';
  const isHere = isDevice ? sameVpc(subnet.vpc, destination.vpc) : 'no';
  const name = endText(road.network, destination);
  const rule = { id: route.id, says: 'local' };
  if (isHere === 'no')
    return blocked(travel, () => ({
      kind: 'route',
      at: table,
      code: 'NO_ROUTE_TO_DESTINATION',
      rule,
      says: `the local route ends in this VPC, and ${name} is not in it`,
    }));
  const sure =
    isHere === 'yes'
      ? travel
      : doubted(travel, () => ({
          kind: 'route',
          at: table,
          code: 'KIT_UNKNOWN',
          rule,
          says: `whether ${name} is in the same VPC is not known`,
          reasons: [`whether ${name} is in the same VPC`],
        }));
  return deliver(road, sure, subnet);
}
