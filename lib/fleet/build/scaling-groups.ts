/** Auto scaling groups. */
import { homesOf } from '../../network/build/ends/launch.ts';
import { textOf, type Declared, type Sources } from '../../network/build/source.ts';
import { listOf, mapOf } from '../../network/build/values.ts';
import type { Id, ScalingGroup } from '../fleet.ts';
import type { Launches } from './launches.ts';
import { Written } from './written.ts';

export function scalingGroupsOf(sources: Sources, launches: Launches): readonly ScalingGroup[] {
  return sources.ofType('AWS::AutoScaling::AutoScalingGroup').map((group) => ({
    id: group.id,
    ...sizesOf(new Written(group.properties)),
    subnets: homesOf(group),
    launch: launches.ofGroup(group),
    targetGroups: fronts(group, 'TargetGroupARNs', 'elbv2'),
    classicBalancers: fronts(group, 'LoadBalancerNames', 'elb'),
  }));
}

/**
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
 * "If you do not specify a desired capacity, the default is the minimum size of the group."
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html
 * "Its default value is 0 seconds when you create an Auto Scaling group using the AWS CLI or an SDK."
 */
function sizesOf(
  written: Written,
): Omit<ScalingGroup, 'id' | 'subnets' | 'launch' | 'targetGroups' | 'classicBalancers'> {
  // Both are required: one that is open counts as the smallest group that shows something.
  const min = written.number('MinSize', 1);
  const max = Math.max(written.number('MaxSize', min), min);
  const types = written.text('HealthCheckType', 'EC2').split(/\s*,\s*/);
  const policy = 'InstanceMaintenancePolicy';
  return {
    min,
    max,
    desired: Math.min(Math.max(written.number('DesiredCapacity', min), min), max),
    healthTypes: types.includes('ELB') ? ['EC2', 'ELB'] : ['EC2'],
    graceSeconds: written.number('HealthCheckGracePeriod', 0),
    minHealthyPercentage: percentage(written.number(`${policy}.MinHealthyPercentage`, -1)),
    maxHealthyPercentage: percentage(written.number(`${policy}.MaxHealthyPercentage`, -1)),
  };
}

/** "To clear a previously set value, specify a value of -1." */
function percentage(value: number): number | undefined {
  return value < 0 ? undefined : value;
}

/** Named in the property, or as a traffic source of that type; a traffic source without one is `elbv2`. */
function fronts(group: Declared, property: string, type: string): readonly Id[] {
  const sources = listOf(group.properties['TrafficSources'])
    .map(mapOf)
    .filter((each) => textOf(each['Type'] ?? 'elbv2') === type)
    .map((each) => each['Identifier']);
  return [...listOf(group.properties[property]), ...sources].map((each) => group.refer(each));
}
