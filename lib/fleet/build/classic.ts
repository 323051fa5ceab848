/** A Classic Load Balancer as a load balancer whose every listener forwards to a target group of its own. */
import { classic } from '../../network/build/ends/load-balancers.ts';
import { endOf } from '../../network/build/listeners.ts';
import { textOf, type Declared, type Sources } from '../../network/build/source.ts';
import { listOf, mapOf, numberOf, type Values } from '../../network/build/values.ts';
import type { Balancer, HealthCheck, Id, Listener, Stickiness, TargetGroup } from '../fleet.ts';
import { Written } from './written.ts';

export interface Classic {
  readonly balancer: Balancer;
  readonly groups: readonly TargetGroup[];
}

export function classicsOf(sources: Sources): readonly Classic[] {
  return sources.ofType(classic).map((source) => {
    const listeners = listOf(source.properties['Listeners']).map(mapOf);
    return {
      balancer: balancerOf(source, listeners),
      groups: listeners.map((each) => groupOf(source, each, listeners)),
    };
  });
}

/** The target group that stands for the instances behind one listener. */
function groupId(balancer: Id, port: number): Id {
  return `${balancer}.${port}`;
}

/**
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-idle-timeout.html (60 seconds)
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html
 * "With the API or CLI, cross-zone load balancing is disabled by default."
 */
function balancerOf({ id, properties }: Declared, listeners: readonly Values[]): Balancer {
  const written = new Written(properties);
  return {
    id,
    kind: 'classic',
    idleTimeoutSeconds: written.number('ConnectionSettings.IdleTimeout', 60),
    dropsInvalidHeaders: false,
    keepsHostHeader: true,
    forwardedFor: 'append',
    forwardsClientPort: false,
    isCrossZone: written.flag('CrossZone', false),
    listeners: listeners.map((each) => listenerOf(id, each)),
  };
}

const spoken: ReadonlyMap<string, 'HTTP' | 'HTTPS' | 'TCP' | 'TLS'> = new Map([
  ['HTTP', 'HTTP'],
  ['HTTPS', 'HTTPS'],
  ['TCP', 'TCP'],
  ['SSL', 'TLS'],
]);

function protocolOf(value: unknown): 'HTTP' | 'HTTPS' | 'TCP' | 'TLS' | undefined {
  return spoken.get(textOf(value).toUpperCase());
}

function listenerOf(balancer: Id, listener: Values): Listener {
  const port = numberOf(listener['LoadBalancerPort']) ?? 0;
  const id = groupId(balancer, port);
  return {
    id,
    protocol: protocolOf(listener['Protocol']) ?? 'TCP',
    port,
    rules: [
      {
        id,
        priority: 'default',
        conditions: [],
        action: {
          kind: 'forward',
          groups: [{ group: id, weight: 1 }],
          stickySeconds: undefined,
        },
      },
    ],
  };
}

/**
 * "Uses the round robin routing algorithm for TCP listeners, the least outstanding requests routing algorithm for HTTP and
 * HTTPS listeners."
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
 */
function groupOf(source: Declared, listener: Values, all: readonly Values[]): TargetGroup {
  const { id, properties } = source;
  const port = numberOf(listener['InstancePort']);
  const protocol = protocolOf(listener['InstanceProtocol'] ?? listener['Protocol']) ?? 'TCP';
  const isHttp = protocol === 'HTTP' || protocol === 'HTTPS';
  return {
    id: groupId(id, numberOf(listener['LoadBalancerPort']) ?? 0),
    ...{ protocol, port, targetType: 'instance' },
    healthCheck: healthCheckOf(properties, all),
    deregistrationDelaySeconds: drainingOf(new Written(properties)),
    slowStartSeconds: 0,
    stickiness: stickinessOf(properties, listener),
    algorithm: isHttp ? 'least_outstanding_requests' : 'round_robin',
    keepsClientAddress: false,
    // Without an instance in service it answers 503 itself, and never asks the others.
    failOpenBelow: { count: 0, percentage: 0 },
    crossZone: 'as the load balancer',
    targets: listOf(properties['Instances']).map((each) => ({ end: endOf(each, source), port })),
  };
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html (off, and 300 seconds where it is on) */
function drainingOf(written: Written): number {
  const isOn = written.flag('ConnectionDrainingPolicy.Enabled', false);
  return isOn ? written.number('ConnectionDrainingPolicy.Timeout', 300) : 0;
}

/**
 * `HTTP:8080/health`, `TCP:22`; where none is written, a connection to the port of the first listener.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 */
function healthCheckOf(properties: Values, [first = {}]: readonly Values[]): HealthCheck {
  const written = new Written(mapOf(properties['HealthCheck']));
  const target = written.text('Target', `TCP:${textOf(first['InstancePort'])}`);
  const [, protocol, port, path] = /^(\w+):(\d+)(.*)$/.exec(target) ?? [];
  const spokenThere = protocolOf(protocol);
  return {
    isEnabled: true,
    protocol: spokenThere === 'HTTP' || spokenThere === 'HTTPS' ? spokenThere : 'TCP',
    port: numberOf(port) ?? 'traffic-port',
    path: path === undefined || path === '' ? '/' : path,
    intervalSeconds: written.number('Interval', 30),
    timeoutSeconds: written.number('Timeout', 5),
    healthyThreshold: written.number('HealthyThreshold', 10),
    unhealthyThreshold: written.number('UnhealthyThreshold', 2),
    // "Any answer other than 200 OK within the timeout period is considered unhealthy."
    codes: [[200, 200]],
  };
}

/** Of the policies that the listener names. */
function stickinessOf(properties: Values, listener: Values): Stickiness | undefined {
  const names = listOf(listener['PolicyNames']).map(textOf);
  const named = (property: string): Values | undefined =>
    listOf(properties[property])
      .map(mapOf)
      .find((each) => names.includes(textOf(each['PolicyName'])));
  const byApp = named('AppCookieStickinessPolicy');
  if (byApp !== undefined)
    return { by: 'app_cookie', seconds: 0, cookie: textOf(byApp['CookieName']) };
  const own = named('LBCookieStickinessPolicy');
  if (own === undefined) return undefined;
  const seconds = new Written(own).number('CookieExpirationPeriod', 0);
  return { by: 'lb_cookie', seconds, cookie: undefined };
}
