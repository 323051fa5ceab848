/** Everybody who could start a flow: every end, a host in every subnet with a group of its own, the internet. */
import { nameOf } from '../names.ts';
import type { Network } from '../network.ts';
import { guestIn } from './guests.ts';
import { findPlace, type Place } from './places.ts';

/** Who is excepted is excepted with all its members. */
export function everybodyBut(network: Network, except: readonly Place[]): readonly Place[] {
  const known = new Set(except.flatMap(({ members }) => members.flat()).map((each) => keyOf(each)));
  const ends = [...network.ends.values()].map(({ id, interfaces }) => ({
    name: nameOf(network, id),
    members: interfaces.map((each) => [{ kind: 'interface', id: each } as const]),
  }));
  const guests = [...network.subnets.keys()].map((subnet) => ({
    name: `a host in ${nameOf(network, subnet)}`,
    members: [[{ kind: 'interface', id: guestIn(subnet) } as const]],
  }));
  const internet = findPlace(network, 'internet');
  const all: readonly Place[] = [
    ...('place' in internet ? [internet.place] : []),
    ...ends,
    ...guests,
  ];
  return all.flatMap((place) => {
    const members = place.members.filter((each) => !each.some((point) => known.has(keyOf(point))));
    return members.length === 0 ? [] : [{ ...place, members }];
  });
}

function keyOf(point: Place['members'][number][number]): string {
  return point.kind === 'interface' ? point.id : point.kind;
}
