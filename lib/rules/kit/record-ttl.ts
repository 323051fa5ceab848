/** A record without a TTL, or one that is kept in caches long after the answer has changed. */
import { isAlias, recordsIn, resourcesOf, type DnsRecord } from '../records.ts';
import type { Rule } from '../rule.ts';
import { numberOf } from '../values.ts';

/** A cache that keeps an answer longer makes the health check pointless for whoever asks it. */
const longestSeconds = 300;

export const recordTtl: Rule = {
  id: 'kit/record-ttl',
  says: `has no TTL, or one above ${String(longestSeconds)} s although a health check or failover steers it`,
  because:
    'Caches keep the old answer for the whole TTL: however fast the check is, visitors wait that long. AWS advises 60 s or less.',
  source:
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-failover.html',
  breaches({ resources }) {
    return resourcesOf(recordsIn(resources).filter((each) => !isAlias(each) && isAmiss(each)));
  },
};

/** An alias has the TTL of its target. */
function isAmiss({ properties: { TTL, HealthCheckId, Failover } }: DnsRecord): boolean {
  if (TTL === undefined) return true;
  const isSteered = HealthCheckId !== undefined || Failover !== undefined;
  return isSteered && (numberOf(TTL) ?? 0) > longestSeconds;
}
