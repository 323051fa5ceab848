/** A listener that sorts requests by rules, and passes on what no rule knows. */
import { finderOf } from '../references.ts';
import type { Rule } from '../rule.ts';
import { listOf, mapOf } from '../values.ts';

export const defaultActionExplicit: Rule = {
  id: 'kit/default-action-explicit',
  says: 'routes by rules and passes on to targets what matches none of them',
  because:
    'Scanners and typos match no rule: an answer of the load balancer itself, such as 404, keeps them away from applications.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    const sorting = new Set(
      resources
        .filter(({ type }) => type === 'AWS::ElasticLoadBalancingV2::ListenerRule')
        .map((rule) => find(rule.properties.ListenerArn, rule)),
    );
    return resources.filter(
      (each) =>
        each.type === 'AWS::ElasticLoadBalancingV2::Listener' &&
        sorting.has(each) &&
        listOf(each.properties.DefaultActions).some((action) => mapOf(action).Type === 'forward'),
    );
  },
};
