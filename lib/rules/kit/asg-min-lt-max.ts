/**
 * A group that is there for a load and cannot grow, unless its size is declared to be fixed: a tag `reason` on it, as on
 * an Elastic IP, or metadata `{ "kit:fixed-size": "<reason>" }`. One that neither a load balancer nor a policy asks to
 * grow is as AWS tells to keep a number of instances.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-groups.html
 */
import type { Resource } from '../../template/template.ts';
import { isDeclared } from '../declarations.ts';
import { tagOf } from '../network-parts.ts';
import { finderOf, type Find } from '../references.ts';
import type { Rule } from '../rule.ts';
import { hasBalancer, isScalingGroup, sizeOf } from '../scaling-groups.ts';

export const asgMinLtMax: Rule = {
  id: 'kit/asg-min-lt-max',
  says: 'cannot grow: MinSize is MaxSize, and no reason is declared',
  because:
    'A group of fixed size mends itself and answers no load: scaling policies on it do nothing, in silence.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    return resources.filter(
      (each) =>
        isScalingGroup(each) &&
        isFixed(each) &&
        !isMeant(each) &&
        (hasBalancer(each) || resources.some((other) => scales(other, each, find))),
    );
  },
};

function isFixed(group: Resource): boolean {
  const { min, max } = sizeOf(group);
  return min !== undefined && max !== undefined && min >= max;
}

const scaling = ['AWS::AutoScaling::ScalingPolicy', 'AWS::AutoScaling::ScheduledAction'];

function scales(policy: Resource, group: Resource, find: Find): boolean {
  return (
    scaling.includes(policy.type) && find(policy.properties.AutoScalingGroupName, policy) === group
  );
}

function isMeant(group: Resource): boolean {
  return tagOf(group, 'reason').trim() !== '' || isDeclared(group, 'kit:fixed-size');
}
