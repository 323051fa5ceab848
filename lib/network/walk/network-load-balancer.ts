/**
 * How does a Network Load Balancer that keeps the client's address reach its target? Its node sends the packet on with the
 * client's address as source; the target's groups see that address, or the node's group where it has one. The reply goes back
 * through the node, whatever the routes say.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
import type { Id, Interface, Network, Subnet } from '../network.ts';
import type { Code } from '../question.ts';
import { crosses } from './network-acl.ts';
import { admits } from './security-group.ts';
import { ownerSays } from './says.ts';
import { endsAt, turnAround, type Next, type Trip } from './trip.ts';

/** KIT_SAME_HOST where the target is the client. */
export function throughNode(trip: Trip, nodeId: Id, seenAs: Id | undefined): Next {
  const { network, flight } = trip;
  const node = interfaceOf(network, nodeId);
  const target = interfaceOf(network, flight.destination.id);
  if (flight.source.id === target.id) {
    const says = `${ownerSays(network, target.id)} would get a packet from its own address`;
    const code: Code = 'KIT_SAME_HOST';
    return endsAt(trip, { kind: 'address', at: target.owner, outcome: 'blocked', code, says });
  }
  trip.flight = { ...flight, source: { ...flight.source, member: nodeId } };
  const [here, there] = [network.subnets.get(node.subnet), network.subnets.get(target.subnet)];
  const gets =
    admits(trip, node, 'out') && passesAcls(trip, here, there) && admits(trip, target, 'in');
  if (!gets) return undefined;
  turnAround(trip, seenAs);
  return passesAcls(trip, there, here) ? { step: 'done' } : undefined;
}

/** Inside one subnet no ACL is asked, whoever the client is: the node sends. */
function passesAcls(trip: Trip, from: Subnet | undefined, to: Subnet | undefined): boolean {
  return from?.id === to?.id || crosses(trip, from, to);
}

function interfaceOf({ interfaces }: Network, id: Id | undefined): Interface {
  const face = id === undefined ? undefined : interfaces.get(id);
  if (face === undefined) throw new Error(`the network has no interface '${id ?? ''}'`);
  return face;
}
