/**
 * What does a gateway endpoint do? It carries TCP (and echo) from its VPC to the addresses of its service, without a public
 * address; the reply comes back the same way, by the network ACL of the sender's subnet.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
import { nameAsWritten } from '../names.ts';
import type { Id } from '../network.ts';
import type { Code } from '../question.ts';
import { protocols } from '../services.ts';
import { sameVpc } from './match.ts';
import { crosses } from './network-acl.ts';
import { flowSays, partySays } from './says.ts';
import { passes, turnAround, type Judged, type Next, type Position, type Trip } from './trip.ts';

export function takeGatewayEndpoint(trip: Trip, id: Id, at: Position): Next {
  if (!crosses(trip, at.subnet, undefined)) return undefined;
  if (!passes(trip, judge(trip, id))) return undefined;
  turnAround(trip, undefined);
  return { step: 'deliver', from: undefined };
}

/** VPCE_GATEWAY_PROTOCOL_RESTRICTION; NO_ROUTE_TO_DESTINATION for another destination, or a sender in another VPC. */
function judge({ network, flight }: Trip, id: Id): Judged {
  const gate = { kind: 'gateway endpoint', at: id } as const;
  const endpoint = network.endpoints.get(id);
  if (endpoint === undefined) {
    const says = `${id} is not in the template`;
    return { ...gate, outcome: 'depends', code: 'KIT_UNKNOWN', says };
  }
  const { source, destination, protocol } = flight;
  const to = partySays(network, destination);
  const who = nameAsWritten(network, id);
  const code: Code = 'NO_ROUTE_TO_DESTINATION';
  if (destination.list === undefined || destination.list.service !== endpoint.service)
    return { ...gate, outcome: 'blocked', code, says: `${who} does not lead to ${to}` };
  if (source.vpc === undefined || sameVpc(source.vpc, endpoint.vpc) === 'no') {
    const says = `${partySays(network, source)} is not in the VPC of ${who}`;
    return { ...gate, outcome: 'blocked', code, says };
  }
  if (protocol !== protocols.tcp && protocol !== protocols.icmp) {
    const says = `${who} does not carry ${flowSays(flight)}`;
    return { ...gate, outcome: 'blocked', code: 'VPCE_GATEWAY_PROTOCOL_RESTRICTION', says };
  }
  return { ...gate, outcome: 'passed', says: `${to} answers through ${who}` };
}
