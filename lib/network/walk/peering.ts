/**
 * What does a peering connection do? It carries packets between the addresses of its two VPCs and nobody else's: no transit to
 * a third VPC, no gateway, NAT or endpoint of the other side. Behind it only the local route counts.
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
import { nameAsWritten } from '../names.ts';
import { isUnknown, type Id, type Peering, type Unknown } from '../network.ts';
import type { Code } from '../question.ts';
import { best, both, sameVpc, type Match } from './match.ts';
import { crosses } from './network-acl.ts';
import type { Party } from './party.ts';
import { partySays } from './says.ts';
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

/**
 * PCX_REQUIRES_ADDRESS_IN_VPC_CIDR. The destination alone is asked: what comes by a connection goes to its end and no further,
 * so the sender always is on this side.
 */
function judge({ network, flight }: Trip, peering: Peering, here: Id | Unknown): Judged {
  const { id } = peering;
  const who = nameAsWritten(network, id);
  const to = partySays(network, flight.destination);
  const gate = { kind: 'peering connection', at: id } as const;
  switch (isBehind(flight.destination, peering, here)) {
    case 'yes':
      return { ...gate, outcome: 'passed', says: `${to} is in the VPC behind ${who}` };
    case 'no': {
      const code: Code = 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR';
      return { ...gate, outcome: 'blocked', code, says: `${to} is not in the VPC behind ${who}` };
    }
    case 'maybe':
      return depends(id, `which VPCs ${who} connects is not in the template`);
  }
}

function depends(at: Id, says: string): Judged {
  return { kind: 'peering connection', at, outcome: 'depends', code: 'KIT_UNKNOWN', says };
}

/** Is the party in one of the two VPCs, and we in the other? */
function isBehind(party: Party, { requester, accepter }: Peering, here: Id | Unknown): Match {
  return best([
    both(sameVpc(here, requester), isIn(party, accepter)),
    both(sameVpc(here, accepter), isIn(party, requester)),
  ]);
}

/** What is nowhere in the template may be in a VPC that is not there either. */
function isIn({ kind, subnet, vpc }: Party, side: Id | Unknown): Match {
  if (kind === 'host' && isUnknown(side)) return 'maybe';
  if (vpc === undefined || subnet === undefined || kind === 'public') return 'no';
  return sameVpc(vpc, side);
}
