/** Names, the edge and who may come in: Route 53, CloudFront, WAF, Cognito. */
import { fixed, several, used } from '../charge.ts';
import { at, countOf, isTrue, listAt, textAt } from '../values.ts';
import type { Pricer, Pricers } from './pricer.ts';

/**
 * An endpoint in AWS is cheaper to check than one elsewhere, and so are the options: HTTPS, a word to find, every ten seconds,
 * latency.
 * @see https://aws.amazon.com/route53/pricing/
 */
const healthCheck: Pricer = (resource, around) => {
  const config = at(resource.properties, 'HealthCheckConfig');
  const type = textAt(config, 'Type') ?? '';
  const target = at(config, 'IPAddress') ?? at(config, 'FullyQualifiedDomainName');
  const isOfAws = target === undefined || around.named(target, resource) !== undefined;
  const where = isOfAws ? 'aws' : 'elsewhere';
  const options = [
    type.startsWith('HTTPS'),
    type.endsWith('STR_MATCH'),
    textAt(config, 'RequestInterval') === '10',
    isTrue(at(config, 'MeasureLatency')),
  ].filter(Boolean).length;
  const extra = several(options, 'option of the health check');
  return [
    fixed('health check', `route53/check-${where}`),
    ...(options === 0
      ? []
      : [fixed(extra, `route53/check-option-${where}`, { quantity: options })]),
  ];
};

/** Each rule costs, a group of managed rules as one. */
const webAcl: Pricer = ({ properties }) => {
  const rules = listAt(properties, 'Rules').length;
  return [
    fixed('web ACL', 'waf/acl'),
    ...(rules === 0 ? [] : [fixed(several(rules, 'rule'), 'waf/rule', { quantity: rules })]),
    used('requests looked at', 'waf/request', 'requests'),
  ];
};

const ruleGroup: Pricer = ({ properties }) => {
  const rules = listAt(properties, 'Rules').length;
  return rules === 0 ? [] : [fixed(several(rules, 'rule'), 'waf/rule', { quantity: rules })];
};

const resolverEndpoint: Pricer = ({ properties }) => {
  const addresses = countOf(listAt(properties, 'IpAddresses'), 2, 'its addresses are not known');
  const what = several(addresses.quantity, 'address of a resolver endpoint');
  return [fixed(what, 'route53/resolver-address', addresses)];
};

export const edge: Pricers = {
  'AWS::Route53::HostedZone': () => [
    fixed('hosted zone', 'route53/zone'),
    used('queries', 'route53/query', 'requests'),
  ],
  'AWS::Route53::HealthCheck': healthCheck,
  'AWS::Route53Resolver::ResolverEndpoint': resolverEndpoint,
  'AWS::CloudFront::Distribution': () => [
    used('data to visitors', 'cloudfront/data', 'edgeTraffic'),
    used('requests', 'cloudfront/request', 'requests'),
  ],
  'AWS::WAFv2::WebACL': webAcl,
  'AWS::WAFv2::RuleGroup': ruleGroup,
  'AWS::Cognito::UserPool': () => [used('users who sign in', 'cognito/user', 'users')],
};
