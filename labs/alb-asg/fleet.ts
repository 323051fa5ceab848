/** The group: enough hosts, in every zone, and a new one for each that is sick. */
import type { Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type { CfnLaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import type { Balancer } from './balancer.ts';
import type { Groups } from './groups.ts';
import type { Network } from './network.ts';

export interface FleetProps {
  readonly network: Network;
  readonly groups: Groups;
  readonly balancer: Balancer;
  readonly template: CfnLaunchTemplate;
}

/** Launch before terminating, also where the group replaces for health. */
const newBeforeOld = { minHealthyPercentage: 100, maxHealthyPercentage: 150 };

export function createFleet(
  stack: Stack,
  { network, groups, balancer, template }: FleetProps,
): autoscaling.CfnAutoScalingGroup {
  const zones = network.privateSubnets.length;
  const fleet = new autoscaling.CfnAutoScalingGroup(stack, 'Fleet', {
    launchTemplate: { launchTemplateId: template.ref, version: template.attrLatestVersionNumber },
    vpcZoneIdentifier: network.privateSubnets.map(({ ref }) => ref),
    // No desired capacity: a deployment would set the group back to it, whatever the load.
    minSize: String(zones),
    maxSize: String(2 * zones),
    targetGroupArns: [balancer.targets.ref],
    // With EC2 alone a host whose process died is avoided by the load balancer and kept by the group.
    healthCheckType: 'EC2,ELB',
    healthCheckGracePeriod: 60,
    defaultInstanceWarmup: 30,
    instanceMaintenancePolicy: newBeforeOld,
  });
  fleet.cfnOptions.updatePolicy = {
    autoScalingInstanceRefresh: { strategy: 'Rolling', preferences: newBeforeOld },
  };
  // The way by which a boot fetches its app, and the listener, without which targets are never checked.
  for (const needed of [
    network.s3Endpoint,
    ...network.privateRoutes,
    groups.toS3,
    balancer.listener,
  ])
    fleet.addResourceDependency(needed);
  trackCpu(fleet);
  return fleet;
}

/** The arithmetic of it is the subject of the lab asg-scaling. */
function trackCpu(fleet: autoscaling.CfnAutoScalingGroup): void {
  new autoscaling.CfnScalingPolicy(fleet, 'Cpu', {
    autoScalingGroupName: fleet.ref,
    policyType: 'TargetTrackingScaling',
    targetTrackingConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
      targetValue: 50,
    },
  });
}
