/** The zone, the record that visitors ask for, and from stage 2 the health check that steers it. */
import type { Stack } from 'aws-cdk-lib';
import type { CfnEIP } from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { FactName } from 'aws-cdk-lib/region-info';

export interface NamesProps {
  readonly zoneName: string;
  readonly site: string;
  readonly address: CfnEIP;
  readonly hasSpare: boolean;
  readonly isProduction: boolean;
}

export function createNames(
  stack: Stack,
  { zoneName, site, address, hasSpare, isProduction }: NamesProps,
): { readonly check?: route53.CfnHealthCheck } {
  const zone = new route53.CfnHostedZone(stack, 'Zone', { name: zoneName });
  const record = { hostedZoneId: zone.ref, name: site, type: 'A' };
  // One logical id for both stages: Route 53 takes no second record of this name beside a simple one.
  const primary = new route53.CfnRecordSet(stack, 'Primary', {
    ...record,
    ttl: '60',
    resourceRecords: [address.ref],
  });
  if (!hasSpare) return {};
  const check = createCheck(stack, address, isProduction);
  primary.setIdentifier = 'primary';
  primary.failover = 'PRIMARY';
  primary.healthCheckId = check.ref;
  // No check of its own: the last resort always counts as healthy.
  new route53.CfnRecordSet(stack, 'Secondary', {
    ...record,
    setIdentifier: 'secondary',
    failover: 'SECONDARY',
    aliasTarget: {
      dnsName: stack.regionalFact(FactName.S3_STATIC_WEBSITE_ENDPOINT),
      hostedZoneId: stack.regionalFact(FactName.S3_STATIC_WEBSITE_ZONE_53_HOSTED_ZONE_ID),
      evaluateTargetHealth: false,
    },
  }).addResourceDependency(primary);
  return { check };
}

/** Asks for the page that visitors ask for: what is broken for them is broken for the check. */
function createCheck(stack: Stack, address: CfnEIP, isProduction: boolean): route53.CfnHealthCheck {
  return new route53.CfnHealthCheck(stack, 'PrimaryCheck', {
    healthCheckConfig: {
      type: 'HTTP',
      ipAddress: address.ref,
      port: 80,
      resourcePath: '/',
      // A lab wants to see the flip; in production a short blip must not move the site.
      requestInterval: isProduction ? 30 : 10,
      failureThreshold: isProduction ? 3 : 1,
    },
  });
}
