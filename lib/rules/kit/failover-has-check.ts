/** A failover record that nothing can take out of the answer. */
import { recordsIn, resourcesOf } from '../records.ts';
import type { Rule } from '../rule.ts';
import { mapOf, textOf } from '../values.ts';

export const failoverHasCheck: Rule = {
  id: 'kit/failover-has-check',
  says: 'is a primary failover record without a health check',
  because:
    'A record without a health check counts as healthy for ever, so the secondary is never answered.',
  source:
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-simple-configs.html',
  breaches({ resources }) {
    return resourcesOf(
      recordsIn(resources).filter(
        ({ properties: { Failover, HealthCheckId, AliasTarget } }) =>
          Failover === 'PRIMARY' &&
          HealthCheckId === undefined &&
          isFalse(mapOf(AliasTarget).EvaluateTargetHealth),
      ),
    );
  },
};

/** Not written, or no: what only the deployment knows may be on. */
function isFalse(value: unknown): boolean {
  return value === undefined || textOf(value).toLowerCase() === 'false';
}
