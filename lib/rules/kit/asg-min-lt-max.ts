/**
 * A group that cannot grow, unless its size is declared to be fixed: a tag `reason` on it, as on an Elastic IP, or
 * metadata `{ "kit:fixed-size": "<reason>" }`.
 */
import type { Resource } from '../../template/template.ts';
import { isDeclared } from '../declarations.ts';
import { tagOf } from '../network-parts.ts';
import type { Rule } from '../rule.ts';
import { isScalingGroup, sizeOf } from '../scaling-groups.ts';

export const asgMinLtMax: Rule = {
  id: 'kit/asg-min-lt-max',
  says: 'cannot grow: MinSize is MaxSize, and no reason is declared',
  because:
    'A group of fixed size mends itself and answers no load: scaling policies on it do nothing, in silence.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html',
  breaches({ resources }) {
    return resources.filter((each) => {
      const { min, max } = sizeOf(each);
      const isFixed = min !== undefined && max !== undefined && min >= max;
      return isScalingGroup(each) && isFixed && !isMeant(each);
    });
  },
};

function isMeant(group: Resource): boolean {
  return tagOf(group, 'reason').trim() !== '' || isDeclared(group, 'kit:fixed-size');
}
