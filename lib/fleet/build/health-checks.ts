/** Health checks of target groups, with the defaults that depend on the protocol and on what the targets are. */
import { numberOf } from '../../network/build/values.ts';
import type { HealthCheck, TargetGroup } from '../fleet.ts';
import type { Written } from './written.ts';

type Protocol = HealthCheck['protocol'];

/** What differs between load balancers. */
interface Defaults {
  readonly protocol: Protocol;
  readonly port: HealthCheck['port'];
  readonly intervalSeconds: number;
  /** By the protocol of the check. */
  readonly timeoutSeconds: Readonly<Record<Protocol, number>>;
  readonly unhealthyThreshold: number;
  readonly codes: string;
}

/**
 * "The default is 5 seconds if the target type is instance or ip and 30 seconds if the target type is lambda."
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
const application: Defaults = {
  protocol: 'HTTP',
  port: 'traffic-port',
  intervalSeconds: 30,
  timeoutSeconds: { HTTP: 5, HTTPS: 5, TCP: 5 },
  unhealthyThreshold: 2,
  codes: '200',
};

const lambda: Defaults = {
  ...application,
  intervalSeconds: 35,
  timeoutSeconds: { HTTP: 30, HTTPS: 30, TCP: 30 },
  unhealthyThreshold: 5,
};

/**
 * "The default values are 6 seconds for HTTP and 10 seconds for TCP and HTTPS health checks."
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html "with the default value being 200-399"
 */
const network: Defaults = {
  ...application,
  protocol: 'TCP',
  timeoutSeconds: { HTTP: 6, HTTPS: 10, TCP: 10 },
  codes: '200-399',
};

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html "protocol of GENEVE" */
const gateway: Defaults = {
  ...network,
  port: 80,
  intervalSeconds: 10,
  timeoutSeconds: { HTTP: 5, HTTPS: 5, TCP: 5 },
};

function defaultsOf(protocol: TargetGroup['protocol'], type: TargetGroup['targetType']): Defaults {
  if (type === 'lambda') return lambda;
  if (protocol === 'GENEVE') return gateway;
  if (protocol === 'HTTP' || protocol === 'HTTPS' || protocol === 'none') return application;
  // An Application Load Balancer as a target answers HTTP, never a bare connection.
  return type === 'alb' ? { ...network, protocol: 'HTTP' } : network;
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export function healthCheckOf(
  written: Written,
  protocol: TargetGroup['protocol'],
  type: TargetGroup['targetType'],
): HealthCheck {
  const defaults = defaultsOf(protocol, type);
  const checked = written.word(
    'HealthCheckProtocol',
    ['HTTP', 'HTTPS', 'TCP'] as const,
    defaults.protocol,
  );
  const isGrpc = written.text('ProtocolVersion', '') === 'GRPC';
  const codes = isGrpc
    ? written.text('Matcher.GrpcCode', '12')
    : written.text('Matcher.HttpCode', defaults.codes);
  const port = written.text('HealthCheckPort', String(defaults.port));
  return {
    // "If the target type is lambda, health checks are disabled by default but can be enabled."
    isEnabled: written.flag('HealthCheckEnabled', type !== 'lambda'),
    protocol: checked,
    port: numberOf(port) ?? 'traffic-port',
    path: written.text('HealthCheckPath', isGrpc ? '/AWS.ALB/healthcheck' : '/'),
    intervalSeconds: written.number('HealthCheckIntervalSeconds', defaults.intervalSeconds),
    timeoutSeconds: written.number('HealthCheckTimeoutSeconds', defaults.timeoutSeconds[checked]),
    healthyThreshold: written.number('HealthyThresholdCount', 5),
    unhealthyThreshold: written.number('UnhealthyThresholdCount', defaults.unhealthyThreshold),
    codes: rangesIn(codes),
  };
}

/** `200,301-302` -> [[200, 200], [301, 302]] */
export function rangesIn(codes: string): HealthCheck['codes'] {
  return codes.split(',').flatMap((each) => {
    const [from, to = from] = each.split('-').map((end) => numberOf(end));
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
}
