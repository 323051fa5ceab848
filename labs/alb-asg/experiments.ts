import { Fn, type App } from 'aws-cdk-lib';
import { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  CfnRouteTable,
  CfnSecurityGroupIngress,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCEndpoint,
} from 'aws-cdk-lib/aws-ec2';
import { CfnListener, CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { CounterExample, Experiment } from '../../lib/lab.ts';
import { forget, resource } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';

const stage = 'balanced-fleet';

export const experiments: readonly Experiment<Stage>[] = [
  {
    id: 'ec2-health-only',
    says: 'Fleet: HealthCheckType EC2,ELB -> EC2',
    stage,
    fails: ['sick-one-is-replaced'],
    lesson:
      'A zombie: the instance runs, its process does not. The load balancer avoids it and the group keeps it.',
    mistake: (app) => {
      resource(app, 'Fleet', CfnAutoScalingGroup).healthCheckType = 'EC2';
    },
  },
  {
    id: 'app-group-closed',
    says: 'AppSg: the rule that admits AlbSg on tcp/8080 is gone',
    stage,
    fails: ['two-hosts-answer'],
    alsoFails: { 'loses-a-zone': 'no zone is reached at all' },
    lesson:
      'All targets are unhealthy, the load balancer fails open, and every answer is 504 after the connection timeout. 504 means: look at the path to the target.',
    mistake: (app) => {
      forget(app, 'AppSg/In8080');
    },
  },
  {
    id: 'group-outgrows-the-lb',
    says: 'Fleet also gets PrivateC, in a third zone; Alb has no subnet there',
    stage,
    fails: ['zones-match'],
    lesson: 'Targets in a zone that the load balancer is not in are unused: paid for and idle.',
    mistake: (app) => {
      const fleet = resource(app, 'Fleet', CfnAutoScalingGroup);
      fleet.vpcZoneIdentifier = [...(fleet.vpcZoneIdentifier ?? []), privateC(app).ref];
    },
  },
  {
    id: 'one-zone-group',
    says: 'Fleet: subnets PrivateA and PrivateB -> PrivateA',
    stage,
    fails: ['two-zones', 'loses-a-zone'],
    lesson: 'Two hosts in one zone survive a broken host and not a broken zone.',
    mistake: (app) => {
      const [first] = subnetsOfFleet(app);
      resource(app, 'Fleet', CfnAutoScalingGroup).vpcZoneIdentifier = [String(first)];
    },
  },
  {
    id: 'no-drain',
    says: 'Targets: deregistration delay 30 s -> 0 s',
    stage,
    fails: ['in-flight-finishes'],
    lesson: 'Whoever is being answered when a host goes gets 502: at every scale-in, all day.',
    mistake: (app) => {
      setAttribute(app, 'deregistration_delay.timeout_seconds', '0');
    },
  },
  {
    id: 'deep-health',
    says: 'Targets: the health check asks /health/deep, which asks Stub',
    stage,
    fails: ['dependency-outage'],
    lesson:
      'One hiccup of something shared makes every host look sick, and the group replaces a healthy fleet.',
    mistake: (app) => {
      resource(app, 'Targets', CfnTargetGroup).healthCheckPath = '/health/deep';
    },
  },
  {
    id: 'health-on-a-redirect',
    says: 'Targets: the health check asks /status/302',
    stage,
    fails: ['sick-one-is-replaced'],
    alsoFails: {
      'dependency-outage': 'hosts are replaced for ever, with the dependency or without',
    },
    lesson:
      'Only 200 counts here. Two healthy targets never exist: the load balancer fails open, and the group replaces hosts for ever.',
    mistake: (app) => {
      resource(app, 'Targets', CfnTargetGroup).healthCheckPath = '/status/302';
    },
  },
  {
    id: 'single-instance',
    says: 'Fleet: MinSize and MaxSize 1',
    stage,
    fails: ['one-down-no-gap'],
    alsoFails: { 'two-zones': 'one host stands in one zone' },
    lesson: 'The gap is as long as a boot. Two is the smallest number that survives one.',
    mistake: (app) => {
      const fleet = resource(app, 'Fleet', CfnAutoScalingGroup);
      fleet.minSize = '1';
      fleet.maxSize = '1';
    },
  },
  {
    id: 'suspended',
    says: 'The process ReplaceUnhealthy of Fleet is suspended',
    stage,
    fails: ['sick-one-is-replaced'],
    lesson:
      'Traffic still avoids the sick host: taking it out of service and replacing it are two mechanisms.',
    disturb: { kind: 'suspend', of: 'Fleet', process: 'ReplaceUnhealthy' },
  },
];

export const counterExamples: readonly CounterExample<Stage>[] = [
  {
    id: 'public-fleet',
    stage,
    fails: ['no-way-round-the-lb'],
    alsoFails: { 'only-the-lb': 'everybody opens the app' },
    mistake: (app) => {
      const subnets = ['PublicA', 'PublicB'].map((id) => resource(app, id, CfnSubnet));
      for (const each of subnets) each.mapPublicIpOnLaunch = true;
      resource(app, 'Fleet', CfnAutoScalingGroup).vpcZoneIdentifier = subnets.map(({ ref }) => ref);
      admitByAddress(app, '0.0.0.0/0');
    },
  },
  {
    id: 'address-range-as-source',
    stage,
    fails: ['only-the-lb'],
    mistake: (app) => {
      admitByAddress(app, '10.0.0.0/16');
    },
  },
  {
    id: 'endpoint-in-the-wrong-table',
    stage,
    fails: ['boots-through-the-endpoint'],
    mistake: (app) => {
      resource(app, 'S3Endpoint', CfnVPCEndpoint).routeTableIds = [
        resource(app, 'PublicRoutes', CfnRouteTable).ref,
      ];
    },
  },
  {
    id: 'slow-verdict',
    stage,
    fails: ['sick-one-leaves'],
    mistake: (app) => {
      const targets = resource(app, 'Targets', CfnTargetGroup);
      targets.healthCheckIntervalSeconds = 30;
      targets.unhealthyThresholdCount = 5;
    },
  },
  {
    id: 'answers-by-itself',
    stage,
    fails: ['empty-and-all-sick'],
    mistake: (app) => {
      resource(app, 'Http', CfnListener).defaultActions = [
        { type: 'fixed-response', fixedResponseConfig: { statusCode: '200' } },
      ];
    },
  },
];

function subnetsOfFleet(app: App): readonly unknown[] {
  return resource(app, 'Fleet', CfnAutoScalingGroup).vpcZoneIdentifier ?? [];
}

/** With the routes of the others: its hosts boot, and are unused all the same. */
function privateC(app: App): CfnSubnet {
  const vpc = resource(app, 'Vpc', CfnVPC);
  const subnet = new CfnSubnet(vpc.stack, 'PrivateC', {
    vpcId: vpc.ref,
    cidrBlock: '10.0.48.0/20',
    availabilityZone: Fn.select(2, Fn.getAzs()),
  });
  new CfnSubnetRouteTableAssociation(vpc.stack, 'PrivateCRoutes', {
    subnetId: subnet.ref,
    routeTableId: resource(app, 'PrivateRoutes', CfnRouteTable).ref,
  });
  return subnet;
}

function setAttribute(app: App, key: string, value: string): void {
  const targets = resource(app, 'Targets', CfnTargetGroup);
  const attributes =
    targets.targetGroupAttributes as readonly CfnTargetGroup.TargetGroupAttributeProperty[];
  targets.targetGroupAttributes = [
    ...attributes.filter((each) => each.key !== key),
    { key, value },
  ];
}

function admitByAddress(app: App, cidrIp: string): void {
  const rule = resource(app, 'AppSg/In8080', CfnSecurityGroupIngress);
  rule.sourceSecurityGroupId = undefined;
  rule.cidrIp = cidrIp;
}
