/** The security groups of an interface, as a gate. */
import { nameAsWritten } from '../names.ts';
import type { GroupRule, Id, Interface, Network, Peer } from '../network.ts';
import { isUnknown } from '../network.ts';
import {
  type Direction,
  type GroupQuestion,
  type References,
  groupFilter,
  isAt,
  references,
} from './groups.ts';
import { rulesOf, wouldAdmitByReference } from './groups.ts';
import { isEmpty } from './intervals.ts';
import type { Loss, Obstacle } from './obstacles.ts';
import { type Seen, interfaceOf } from './seen.ts';
import { trafficOf, trafficText } from './traffic.ts';
import { type Road, type Travel, gate } from './travel.ts';
import { addressDoubt, endText, peerText, preposition } from './words.ts';

export function askGroups(
  road: Road,
  travel: Travel,
  at: { readonly interface: Id; readonly direction: Direction },
): Travel {
  const question: GroupQuestion = {
    ...at,
    far: at.direction === 'inbound' ? travel.source : travel.destination,
    traffic: trafficOf(travel.protocol, travel.way),
  };
  const filter = groupFilter(road.network, question);
  return gate(travel, filter, (loss) => obstacle(road, question, loss));
}

function obstacle({ network }: Road, question: GroupQuestion, loss: Loss): Obstacle {
  const { direction, far, traffic } = question;
  const found = interfaceOf(network, question.interface);
  const isTaken = !isEmpty(loss.taken);
  const ports = isTaken ? loss.taken : loss.doubtful;
  const isLost = isTaken && wouldAdmitByReference(network, question, ports);
  const what = `${trafficText(traffic, ports)} ${preposition(direction)} ${endText(network, far)}`;
  const groups = namesOf(network, found);
  return {
    kind: direction === 'inbound' ? 'security group in' : 'security group out',
    at: groupAt(found),
    code: isLost ? 'SG_REFERENCES_NOT_PRESERVED' : 'ENI_SG_RULES_MISMATCH',
    says: isTaken
      ? `no rule of ${groups} admits ${what}${isLost ? ': a rule by group does not recognise that address' : ''}`
      : `${groups} may admit ${what}`,
    reasons: reasonsOf(network, question),
    remedy: { kind: 'group rule', question, ports: loss.came },
  };
}

function groupAt({ groups, owner }: Interface): Id {
  return (groups === 'unfiltered' ? undefined : groups[0]) ?? owner;
}

function namesOf(network: Network, { groups, owner }: Interface): string {
  const names = groups === 'unfiltered' ? [] : groups.map((group) => nameAsWritten(network, group));
  return names.length > 0
    ? names.join(', ')
    : `${nameAsWritten(network, owner)}, which has no group,`;
}

/** Every rule of which it is not known whether it matches. */
function reasonsOf(network: Network, question: GroupQuestion): readonly string[] {
  const { groups } = interfaceOf(network, question.interface);
  if (groups === 'unfiltered') return [];
  const seen = references(network, question);
  return groups.flatMap((group) => {
    const rules = rulesOf(network, group, question.direction);
    if (isUnknown(rules)) return [rules.unknown];
    return rules.flatMap((rule) => doubtOf(network, rule, { far: question.far, seen }));
  });
}

interface Far {
  readonly far: Seen;
  readonly seen: References;
}

function doubtOf(network: Network, { peer, service }: GroupRule, { far, seen }: Far): string[] {
  if (peer.kind === 'group') {
    const isOpen = seen.match === 'maybe' && seen.groups.includes(peer.id);
    return isOpen ? [`whether ${peerText(network, peer)} is in the same or a peered VPC`] : [];
  }
  const match = isAt(peer, far);
  if (match === 'no') return [];
  if (service.unknown !== undefined) return [service.unknown];
  return match === 'maybe' ? [peerDoubt(network, peer, far)] : [];
}

function peerDoubt(network: Network, peer: Peer, far: Seen): string {
  if (peer.kind === 'unknown') return peer.why;
  if (peer.kind === 'list' && isUnknown(peer.list.blocks)) return peer.list.blocks.unknown;
  return addressDoubt(network, far);
}
