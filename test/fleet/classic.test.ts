/** Classic Load Balancers, read as load balancers with a target group per listener. */
import { registersIn } from '../../lib/fleet/build/build.ts';
import { fleetIn } from './support/fleets.ts';

const type = 'AWS::ElasticLoadBalancing::LoadBalancer';
const web = { LoadBalancerPort: '80', InstancePort: '8080', Protocol: 'HTTP' };
const ssh = { LoadBalancerPort: 2222, InstancePort: 22, Protocol: 'TCP' };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html and the pages beside it */
test('a silent one checks by a connection every 30 s, does not drain, and keeps to its zone', () => {
  const { balancers, targetGroups } = fleetIn({ Lb: [type, { Listeners: [web, ssh] }] });
  expect(balancers.get('S/Lb')).toMatchObject({
    kind: 'classic',
    idleTimeoutSeconds: 60,
    isCrossZone: false,
  });
  expect(targetGroups.get('S/Lb.80')).toMatchObject({
    protocol: 'HTTP',
    port: 8080,
    algorithm: 'least_outstanding_requests',
    deregistrationDelaySeconds: 0,
    failOpenBelow: { count: 0, percentage: 0 },
    stickiness: undefined,
    healthCheck: {
      protocol: 'TCP',
      port: 8080,
      intervalSeconds: 30,
      timeoutSeconds: 5,
      healthyThreshold: 10,
      unhealthyThreshold: 2,
    },
  });
  expect(targetGroups.get('S/Lb.2222')).toMatchObject({
    algorithm: 'round_robin',
    port: 22,
    healthCheck: { port: 8080 },
  });
});

test('each listener forwards to the target group of its own', () => {
  const { balancers } = fleetIn({ Lb: [type, { Listeners: [web, ssh] }] });
  const listeners = balancers.get('S/Lb')!.listeners;
  expect(listeners.map(({ port, protocol }) => [port, protocol])).toEqual([
    [80, 'HTTP'],
    [2222, 'TCP'],
  ]);
  expect(listeners.map(({ rules }) => rules.map(({ action }) => action))).toMatchObject([
    [{ kind: 'forward', groups: [{ group: 'S/Lb.80', weight: 1 }] }],
    [{ kind: 'forward', groups: [{ group: 'S/Lb.2222', weight: 1 }] }],
  ]);
});

test('health check, draining, stickiness and instances are read', () => {
  const { targetGroups } = fleetIn({
    Web: ['AWS::EC2::Instance', {}],
    Lb: [
      type,
      {
        Listeners: [{ ...web, PolicyNames: ['Sticky'] }],
        LBCookieStickinessPolicy: [{ PolicyName: 'Sticky', CookieExpirationPeriod: '60' }],
        ConnectionDrainingPolicy: { Enabled: true },
        HealthCheck: {
          ...{ Target: 'HTTP:9000/health?x=1', Interval: '5', Timeout: '2' },
          ...{ HealthyThreshold: '3', UnhealthyThreshold: '4' },
        },
        Instances: [{ Ref: 'Web' }],
      },
    ],
  });
  expect(targetGroups.get('S/Lb.80')).toMatchObject({
    deregistrationDelaySeconds: 300,
    stickiness: { by: 'lb_cookie', seconds: 60 },
    targets: [{ end: 'S/Web', port: 8080 }],
    healthCheck: {
      protocol: 'HTTP',
      port: 9000,
      path: '/health?x=1',
      intervalSeconds: 5,
      timeoutSeconds: 2,
      healthyThreshold: 3,
      unhealthyThreshold: 4,
      codes: [[200, 200]],
    },
  });
});

test('an auto scaling group registers in its target groups and in all those of its Classic Load Balancers', () => {
  const fleet = fleetIn({
    Lb: [type, { Listeners: [web, ssh] }],
    Group: ['AWS::ElasticLoadBalancingV2::TargetGroup', { Protocol: 'HTTP', Port: 80 }],
    Fleet: [
      'AWS::AutoScaling::AutoScalingGroup',
      {
        ...{ MinSize: '1', MaxSize: '1', VPCZoneIdentifier: ['subnet-1'] },
        TargetGroupARNs: [{ Ref: 'Group' }],
        LoadBalancerNames: [{ Ref: 'Lb' }],
      },
    ],
  });
  expect(registersIn(fleet, 'S/Fleet')).toEqual(['S/Group', 'S/Lb.80', 'S/Lb.2222']);
});
