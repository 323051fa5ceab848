/** Target groups: how their targets are checked, chosen and let go. */
import { v2 } from '../../network/build/ends/load-balancers.ts';
import { keepsAddress, writtenIn } from '../../network/build/listeners.ts';
import { isUnknown } from '../../network/network.ts';
import { numberOf } from '../../network/build/values.ts';
import type { Declared, Sources } from '../../network/build/source.ts';
import type { Stickiness, TargetGroup } from '../fleet.ts';
import { healthCheckOf } from './health-checks.ts';
import { Written } from './written.ts';

const protocols = ['HTTP', 'HTTPS', 'TCP', 'UDP', 'TCP_UDP', 'TLS', 'GENEVE', 'none'] as const;
const types = ['instance', 'ip', 'lambda', 'alb'] as const;
const algorithms = ['round_robin', 'least_outstanding_requests', 'weighted_random'] as const;

export function targetGroupsOf(sources: Sources): readonly TargetGroup[] {
  return sources.ofType(`${v2}::TargetGroup`).map(targetGroupOf);
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
function targetGroupOf(source: Declared): TargetGroup {
  const { id, properties } = source;
  const written = new Written(properties);
  const attributes = Written.attributes(properties['TargetGroupAttributes']);
  const protocol = written.word('Protocol', protocols, 'none');
  const targetType = written.word('TargetType', types, 'instance');
  return {
    ...{ id, protocol, targetType },
    port: targetType === 'lambda' ? undefined : numberOf(properties['Port']),
    healthCheck: healthCheckOf(written, protocol, targetType),
    deregistrationDelaySeconds: attributes.number('deregistration_delay.timeout_seconds', 300),
    slowStartSeconds: attributes.number('slow_start.duration_seconds', 0),
    stickiness: stickinessOf(attributes, protocol),
    algorithm: attributes.word('load_balancing.algorithm.type', algorithms, 'round_robin'),
    // An Application Load Balancer opens a connection of its own.
    keepsClientAddress: !isHttp(protocol) && targetType !== 'lambda' && keepsAddress(source),
    failOpenBelow: failOpenBelow(attributes),
    crossZone: crossZoneOf(attributes),
    targets: writtenIn(source).map(({ end, port }) => ({
      end,
      port: isUnknown(port) ? undefined : port,
    })),
  };
}

export function isHttp(protocol: string): boolean {
  return protocol === 'HTTP' || protocol === 'HTTPS';
}

/** "The default is 1" for the count, "The default is off" for the percentage. */
function failOpenBelow(attributes: Written): TargetGroup['failOpenBelow'] {
  const path = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';
  return {
    count: attributes.number(`${path}.count`, 1),
    percentage: attributes.number(`${path}.percentage`, 0),
  };
}

/** "The default is use_load_balancer_configuration." */
function crossZoneOf(attributes: Written): TargetGroup['crossZone'] {
  const written = attributes.text('load_balancing.cross_zone.enabled', '');
  return written === 'true' || written === 'false' ? written === 'true' : 'as the load balancer';
}

const kinds = [
  ...['lb_cookie' as const, 'app_cookie' as const, 'source_ip' as const],
  ...['source_ip_dest_ip' as const, 'source_ip_dest_ip_proto' as const],
];

/** Off by default; cookies live a day (86,400 seconds) by default. */
function stickinessOf(attributes: Written, protocol: string): Stickiness | undefined {
  if (!attributes.flag('stickiness.enabled', false)) return undefined;
  const by = attributes.word(
    'stickiness.type',
    kinds,
    isHttp(protocol) ? 'lb_cookie' : 'source_ip',
  );
  const hasCookie = by === 'lb_cookie' || by === 'app_cookie';
  const cookie = attributes.text('stickiness.app_cookie.cookie_name', '');
  return {
    by,
    seconds: hasCookie ? attributes.number(`stickiness.${by}.duration_seconds`, 86_400) : 0,
    cookie: by === 'app_cookie' && cookie !== '' ? cookie : undefined,
  };
}
