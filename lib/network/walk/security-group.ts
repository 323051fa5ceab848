/**
 * How is a security group judged? The rules of all groups of the interface together; any rule that matches admits, none can
 * deny. It keeps state: who admitted the request lets the reply pass. A rule that names a group matches the private addresses
 * of that group's interfaces in this VPC or a peered one, and nothing that came through a gateway, a NAT or an appliance.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
import { nameAsWritten } from '../names.ts';
import {
  isUnknown,
  type GroupRule,
  type Id,
  type Interface,
  type Network,
  type Peer,
  type Unknown,
} from '../network.ts';
import type { Code } from '../question.ts';
import { speaksOf } from '../services.ts';
import { asFarAsKnown, best, both, matchBlock, matchList, sameVpc, type Match } from './match.ts';
import type { Party } from './party.ts';
import { addressDepends, flightSays, groupRuleSays, ownerSays, type Direction } from './says.ts';
import { passes, type Judged, type Trip } from './trip.ts';

const kinds = { in: 'security group in', out: 'security group out' } as const;

/** Do the groups let the packet in or out? A reply is not asked where they admitted the request. */
export function admits(trip: Trip, face: Interface, direction: Direction): boolean {
  if (trip.way === 'reply' && trip.tracked.includes(face.id)) return true;
  if (!passes(trip, judgeGroups(trip, face, direction))) return false;
  if (trip.way === 'request') trip.tracked = [...trip.tracked, face.id];
  return true;
}

/** ENI_SG_RULES_MISMATCH, or SG_REFERENCES_NOT_PRESERVED where a rule that names a group would have matched. */
function judgeGroups(trip: Trip, face: Interface, direction: Direction): Judged {
  const kind = kinds[direction];
  const { network, flight } = trip;
  if (face.groups === 'unfiltered') {
    const says = `${ownerSays(network, face.id)} has no security group: nothing is filtered`;
    return { kind, at: face.id, outcome: 'passed', says };
  }
  const far = direction === 'in' ? flight.source : flight.destination;
  const found = decidingRule(trip, face.groups, { direction, face, far });
  const asked = flightSays(network, flight, direction);
  if (found.match !== 'no') return ruleGate(network, { kind, asked, far, found });
  const code: Code = found.lost ? 'SG_REFERENCES_NOT_PRESERVED' : 'ENI_SG_RULES_MISMATCH';
  const why = found.lost ? ': it carries no reference to the group that a rule names' : '';
  const at = face.groups[0] ?? face.id;
  return { kind, at, outcome: 'blocked', code, says: `no rule for ${asked}${why}` };
}

interface ByRule {
  readonly kind: Judged['kind'];
  readonly asked: string;
  readonly far: Party;
  readonly found: Decided;
}

function ruleGate(network: Network, { kind, asked, far, found }: ByRule): Judged {
  const { group, rule: decided, direction } = found;
  const unsure = { kind, at: group, outcome: 'depends', code: 'KIT_UNKNOWN' } as const;
  if (decided === undefined)
    return {
      ...unsure,
      says: `the rules of ${nameAsWritten(network, group)} are not in the template`,
    };
  const rule = { id: decided.id, says: groupRuleSays(network, decided, direction) };
  if (found.match === 'yes')
    return { kind, at: group, outcome: 'passed', rule, says: `${asked}: ${rule.says}` };
  const on = decided.service.unknown ?? dependsOn(network, decided.peer, far);
  return { ...unsure, rule, says: `${asked}: ${rule.says} may match, ${on}` };
}

type Found = Decided | Refused;

interface Decided {
  readonly match: 'yes' | 'maybe';
  readonly direction: Direction;
  readonly group: Id;
  /** None where the group's rules are unknown. */
  readonly rule: GroupRule | undefined;
}

interface Refused {
  readonly match: 'no';
  /** A rule by group would have matched, had the packet kept its reference. */
  readonly lost: boolean;
}

