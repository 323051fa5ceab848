/** A group behind a load balancer that may leave one of its zones empty. */
import { zonesOf } from '../balanced.ts';
import type { Rule } from '../rule.ts';
import { hasBalancer, isScalingGroup, sizeOf } from '../scaling-groups.ts';

export const asgMinPerAz: Rule = {
  id: 'kit/asg-min-per-az',
  says: 'may have fewer hosts than zones: MinSize is below their number',
  because:
    'A zone without a host is no second leg: when the other one fails, nobody answers until a new host has booted.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html',
  breaches({ resources, network }) {
    return resources.filter((each) => {
      if (!isScalingGroup(each) || !hasBalancer(each)) return false;
      const zones = zonesOf(network, each)?.size ?? 0;
      return (sizeOf(each).min ?? zones) < zones;
    });
  },
};
