/** A listener that takes plain HTTP and passes it on, or sends clients to plain HTTP again. */
import type { Resource } from '../../template/template.ts';
import { finderOf } from '../references.ts';
import type { Rule } from '../rule.ts';
import { listOf, mapOf, textOf } from '../values.ts';

export const httpsOrRedirect: Rule = {
  id: 'kit/https-or-redirect',
  says: 'passes plain HTTP on to targets, or redirects it to plain HTTP',
  because:
    'Whoever sits between client and load balancer reads and changes what is sent; a redirect to HTTPS is one action.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-1',
  breaches({ resources }) {
    const find = finderOf(resources);
    return resources.filter((each) => {
      if (each.type === 'AWS::ElasticLoadBalancing::LoadBalancer') return takesHttp(each);
      if (each.type === 'AWS::ElasticLoadBalancingV2::Listener')
        return isHttp(each.properties.Protocol) && staysPlain(each.properties.DefaultActions);
      if (each.type !== 'AWS::ElasticLoadBalancingV2::ListenerRule') return false;
      const listener = find(each.properties.ListenerArn, each);
      return isHttp(listener?.properties.Protocol) && staysPlain(each.properties.Actions);
    });
  },
};

function isHttp(protocol: unknown): boolean {
  return textOf(protocol).toUpperCase() === 'HTTP';
}

function staysPlain(actions: unknown): boolean {
  return listOf(actions)
    .map(mapOf)
    .some(
      ({ Type, RedirectConfig }) =>
        Type === 'forward' || (Type === 'redirect' && keepsHttp(mapOf(RedirectConfig).Protocol)),
    );
}

/** A redirect that names no protocol keeps the one that it was asked by, which is HTTP here. */
function keepsHttp(protocol: unknown = '#{protocol}'): boolean {
  return protocol === '#{protocol}' || isHttp(protocol);
}

/** A classic load balancer cannot redirect: its HTTP listeners pass everything on. */
function takesHttp({ properties }: Resource): boolean {
  return listOf(properties.Listeners).some((each) => isHttp(mapOf(each).Protocol));
}
