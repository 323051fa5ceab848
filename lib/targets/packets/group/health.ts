/** Whether a member of an auto scaling group is healthy, by the checks that count for the group. */
import type { Id, ScalingGroup } from '../../../fleet/fleet.ts';
import type { InstanceHandle, World } from './world.ts';

export interface Checked {
  readonly handle: InstanceHandle;
  /** The target groups in which it is registered. */
  readonly targetGroups: readonly Id[];
  readonly isInGrace: boolean;
}

export interface Finding {
  /** Why it is unhealthy; undefined: it is not. */
  readonly why: string | undefined;
  readonly isGone: boolean;
  /** Each check that counts has passed. */
  readonly isReady: boolean;
}

/**
 * "If Amazon EC2 Auto Scaling determines that any instances are no longer running it immediately replaces them": also during
 * the grace period, which holds back the other checks alone.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html
 */
export function checked(
  { handle, targetGroups, isInGrace }: Checked,
  types: ScalingGroup['healthTypes'],
  world: World,
): Finding {
  const status = world.status(handle);
  if (status === 'stopped' || status === 'gone')
    return { why: `EC2 says ${status}`, isGone: true, isReady: false };
  const asked = types.includes('ELB') ? targetGroups : [];
  const words = asked.map((group) => ({ group, health: world.targetHealth(group, handle) }));
  const sick = isInGrace ? undefined : words.find(({ health }) => health === 'unhealthy');
  return {
    why: sick && `the load balancer says so of its target in ${sick.group}`,
    isGone: false,
    isReady: words.every(({ health }) => health === 'healthy'),
  };
}
