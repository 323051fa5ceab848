/** A target group whose health check asks the front page, because nobody said otherwise. */
import type { Resource } from '../../template/template.ts';
import type { Rule } from '../rule.ts';
import { isTrue, textOf } from '../values.ts';

export const healthPathExplicit: Rule = {
  id: 'kit/health-path-explicit',
  says: 'leaves the path of its health check to the default',
  because:
    'The front page may redirect, ask for a sign-in or wait for a database: what counts as healthy has to be a decision.',
  source:
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  breaches({ resources }) {
    return resources.filter(
      (each) =>
        each.type === 'AWS::ElasticLoadBalancingV2::TargetGroup' &&
        asksByHttp(each) &&
        each.properties.HealthCheckPath === undefined,
    );
  },
};

/** Functions are checked only where it is switched on; a check by TCP has no path. */
function asksByHttp({ properties }: Resource): boolean {
  const { TargetType, HealthCheckEnabled, HealthCheckProtocol, Protocol } = properties;
  if (TargetType === 'lambda') return isTrue(HealthCheckEnabled);
  if (HealthCheckEnabled !== undefined && !isTrue(HealthCheckEnabled)) return false;
  return ['HTTP', 'HTTPS'].includes(textOf(HealthCheckProtocol ?? Protocol));
}
