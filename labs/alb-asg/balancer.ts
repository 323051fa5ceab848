/** The load balancer: a node in every public subnet, one listener, one target group. */
import type { Stack } from 'aws-cdk-lib';
import type { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import type { Network } from './network.ts';

export interface BalancerProps {
  readonly network: Network;
  readonly albSg: SecurityGroup;
  /** Empty: port 80 forwards. */
  readonly certificateArn: string;
  /** Attributes of production: logs, zonal shift, deletion protection. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Balancer {
  readonly alb: elb.CfnLoadBalancer;
  readonly targets: elb.CfnTargetGroup;
  readonly listener: elb.CfnListener;
}

export function createBalancer(stack: Stack, props: BalancerProps): Balancer {
  const { network, certificateArn } = props;
  const alb = new elb.CfnLoadBalancer(stack, 'Alb', {
    type: 'application',
    scheme: 'internet-facing',
    subnets: network.publicSubnets.map(({ ref }) => ref),
    securityGroups: [props.albSg.securityGroupId],
    loadBalancerAttributes: attributes({
      'idle_timeout.timeout_seconds': '60',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      ...props.attributes,
    }),
  });
  alb.addResourceDependency(network.door);
  const targets = createTargets(stack, network);
  const forward = { type: 'forward', targetGroupArn: targets.ref };
  const listen = (id: string, rest: Omit<elb.CfnListenerProps, 'loadBalancerArn'>) =>
    new elb.CfnListener(stack, id, { loadBalancerArn: alb.ref, ...rest });
  if (certificateArn === '') {
    const listener = listen('Http', { port: 80, protocol: 'HTTP', defaultActions: [forward] });
    acknowledge(listener, {
      rule: 'kit/https-or-redirect',
      reason: 'no certificate was given: -c certificateArn=...',
      inProduction: 'redirects to HTTPS',
    });
    return { alb, targets, listener };
  }
  listen('Http', { port: 80, protocol: 'HTTP', defaultActions: [toHttps] });
  const listener = listen('Https', {
    port: 443,
    protocol: 'HTTPS',
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
    certificates: [{ certificateArn }],
    defaultActions: [forward],
  });
  return { alb, targets, listener };
}

const toHttps: elb.CfnListener.ActionProperty = {
  type: 'redirect',
  redirectConfig: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' },
};

/** What decides who gets requests. Nothing is left to a default: 30 s, five times up and 300 s would be slow. */
function createTargets(stack: Stack, { vpc }: Network): elb.CfnTargetGroup {
  return new elb.CfnTargetGroup(stack, 'Targets', {
    vpcId: vpc.vpcId,
    targetType: 'instance',
    protocol: 'HTTP',
    port: 8080,
    healthCheckEnabled: true,
    healthCheckProtocol: 'HTTP',
    // Shallow: of the process alone. A path that asks a dependency would make every host sick at once.
    healthCheckPath: '/health',
    matcher: { httpCode: '200' },
    healthCheckIntervalSeconds: 10,
    healthCheckTimeoutSeconds: 5,
    healthyThresholdCount: 2,
    unhealthyThresholdCount: 2,
    targetGroupAttributes: attributes({
      // Longer than the longest request, 20 s.
      'deregistration_delay.timeout_seconds': '30',
      'load_balancing.algorithm.type': 'round_robin',
      'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
      // Fails open: with no healthy target all of them get requests.
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
    }),
  });
}

function attributes(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}
