/**
 * What a network ACL lets through: the first entry that matches decides, `*` denies. An entry that only may match leaves
 * both outcomes possible for the ports it speaks of.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
 */
import type { AclEntry, Id, Network, NetworkAcl } from '../network.ts';
import { type Filter, unsaid } from './filter.ts';
import {
  type Intervals,
  difference,
  everyPort,
  intersection,
  isEmpty,
  noPorts,
  union,
} from './intervals.ts';
import { type Match, type Seen, asFarAsKnown, matches } from './seen.ts';
import { type Traffic, portsOf } from './traffic.ts';

export interface AclQuestion {
  readonly acl: Id;
  readonly direction: 'inbound' | 'outbound';
  /** The far end as the packet shows it: the destination of what goes out, the source of what comes in. */
  readonly far: Seen;
  readonly traffic: Traffic;
}

/** An entry and the ports about which nothing before it has surely decided. */
export interface Reached {
  readonly entry: AclEntry;
  readonly match: Match;
  readonly ports: Intervals;
}

export function aclFilter(network: Network, question: AclQuestion): Filter {
  if (!network.acls.has(question.acl)) return unsaid;
  let [sure, possible, perhapsDenied] = [noPorts, noPorts, noPorts];
  for (const { entry, match, ports } of reached(network, question)) {
    if (!entry.allows) {
      if (match === 'maybe') perhapsDenied = union(perhapsDenied, ports);
      continue;
    }
    possible = union(possible, ports);
    if (match === 'yes') sure = union(sure, difference(ports, perhapsDenied));
  }
  return { sure, possible };
}

function reached(network: Network, question: AclQuestion): readonly Reached[] {
  const found: Reached[] = [];
  let left = everyPort;
  for (const entry of entriesOf(network.acls.get(question.acl), question.direction)) {
    const ports = intersection(left, portsOf(entry.service, question.traffic));
    if (isEmpty(ports)) continue;
    const match = asFarAsKnown(entry.service, matches(entry.block, question.far));
    if (match === 'no') continue;
    found.push({ entry, match, ports });
    if (match === 'yes') left = difference(left, ports);
    if (isEmpty(left)) break;
  }
  return found;
}

function entriesOf(
  acl: NetworkAcl | undefined,
  direction: 'inbound' | 'outbound',
): readonly AclEntry[] {
  return acl?.[direction] ?? [];
}

/** The entries that speak of some of these ports and matter, in the order of their numbers; `*` is none of them. */
export function deciders(
  network: Network,
  question: AclQuestion,
  ports: Intervals,
): readonly Reached[] {
  return reached(network, question).filter((each) => !isEmpty(intersection(each.ports, ports)));
}
