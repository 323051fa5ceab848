/**
 * How is a network ACL judged? Entries in the order of their numbers, the first that matches decides, `*` denies the rest.
 * It keeps no state, so a reply is judged like any other packet; it stands at the edge of a subnet, so what stays inside
 * never meets it. Ports are destination ports.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import { nameAsWritten } from '../names.ts';
import { isUnknown, type AclEntry, type Id, type NetworkAcl, type Subnet } from '../network.ts';
import type { Code } from '../question.ts';
import { speaksOf } from '../services.ts';
import { asFarAsKnown, matchBlock } from './match.ts';
import { addressDepends, entrySays, flightSays, type Direction } from './says.ts';
import { passes, type Judged, type Trip } from './trip.ts';

const kinds = { in: 'network ACL in', out: 'network ACL out' } as const;

/** May the packet leave the one subnet and enter the other? Undefined: it comes from, or goes, outside. */
export function crosses(trip: Trip, from: Subnet | undefined, to: Subnet | undefined): boolean {
  if (from !== undefined && from.id === to?.id) return staysInside(trip, from);
  return (
    (from === undefined || passes(trip, judgeAcl(trip, from, 'out'))) &&
    (to === undefined || passes(trip, judgeAcl(trip, to, 'in')))
  );
}

/**
 * No ACL inside a subnet, but what a Classic Load Balancer sends: "Classic Load Balancers apply network ACLs to outbound
 * traffic, even if it's destined for a target in the same subnet".
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
function staysInside(trip: Trip, subnet: Subnet): boolean {
  const sender = trip.network.interfaces.get(trip.flight.source.id ?? '');
  const balancer = sender && trip.network.balancers.get(sender.owner);
  if (balancer?.kind !== 'classic') return true;
  const judged = judgeAcl(trip, subnet, 'out');
  return passes(
    trip,
    judged.outcome === 'blocked' ? { ...judged, code: 'ELB_ACL_RESTRICTION' } : judged,
  );
}

/** SUBNET_ACL_RESTRICTION where it denies; depends where entries that may match would decide differently. */
function judgeAcl(trip: Trip, subnet: Subnet, direction: Direction): Judged {
  const kind = kinds[direction];
  const acl = isUnknown(subnet.acl) ? undefined : trip.network.acls.get(subnet.acl);
  if (acl === undefined) {
    const says = `which network ACL ${nameAsWritten(trip.network, subnet.id)} has is not in the template`;
    return { kind, at: subnet.id, outcome: 'depends', code: 'KIT_UNKNOWN', says };
  }
  const candidates = decidingEntries(trip, acl, direction);
  const [first] = candidates;
  const asked = flightSays(trip.network, trip.flight, direction);
  const rule = ruleOf(acl.id, first, direction);
  const allows = first?.allows ?? false;
  if (candidates.some((each) => (each?.allows ?? false) !== allows)) {
    const on = dependsOn(trip, first, direction);
    const says = `${asked}: ${rule.says} may match, ${on}`;
    return { kind, at: acl.id, outcome: 'depends', code: 'KIT_UNKNOWN', rule, says };
  }
  const says = `${asked}: ${rule.says}`;
  if (allows) return { kind, at: acl.id, outcome: 'passed', rule, says };
  const code: Code = 'SUBNET_ACL_RESTRICTION';
  return { kind, at: acl.id, outcome: 'blocked', code, rule, says };
}

/** The entries that may be the first to match, in order: all but the last may do so; undefined stands for `*`. */
function decidingEntries(
  { flight }: Trip,
  { inbound, outbound }: NetworkAcl,
  direction: Direction,
): readonly (AclEntry | undefined)[] {
  const far = direction === 'in' ? flight.source : flight.destination;
  const candidates: AclEntry[] = [];
  for (const entry of direction === 'in' ? inbound : outbound) {
    if (!speaksOf(entry.service, flight.protocol, flight.port)) continue;
    const match = asFarAsKnown(entry.service, matchBlock(entry.block, far));
    if (match !== 'no') candidates.push(entry);
    if (match === 'yes') return candidates;
  }
  return [...candidates, undefined];
}

function ruleOf(acl: Id, entry: AclEntry | undefined, direction: Direction) {
  if (entry === undefined) return { id: acl, says: '* deny' };
  return { id: entry.id, says: entrySays(entry, direction) };
}

function dependsOn(trip: Trip, entry: AclEntry | undefined, direction: Direction): string {
  if (entry?.service.unknown !== undefined) return entry.service.unknown;
  if (entry !== undefined && isUnknown(entry.block)) return entry.block.unknown;
  const { source, destination } = trip.flight;
  return addressDepends(trip.network, direction === 'in' ? source : destination);
}
