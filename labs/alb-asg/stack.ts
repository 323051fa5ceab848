import { CfnOutput, Stack, type App } from 'aws-cdk-lib';
import type { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Given } from '../../lib/lab.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import { createBalancer } from './balancer.ts';
import { createFleet } from './fleet.ts';
import { createGroups } from './groups.ts';
import type { Parameter, Stage } from './lab.ts';
import { createNetwork, type Network } from './network.ts';
import { createCertificate, defended, guard, watch } from './production.ts';
import { createStub } from './stub.ts';
import { createTemplate } from './template.ts';

type Choice = Given<Stage, Parameter>;

export function build(app: App, given: Choice): void {
  new AlbAsgStack(app, given);
}

class AlbAsgStack extends Stack {
  constructor(app: App, given: Choice) {
    super(app, 'AlbAsg');
    const isProduction = given.parameter('variant') === 'production';

    const network = createNetwork(this, isProduction);
    const groups = createGroups(this, network.vpc, given.parameter('s3PrefixList'));
    const balancer = createBalancer(this, {
      ...{ network, albSg: groups.albSg },
      certificateArn: certificateOf(this, given),
      attributes: isProduction ? defended(this) : {},
    });
    const stub = createStub(this, {
      ...{ subnet: firstPrivate(network), stubSg: groups.stubSg, isProduction },
    });
    const template = createTemplate(this, {
      ...{ appSg: groups.appSg, stubAddress: stub.attrPrivateIp, isProduction },
    });
    const fleet = createFleet(this, { network, groups, balancer, template });

    if (isProduction) {
      guard(this, balancer.alb);
      watch(this, fleet);
    } else acceptLearning(balancer.alb, fleet);
    new CfnOutput(this, 'AlbName', { value: balancer.alb.attrDnsName });
  }
}

function certificateOf(stack: Stack, given: Choice): string {
  const certificateArn = given.parameter('certificateArn');
  if (certificateArn !== '' || given.parameter('variant') === 'learning') return certificateArn;
  return createCertificate(stack, given.parameter('domainName'));
}

function firstPrivate({ privateSubnets: [first] }: Network): Network['privateSubnets'][number] {
  if (first === undefined) throw new Error('the network has no private subnet');
  return first;
}

function acceptLearning(alb: CfnLoadBalancer, fleet: CfnAutoScalingGroup): void {
  acknowledge(alb, {
    rule: 'AwsSolutions-ELB2',
    reason:
      'access logs fill a bucket while it is removed: load-balancer-observability teaches them',
    inProduction: 'writes them',
  });
  acknowledge(fleet, {
    rule: 'AwsSolutions-AS3',
    reason: 'there is no operator to notify',
    inProduction: 'notifies a topic',
  });
}
