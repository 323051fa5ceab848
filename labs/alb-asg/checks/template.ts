/** The group and its targets as the template has them. */
import type { Capabilities, Place, Properties } from '../../../lib/capabilities.ts';

type Fact = Capabilities['fact'];

/** Zones in which a resource has subnets, each once. */
export async function zonesOf(
  fact: Fact,
  place: Place,
  property: 'Subnets' | 'VPCZoneIdentifier',
): Promise<readonly string[]> {
  const subnets = ((await fact(place))[property] ?? []) as readonly string[];
  const zones = await Promise.all(
    subnets.map(async (subnet) => String((await fact(referred(subnet)))['AvailabilityZone'])),
  );
  return [...new Set(zones)];
}

/** `${PrivateA}` -> `PrivateA` */
function referred(value: string): Place {
  return value.replace(/^\$\{(.*)\}$/, '$1');
}

/** An attribute of the target group, as CloudFormation lists them. */
export function attributeOf(targets: Properties, key: string): string | undefined {
  const attributes = (targets['TargetGroupAttributes'] ?? []) as readonly Properties[];
  const found = attributes.find((each) => each['Key'] === key);
  return found && String(found['Value']);
}

/** Seconds until the load balancer takes a host out that has just become sick, at the latest. */
export function secondsUntilOut(targets: Properties): number {
  const [interval, threshold, timeout] = [
    'HealthCheckIntervalSeconds',
    'UnhealthyThresholdCount',
    'HealthCheckTimeoutSeconds',
  ].map((property) => Number(targets[property]));
  return (interval ?? NaN) * (threshold ?? NaN) + (timeout ?? NaN);
}
