/**
 * What the security groups of an interface admit: the union of their rules, allow only. By address (blocks, prefix
 * lists) and by reference (a group of the far end) apart, because the second is lost on some ways.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
import type { GroupRule, Id, Network, Peer, PrefixList, Unknown } from '../network.ts';
import { isUnknown } from '../network.ts';
import { type Filter, all, either, nothing, unsaid } from './filter.ts';
import { type Intervals, intersection, isEmpty, noPorts, union } from './intervals.ts';
import {
  type Match,
  type Seen,
  asFarAsKnown,
  interfaceOf,
  matches,
  sameVpc,
  subnetOf,
} from './seen.ts';
import { type Traffic, portsOf } from './traffic.ts';

export type Direction = 'inbound' | 'outbound';

export interface GroupQuestion {
  readonly interface: Id;
  readonly direction: Direction;
  /** The far end as the packet shows it. */
  readonly far: Seen;
  readonly traffic: Traffic;
}

/** What all groups of the interface admit together. */
export function groupFilter(network: Network, question: GroupQuestion): Filter {
  const { groups } = interfaceOf(network, question.interface);
  if (groups === 'unfiltered') return all;
  const seen = references(network, question);
  return groups
    .map((group) => {
      const rules = rulesOf(network, group, question.direction);
      const one = byAddress(rules, question.far, question.traffic);
      return either(one, byReference(rules, seen, question.traffic));
    })
    .reduce(either, nothing);
}

/** Unknown where the template only names the group. */
export function rulesOf(
  network: Network,
  group: Id,
  direction: Direction,
): readonly GroupRule[] | Unknown {
  return network.groups.get(group)?.[direction] ?? { unknown: `the rules of ${group}` };
}

/** What the rules admit by the address of the far end. Rules that are not known may admit anything. */
export function byAddress(
  rules: readonly GroupRule[] | Unknown,
  far: Seen,
  traffic: Traffic,
): Filter {
  if (isUnknown(rules)) return unsaid;
  return admitted(rules, traffic, (peer) => (peer.kind === 'group' ? 'no' : isAt(peer, far)));
}

/** Groups by which the far end is recognised, and how surely. */
export interface References {
  readonly groups: readonly Id[];
  readonly match: Match;
}

/** What the rules admit because they name a group of the far end. */
export function byReference(
  rules: readonly GroupRule[] | Unknown,
  { groups, match }: References,
  traffic: Traffic,
): Filter {
  if (isUnknown(rules) || groups.length === 0 || match === 'no') return nothing;
  return admitted(rules, traffic, (peer) =>
    peer.kind === 'group' && groups.includes(peer.id) ? match : 'no',
  );
}

function admitted(
  rules: readonly GroupRule[],
  traffic: Traffic,
  match: (peer: Peer) => Match,
): Filter {
  let [sure, possible] = [noPorts, noPorts];
  for (const { peer, service } of rules) {
    const ports = portsOf(service, traffic);
    const found = isEmpty(ports) ? 'no' : asFarAsKnown(service, match(peer));
    if (found !== 'no') possible = union(possible, ports);
    if (found === 'yes') sure = union(sure, ports);
  }
  return { sure, possible };
}

/** Is the far end's address what the rule names? A group is no address. */
export function isAt(peer: Peer, far: Seen): Match {
  if (peer.kind === 'block') return matches(peer.block, far);
  if (peer.kind === 'list') return isInList(peer.list, far);
  return peer.kind === 'unknown' ? 'maybe' : 'no';
}

/** A service's list holds that service, and of other ends only those that lie in its blocks, where these are known. */
function isInList(list: PrefixList, far: Seen): Match {
  if (list.service !== undefined && far.list?.service === list.service) return 'yes';
  if (isUnknown(list.blocks)) return list.service === undefined ? 'maybe' : 'no';
  const found = list.blocks.map((block) => matches(block, far));
  return found.includes('yes') ? 'yes' : found.includes('maybe') ? 'maybe' : 'no';
}

/** A rule may name a group of an interface in the same VPC or in one that is peered with it. */
export function references(network: Network, question: GroupQuestion): References {
  const { groups, vpc } = question.far;
  if (groups.length === 0) return { groups, match: 'no' };
  const near = interfaceOf(network, question.interface).subnet;
  if (network.interfaces.get(question.far.id)?.subnet === near) return { groups, match: 'yes' };
  return { groups, match: joined(network, subnetOf(network, near).vpc, vpc) };
}

/** Are the VPCs one, or peered? */
export function joined(
  network: Network,
  one: Id | Unknown,
  other: Id | Unknown | undefined,
): Match {
  const same = sameVpc(one, other);
  if (same !== 'no') return same;
  let found: Match = 'no';
  for (const { requester, accepter } of network.peerings.values()) {
    const ways = [
      [sameVpc(requester, one), sameVpc(accepter, other)],
      [sameVpc(requester, other), sameVpc(accepter, one)],
    ].filter((way) => !way.includes('no'));
    if (ways.some((way) => !way.includes('maybe'))) return 'yes';
    if (ways.length > 0) found = 'maybe';
  }
  return found;
}

/** Would a rule admit some of these ports if the far end were recognised as a member of its groups? */
export function wouldAdmitByReference(
  network: Network,
  { interface: id, direction, far, traffic }: GroupQuestion,
  ports: Intervals,
): boolean {
  const { groups } = interfaceOf(network, id);
  if (groups === 'unfiltered') return false;
  const behind = { groups: [...far.lost, ...far.groups], match: 'yes' } as const;
  return groups.some((group) => {
    const { sure } = byReference(rulesOf(network, group, direction), behind, traffic);
    return !isEmpty(intersection(sure, ports));
  });
}
