/**
 * A gateway endpoint: to its service and back, no address is rewritten.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
import { nameAsWritten } from '../names.ts';
import type { Id, Unknown } from '../network.ts';
import { protocols } from '../services.ts';
import { cross } from './crossing.ts';
import { answered, homeOf, stageOf } from './delivery.ts';
import type { Hop } from './hop.ts';
import type { Obstacle } from './obstacles.ts';
import { type Seen, sameVpc } from './seen.ts';
import { type Road, type Travel, blocked } from './travel.ts';
import { endText } from './words.ts';

export function toGatewayEndpoint(road: Road, travel: Travel, at: Hop): Travel {
  const { network } = road;
  const refusal = refusalOf(road, travel, at);
  if (refusal !== undefined) {
    const name = nameAsWritten(network, at.to);
    return blocked(travel, () => ({
      kind: 'gateway endpoint',
      at: at.to,
      rule: { id: at.route.id, says: `to ${name}` },
      ...refusal,
    }));
  }
  const home = homeOf(network, travel.source);
  const there = cross(road, travel, { from: at.subnet });
  const back = cross(road, answered(there), { to: home });
  return { ...back, seenAs: undefined, stage: stageOf(travel.source) };
}

type Refusal = Pick<Obstacle, 'code' | 'says'>;

function refusalOf({ network }: Road, travel: Travel, { to, subnet }: Hop): Refusal | undefined {
  const { destination, source, protocol } = travel;
  const endpoint = network.endpoints.get(to);
  const name = nameAsWritten(network, to);
  if (!isIts(travel, endpoint?.service))
    return {
      code: 'NO_ROUTE_TO_DESTINATION',
      says: `${name} leads to its service, not to ${endText(network, destination)}`,
    };
  if (protocol !== protocols.tcp && protocol !== protocols.icmp)
    return {
      code: 'VPCE_GATEWAY_PROTOCOL_RESTRICTION',
      says: `${name} carries TCP and echo requests only`,
    };
  if (isServed(source, endpoint?.vpc ?? subnet.vpc)) return undefined;
  return {
    code: 'NO_ROUTE_TO_DESTINATION',
    says: `${name} serves its own VPC only, not ${endText(network, source)}`,
  };
}

function isServed(source: Seen, vpc: Id | Unknown): boolean {
  const isDevice = source.kind === 'interface' || source.kind === 'nat';
  return isDevice && sameVpc(source.vpc, vpc) !== 'no';
}

/** A request for the endpoint's service. */
function isIts({ way, destination: { list } }: Travel, service: string | undefined): boolean {
  if (way === 'reply' || list?.service === undefined) return false;
  return service === undefined || service === list.service;
}
