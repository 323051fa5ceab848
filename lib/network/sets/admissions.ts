/** What each security group admits by itself: by the address of each place, and by naming each other group. */
import type { Family } from '../blocks.ts';
import type { Id, Network } from '../network.ts';
import { protocols } from '../services.ts';
import type { InterfaceClass } from './classes.ts';
import { type Direction, byAddress, byReference, rulesOf } from './groups.ts';
import { isUnknown } from '../network.ts';
import { type Reached, type ReachedId, type ReachedSets, nothingReached } from './reached.ts';
import { type Seen, seenInterface } from './seen.ts';
import { type Traffic, trafficOf } from './traffic.ts';

/** By what a group's rules that name another group admit. */
export interface ByGroup {
  readonly group: number;
  readonly admits: ReachedId;
}

export interface Admissions {
  /** `[group * places + place]` */
  readonly byPlace: Int32Array;
  /** Of each group: the groups that its rules name. */
  readonly naming: readonly (readonly ByGroup[])[];
  /** Of each group: the groups whose rules name it. */
  readonly namedBy: readonly (readonly ByGroup[])[];
}

export interface Layout {
  readonly network: Network;
  readonly family: Family;
  readonly sets: ReachedSets;
  readonly groups: readonly Id[];
  /** One class for each place. */
  readonly places: readonly InterfaceClass[];
}

export function admissionsOf(layout: Layout, direction: Direction): Admissions {
  const { groups } = layout;
  const naming = groups.map((group) => namedIn(layout, group, direction));
  const namedBy: ByGroup[][] = groups.map(() => []);
  for (const [group, named] of naming.entries())
    for (const each of named) namedBy[each.group]?.push({ group, admits: each.admits });
  return { byPlace: byPlace(layout, direction), naming, namedBy };
}

function byPlace(layout: Layout, direction: Direction): Int32Array {
  const { network, family, sets, groups, places } = layout;
  const found = new Int32Array(groups.length * places.length);
  const ends = places.map(({ example }) => seenInterface(network, example, family));
  for (const [at, group] of groups.entries()) {
    const rules = rulesOf(network, group, direction);
    const admits = (far: Seen) =>
      sets.numberOf(ofServices(family, (traffic) => byAddress(rules, far, traffic)));
    for (const [place, far] of ends.entries()) found[at * places.length + place] = admits(far);
  }
  return found;
}

function namedIn(layout: Layout, group: Id, direction: Direction): readonly ByGroup[] {
  const { network, family, sets, groups } = layout;
  const rules = rulesOf(network, group, direction);
  if (isUnknown(rules)) return [];
  const named = new Set(rules.flatMap(({ peer }) => (peer.kind === 'group' ? [peer.id] : [])));
  return [...named].flatMap((id) => {
    const at = groups.indexOf(id);
    const references = { groups: [id], match: 'yes' } as const;
    const admits = sets.numberOf(
      ofServices(family, (traffic) => byReference(rules, references, traffic)),
    );
    return at < 0 || admits === nothingReached ? [] : [{ group: at, admits }];
  });
}

function ofServices(family: Family, filterOf: (traffic: Traffic) => Reached['tcp']): Reached {
  const echo = family === 4 ? protocols.icmp : protocols.icmp6;
  return {
    tcp: filterOf(trafficOf(protocols.tcp, 'request')),
    udp: filterOf(trafficOf(protocols.udp, 'request')),
    icmp: filterOf(trafficOf(echo, 'request')),
  };
}
