/**
 * What does a peering connection do? It carries packets between the addresses of its two VPCs and nobody else's: no transit to
 * a third VPC, no gateway, NAT or endpoint of the other side. Behind it only the local route counts.
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
import { isUnknown, type Id, type Peering, type Unknown } from '../network.ts';
import type { Code } from '../question.ts';
import { best, sameVpc, type Match } from './match.ts';
import { crosses } from './network-acl.ts';
import type { Party } from './party.ts';
import { nameOf, partySays } from './says.ts';
import { passes, type Judged, type Next, type Position, type Trip } from './trip.ts';

export function takePeering(trip: Trip, id: Id, at: Position): Next {
  if (!crosses(trip, at.subnet, undefined)) return undefined;
  const peering = trip.network.peerings.get(id);
  const judged: Judged =
    peering === undefined
      ? depends(id, `${id} is not in the template`)
      : judge(trip, peering, at.vpc);
  if (!passes(trip, judged)) return undefined;
  const { destination } = trip.flight;
  if (destination.subnet === undefined) return undefined;
  return { step: 'deliver', from: undefined };
}

/** PCX_REQUIRES_ADDRESS_IN_VPC_CIDR */
function judge({ network, flight }: Trip, peering: Peering, here: Id | Unknown): Judged {
  const { source, destination } = flight;
  const { requester, accepter, id } = peering;
  const who = nameOf(network, id);
  const isOther = both(
    isIn(destination, otherOf(peering, here)),
    isUnknown(here) ? 'maybe' : best([sameVpc(requester, here), sameVpc(accepter, here)]),
  );
  const isOurs = best([isIn(source, requester), isIn(source, accepter)]);
  const to = partySays(network, destination);
  const code: Code = 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR';
  const gate = { kind: 'peering connection', at: id } as const;
  if (isOther === 'no')
    return { ...gate, outcome: 'blocked', code, says: `${to} is not in the VPC behind ${who}` };
  if (isOurs === 'no') {
    const says = `${partySays(network, source)} is in neither VPC of ${who}`;
    return { ...gate, outcome: 'blocked', code, says };
  }
  if (isOther === 'maybe' || isOurs === 'maybe')
    return depends(id, `which VPCs ${who} connects is not in the template`);
  return { ...gate, outcome: 'passed', says: `${to} is in the VPC behind ${who}` };
}

function depends(at: Id, says: string): Judged {
  return { kind: 'peering connection', at, outcome: 'depends', code: 'KIT_UNKNOWN', says };
}

/** The VPC at the other side, seen from here. */
function otherOf({ requester, accepter }: Peering, here: Id | Unknown): Id | Unknown {
  if (isUnknown(here)) return here;
  if (requester === here) return accepter;
  return accepter === here || isUnknown(requester) ? requester : accepter;
}

function isIn({ kind, subnet, vpc }: Party, side: Id | Unknown): Match {
  if (vpc === undefined || subnet === undefined || kind === 'public') return 'no';
  return sameVpc(vpc, side);
}

function both(one: Match, other: Match): Match {
  if (one === 'no' || other === 'no') return 'no';
  return one === 'yes' && other === 'yes' ? 'yes' : 'maybe';
}