/** The first rule that matches, else the first that may. */
function decidingRule(trip: Trip, groups: readonly Id[], ends: Ends): Found {
  let found: Found = { match: 'no', lost: false };
  for (const group of groups) {
    const one = decidingRuleOf(trip, group, ends);
    if (one.match === 'yes') return one;
    found = better(found, one);
  }
  return found;
}

function decidingRuleOf({ network, flight }: Trip, group: Id, ends: Ends): Found {
  const { direction, far } = ends;
  const rules = rulesOf(network, group, direction);
  if (isUnknown(rules)) return { match: 'maybe', direction, group, rule: undefined };
  let found: Found = { match: 'no', lost: false };
  for (const rule of rules) {
    if (!speaksOf(rule.service, flight.protocol, flight.port)) continue;
    const match = asFarAsKnown(rule.service, matchPeer(network, rule.peer, ends));
    if (match === 'yes') return { match, direction, group, rule };
    found = better(
      found,
      match === 'maybe'
        ? { match, direction, group, rule }
        : { match, lost: lostReference(network, rule.peer, far) },
    );
  }
  return found;
}

/** What may match before what lost its reference, the first of each. */
function better(one: Found, other: Found): Found {
  if (one.match !== 'no' || (other.match === 'no' && !other.lost)) return one;
  return other;
}

function rulesOf(
  { groups }: Network,
  id: Id,
  direction: Direction,
): readonly GroupRule[] | Unknown {
  const group = groups.get(id);
  if (group === undefined) return { unknown: `${id} is not in the template` };
  return direction === 'in' ? group.inbound : group.outbound;
}

/** `face` is the interface whose rule it is, `far` whom the rule speaks of. */
function matchPeer(network: Network, peer: Peer, { face, far }: Ends): Match {
  switch (peer.kind) {
    case 'block':
      return matchBlock(peer.block, far);
    case 'list':
      return matchList(peer.list, far);
    case 'group': {
      const member = memberOf(network, far.member, peer.id);
      return member === undefined ? 'no' : mayRefer(network, face, member);
    }
    case 'unknown':
      return 'maybe';
  }
}

interface Ends {
  readonly direction: Direction;
  readonly face: Interface;
  readonly far: Party;
}

/** Would the rule have matched, had the packet kept the address of the interface that sent it? */
function lostReference(network: Network, peer: Peer, far: Party): boolean {
  return peer.kind === 'group' && memberOf(network, far.origin, peer.id) !== undefined;
}

/** The interface, if it is in the group. */
function memberOf({ interfaces }: Network, id: Id | undefined, group: Id): Interface | undefined {
  const face = id === undefined ? undefined : interfaces.get(id);
  const groups = face?.groups;
  return groups !== undefined && groups !== 'unfiltered' && groups.includes(group)
    ? face
    : undefined;
}

/** References work within a VPC and between peered ones. */
function mayRefer(network: Network, face: Interface, member: Interface): Match {
  if (face.subnet === member.subnet) return 'yes';
  const one = vpcOf(network, face);
  const other = vpcOf(network, member);
  const same = sameVpc(one, other);
  if (same === 'yes') return 'yes';
  const peered = [...network.peerings.values()].map(({ requester, accepter }) =>
    best([
      both(sameVpc(requester, one), sameVpc(accepter, other)),
      both(sameVpc(requester, other), sameVpc(accepter, one)),
    ]),
  );
  return best([same, ...peered]);
}

function vpcOf({ subnets }: Network, { subnet }: Interface): Id | Unknown {
  return subnets.get(subnet)?.vpc ?? { unknown: `${subnet} is not in the template` };
}

function dependsOn(network: Network, peer: Peer, far: Party): string {
  if (peer.kind === 'unknown') return peer.why;
  if (peer.kind === 'list' && isUnknown(peer.list.blocks)) return peer.list.blocks.unknown;
  if (peer.kind === 'group') return 'whether the two VPCs are peered is not in the template';
  return addressDepends(network, far);
}
