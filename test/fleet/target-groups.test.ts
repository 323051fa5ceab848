/** Facts from AWS's pages about target groups: what holds where a template is silent. */
import type { HealthCheck, TargetGroup } from '../../lib/fleet/fleet.ts';
import { fleetIn, only } from './support/fleets.ts';

const type = 'AWS::ElasticLoadBalancingV2::TargetGroup';

function group(properties: Record<string, unknown>): TargetGroup {
  return only(fleetIn({ Group: [type, properties] }).targetGroups);
}

function attributes(values: Readonly<Record<string, string>>): TargetGroup {
  const list = Object.entries(values).map(([Key, Value]) => ({ Key, Value }));
  return group({ Protocol: 'HTTP', Port: 80, TargetGroupAttributes: list });
}

interface Fact {
  readonly title: string;
  readonly written: Record<string, unknown>;
  readonly expected: Partial<HealthCheck>;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html and the guides' tables */
const facts: readonly Fact[] = [
  {
    title: 'HTTP on an instance',
    written: { Protocol: 'HTTP', Port: 80 },
    expected: {
      isEnabled: true,
      protocol: 'HTTP',
      port: 'traffic-port',
      path: '/',
      intervalSeconds: 30,
      timeoutSeconds: 5,
      healthyThreshold: 5,
      unhealthyThreshold: 2,
      codes: [[200, 200]],
    },
  },
  {
    title: 'HTTPS on an address',
    written: { Protocol: 'HTTPS', Port: 443, TargetType: 'ip' },
    expected: { protocol: 'HTTP', timeoutSeconds: 5, codes: [[200, 200]] },
  },
  {
    title: 'a Lambda function',
    written: { TargetType: 'lambda' },
    expected: {
      isEnabled: false,
      intervalSeconds: 35,
      timeoutSeconds: 30,
      healthyThreshold: 5,
      unhealthyThreshold: 5,
    },
  },
  {
    title: 'TCP',
    written: { Protocol: 'TCP', Port: 22 },
    expected: {
      protocol: 'TCP',
      port: 'traffic-port',
      intervalSeconds: 30,
      timeoutSeconds: 10,
      healthyThreshold: 5,
      unhealthyThreshold: 2,
    },
  },
  {
    title: 'TCP that is checked by HTTP',
    written: { Protocol: 'TCP', Port: 80, HealthCheckProtocol: 'HTTP' },
    expected: { protocol: 'HTTP', timeoutSeconds: 6, codes: [[200, 399]] },
  },
  {
    title: 'UDP that is checked by HTTPS',
    written: { Protocol: 'UDP', Port: 53, HealthCheckProtocol: 'HTTPS' },
    expected: { protocol: 'HTTPS', timeoutSeconds: 10, codes: [[200, 399]] },
  },
  {
    title: 'an Application Load Balancer as a target',
    written: { Protocol: 'TCP', Port: 80, TargetType: 'alb' },
    expected: { isEnabled: true, protocol: 'HTTP', codes: [[200, 399]] },
  },
  {
    title: 'GENEVE',
    written: { Protocol: 'GENEVE', Port: 6081 },
    expected: {
      protocol: 'TCP',
      port: 80,
      intervalSeconds: 10,
      timeoutSeconds: 5,
      healthyThreshold: 5,
      unhealthyThreshold: 2,
    },
  },
  {
    title: 'gRPC',
    written: { Protocol: 'HTTP', Port: 50051, ProtocolVersion: 'GRPC' },
    expected: { path: '/AWS.ALB/healthcheck', codes: [[12, 12]] },
  },
];

test.each(facts)('the health check of $title is as AWS documents it', ({ written, expected }) => {
  expect(group(written).healthCheck).toMatchObject(expected);
});

test('a health check is read as it is written, numbers as text too', () => {
  const written = {
    ...{ Protocol: 'HTTP', Port: '8080', HealthCheckPort: '9090', HealthCheckPath: '/health' },
    ...{ HealthCheckIntervalSeconds: '10', HealthCheckTimeoutSeconds: 4 },
    ...{
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      Matcher: { HttpCode: '200,301-302' },
    },
  };
  expect(group(written)).toMatchObject({
    port: 8080,
    healthCheck: {
      port: 9090,
      path: '/health',
      intervalSeconds: 10,
      timeoutSeconds: 4,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      codes: [
        [200, 200],
        [301, 302],
      ],
    },
  });
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
test('without attributes: 300 s to drain, no slow start, no stickiness, round robin, open below one healthy target', () => {
  expect(group({ Protocol: 'HTTP', Port: 80 })).toMatchObject({
    deregistrationDelaySeconds: 300,
    slowStartSeconds: 0,
    stickiness: undefined,
    algorithm: 'round_robin',
    failOpenBelow: { count: 1, percentage: 0 },
    crossZone: 'as the load balancer',
    targetType: 'instance',
  });
});

test('attributes are read by their dotted names', () => {
  const path = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';
  const made = attributes({
    'deregistration_delay.timeout_seconds': '30',
    'slow_start.duration_seconds': '60',
    'load_balancing.algorithm.type': 'weighted_random',
    'load_balancing.cross_zone.enabled': 'false',
    [`${path}.count`]: '2',
    [`${path}.percentage`]: '50',
  });
  expect(made).toMatchObject({
    deregistrationDelaySeconds: 30,
    slowStartSeconds: 60,
    algorithm: 'weighted_random',
    crossZone: false,
    failOpenBelow: { count: 2, percentage: 50 },
  });
});

test.each([
  {
    type: 'lb_cookie',
    more: {},
    expected: { by: 'lb_cookie', seconds: 86_400, cookie: undefined },
  },
  {
    type: 'lb_cookie',
    more: { 'stickiness.lb_cookie.duration_seconds': '5' },
    expected: { by: 'lb_cookie', seconds: 5, cookie: undefined },
  },
  {
    type: 'app_cookie',
    more: { 'stickiness.app_cookie.cookie_name': 'JSESSIONID' },
    expected: { by: 'app_cookie', seconds: 86_400, cookie: 'JSESSIONID' },
  },
  { type: 'source_ip', more: {}, expected: { by: 'source_ip', seconds: 0, cookie: undefined } },
])('stickiness by $type', ({ type: by, more, expected }) => {
  const made = attributes({ 'stickiness.enabled': 'true', 'stickiness.type': by, ...more });
  expect(made.stickiness).toEqual(expected);
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation */
test.each([
  { written: { Protocol: 'TCP', Port: 80 }, keeps: true },
  { written: { Protocol: 'TCP', Port: 80, TargetType: 'ip' }, keeps: false },
  { written: { Protocol: 'UDP', Port: 53, TargetType: 'ip' }, keeps: true },
  { written: { Protocol: 'HTTP', Port: 80 }, keeps: false },
])('whether $written keeps the address of the client: $keeps', ({ written, keeps }) => {
  expect(group(written).keepsClientAddress).toBe(keeps);
});

test('targets are the resources that it lists, on their port or that of the group; others are unknown', () => {
  const fleet = fleetIn({
    Web: ['AWS::EC2::Instance', {}],
    Group: [
      type,
      {
        ...{ Protocol: 'HTTP', Port: 80 },
        Targets: [{ Id: { Ref: 'Web' } }, { Id: 'i-0123', Port: 81 }],
      },
    ],
  });
  expect(only(fleet.targetGroups).targets).toEqual([
    { end: 'S/Web', port: 80 },
    { end: { unknown: 'target i-0123' }, port: 81 },
  ]);
});

test('an open value counts by its default, and the fleet says so', () => {
  const fleet = fleetIn(
    {
      Group: [
        type,
        {
          ...{ Protocol: 'HTTP', Port: 80, HealthCheckPath: { Ref: 'Path' } },
          TargetGroupAttributes: [
            { Key: 'deregistration_delay.timeout_seconds', Value: { Ref: 'Delay' } },
          ],
        },
      ],
    },
    { Path: { Type: 'String' }, Delay: { Type: 'Number' } },
  );
  expect(only(fleet.targetGroups)).toMatchObject({
    deregistrationDelaySeconds: 300,
    healthCheck: { path: '/' },
  });
  expect(fleet.assumed).toEqual([
    'S/Group deregistration_delay.timeout_seconds: Delay is not in the template',
    'S/Group HealthCheckPath: Path is not in the template',
  ]);
});
