/** Where to launch and where to terminate, so that the zones of a group stay even. Pure. */
import type { Id } from '../../../fleet/fleet.ts';
import type { Member } from './world.ts';

/** A subnet of the group. */
export interface Home {
  readonly subnet: Id;
  readonly zone: string;
  /** Can anything be launched there now? */
  readonly isOpen: boolean;
}

type Placed = Pick<Member, 'zone' | 'subnet'>;

/** As many homes as asked for, each in the zone, and there in the subnet, that has the fewest; none where no zone is open. */
export function homesFor(
  count: number,
  members: readonly Placed[],
  homes: readonly Home[],
): readonly Home[] {
  const open = homes.filter(({ isOpen }) => isOpen);
  const placed = [...members];
  const chosen: Home[] = [];
  for (let left = count; left > 0; left -= 1) {
    const [best] = [...open].sort(
      (one, other) =>
        inZone(placed, one) - inZone(placed, other) ||
        inSubnet(placed, one) - inSubnet(placed, other),
    );
    if (best === undefined) return chosen;
    chosen.push(best);
    placed.push(best);
  }
  return chosen;
}

/**
 * What is unhealthy goes first; then "it selects the Availability Zone with the most instances", and of those the oldest.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
 */
export function surplus(count: number, members: readonly Member[]): readonly Member[] {
  const left = [...members];
  const chosen: Member[] = [];
  while (chosen.length < count) {
    const [first] = [...left].sort(
      (one, other) =>
        Number(one.health === 'Healthy') - Number(other.health === 'Healthy') ||
        inZone(left, other) - inZone(left, one) ||
        Number(one.state === 'Pending') - Number(other.state === 'Pending') ||
        one.order - other.order,
    );
    if (first === undefined) return chosen;
    chosen.push(first);
    left.splice(left.indexOf(first), 1);
  }
  return chosen;
}

/** An open home that has at least two members fewer than the fullest zone. */
export function emptier(members: readonly Placed[], homes: readonly Home[]): Home | undefined {
  const most = Math.max(0, ...members.map((each) => inZone(members, each)));
  const [best] = homesFor(1, members, homes);
  return best !== undefined && most - inZone(members, best) >= 2 ? best : undefined;
}

function inZone(members: readonly Placed[], { zone }: { readonly zone: string }): number {
  return members.filter((each) => each.zone === zone).length;
}

function inSubnet(members: readonly Placed[], { subnet }: { readonly subnet: Id }): number {
  return members.filter((each) => each.subnet === subnet).length;
}
