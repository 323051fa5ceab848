/** What a template leaves open, and a default stands for. */
import { classic, v2 } from '../../network/build/ends/load-balancers.ts';
import { textOf, type Sources } from '../../network/build/source.ts';
import { isOpen, listOf, mapOf } from '../../network/build/values.ts';
import type { Fleet } from '../fleet.ts';

/** Plain values that decide how something runs. */
const decisive: Readonly<Record<string, readonly string[]>> = {
  'AWS::AutoScaling::AutoScalingGroup': [
    ...['MinSize', 'MaxSize', 'DesiredCapacity'],
    ...['HealthCheckType', 'HealthCheckGracePeriod', 'InstanceMaintenancePolicy'],
  ],
  [`${v2}::LoadBalancer`]: ['LoadBalancerAttributes'],
  [`${v2}::Listener`]: ['Port', 'Protocol'],
  [`${v2}::ListenerRule`]: ['Priority'],
  [`${v2}::TargetGroup`]: [
    ...['Port', 'Protocol', 'TargetType', 'TargetGroupAttributes', 'Matcher'],
    ...['HealthCheckEnabled', 'HealthCheckPath', 'HealthCheckPort', 'HealthCheckProtocol'],
    ...['HealthCheckIntervalSeconds', 'HealthCheckTimeoutSeconds'],
    ...['HealthyThresholdCount', 'UnhealthyThresholdCount'],
  ],
  [classic]: ['ConnectionSettings', 'ConnectionDrainingPolicy', 'CrossZone', 'HealthCheck'],
};

export function assumedIn(sources: Sources): Fleet['assumed'] {
  return Object.entries(decisive).flatMap(([type, properties]) =>
    sources.ofType(type).flatMap((each) =>
      properties.flatMap((name) =>
        leavesOf(each.properties[name], name)
          .filter(({ value }) => isOpen(value))
          .map(({ at, value }) => `${each.id} ${at}: ${each.unknown(textOf(value)).unknown}`),
      ),
    ),
  );
}

interface Leaf {
  readonly at: string;
  readonly value: unknown;
}

/** An attribute is called by its key. */
function leavesOf(value: unknown, at: string): readonly Leaf[] {
  if (Array.isArray(value))
    return listOf(value)
      .map(mapOf)
      .map(({ Key, Value }) => ({ at: textOf(Key), value: Value }));
  if (typeof value !== 'object' || value === null) return [{ at, value }];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, `${at}.${key}`));
}
