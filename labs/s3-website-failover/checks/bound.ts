/** How long a failover takes, worked out from check and record. Pure. */

export interface Clocks {
  readonly intervalSeconds: number;
  readonly threshold: number;
  readonly ttlSeconds: number;
}

export interface FailoverBound {
  /** Until the zone's own name servers answer otherwise. */
  readonly authoritySeconds: number;
  /** Until a client that keeps an answer for its TTL asks again. */
  readonly clientSeconds: number;
}

/**
 * An HTTP check waits 4 s for the connection and 2 s for the status.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
const answerSeconds = 6;

/** The slowest case: the server dies right after it answered, and right after the client asked. */
export function failoverBound({ intervalSeconds, threshold, ttlSeconds }: Clocks): FailoverBound {
  const authoritySeconds = intervalSeconds * threshold + answerSeconds;
  return { authoritySeconds, clientSeconds: authoritySeconds + ttlSeconds };
}

/**
 * What this lab promises: one missed probe of the fast kind (16 s, 76 s), or three of the standard kind that production
 * takes (96 s, 156 s), and a minute in caches.
 */
export function promisedBound(intervalSeconds: number): FailoverBound {
  return failoverBound({
    intervalSeconds,
    threshold: intervalSeconds === 10 ? 1 : 3,
    ttlSeconds: 60,
  });
}
