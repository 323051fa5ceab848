/** A group that keeps what its load balancer calls sick. */
import type { Rule } from '../rule.ts';
import { hasBalancer, isScalingGroup } from '../scaling-groups.ts';
import { textOf } from '../values.ts';

export const asgElbHealth: Rule = {
  id: 'kit/asg-elb-health',
  says: 'keeps hosts that its load balancer calls sick: HealthCheckType has no ELB',
  because:
    'EC2 status checks see the machine and not the process: a host whose app died is avoided by the load balancer and never replaced.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html',
  breaches({ resources }) {
    return resources.filter((each) => {
      const types = textOf(each.properties.HealthCheckType);
      const isKnown = !types.includes('${');
      return isScalingGroup(each) && hasBalancer(each) && isKnown && !namesElb(types);
    });
  },
};

function namesElb(types: string): boolean {
  return types.split(',').some((type) => type.trim() === 'ELB');
}
