/** A target group that gives hosts five minutes to finish, because nobody said otherwise. */
import type { Resource } from '../../template/template.ts';
import type { Rule } from '../rule.ts';
import { listOf, mapOf } from '../values.ts';

export const deregDelayExplicit: Rule = {
  id: 'kit/dereg-delay-explicit',
  says: 'leaves its deregistration delay to the default (300 seconds)',
  because:
    'Too short cuts requests off at every scale-in, too long makes each one wait: the delay follows from the longest request.',
  source:
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html',
  breaches({ resources }) {
    return resources.filter(
      (each) =>
        each.type === 'AWS::ElasticLoadBalancingV2::TargetGroup' &&
        // Functions do not drain.
        each.properties.TargetType !== 'lambda' &&
        !setsDelay(each),
    );
  },
};

function setsDelay({ properties }: Resource): boolean {
  return listOf(properties.TargetGroupAttributes)
    .map(mapOf)
    .some(({ Key }) => Key === 'deregistration_delay.timeout_seconds');
}
