import { Stack, type App } from 'aws-cdk-lib';
import {
  CfnEIP,
  CfnEIPAssociation,
  CfnInstance,
  CfnInternetGateway,
  CfnNatGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
} from 'aws-cdk-lib/aws-ec2';
import type { CounterExample, Experiment } from '../../lib/lab.ts';
import { forget, resource } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';

export const experiments: readonly Experiment<Stage>[] = [
  {
    id: 'igw-without-route',
    says: 'PublicRt: the route 0.0.0.0/0 -> Igw is gone',
    stage: 'single-nat',
    fails: ['public-egress', 'public-ingress', 'private-egress'],
    lesson: 'The route, not the gateway, makes a subnet public, and the NAT gateway needs it too.',
    mistake: (app) => {
      forget(app, 'PublicDefaultRoute');
    },
  },
  {
    id: 'route-without-address',
    says: 'PublicA and PublicB: MapPublicIpOnLaunch true -> false',
    stage: 'single-nat',
    fails: ['public-egress', 'public-ingress', 'auto-public-address'],
    lesson:
      'The internet gateway is a 1:1 translator: with no public address there is nothing to translate to.',
    mistake: (app) => {
      for (const id of ['PublicA', 'PublicB'])
        resource(app, id, CfnSubnet).mapPublicIpOnLaunch = false;
    },
  },
  {
    id: 'nat-in-private-subnet',
    says: 'NatA stands in PrivateA instead of PublicA',
    stage: 'single-nat',
    fails: ['private-egress'],
    lesson: 'A NAT gateway uses the route table of the subnet it stands in.',
    mistake: (app) => {
      resource(app, 'NatA', CfnNatGateway).subnetId = resource(app, 'PrivateA', CfnSubnet).ref;
    },
  },
  {
    id: 'private-to-igw',
    says: 'PrivateRtA: 0.0.0.0/0 -> NatA became 0.0.0.0/0 -> Igw',
    stage: 'single-nat',
    fails: ['private-egress'],
    lesson:
      'A private host is not exposed by this mistake, it is cut off: exposure needs route and address together.',
    mistake: (app) => {
      toInternetGateway(app, 'PrivateDefaultRouteA');
    },
  },
  {
    id: 'one-gateway-again',
    says: 'PrivateRtB: 0.0.0.0/0 -> NatB became 0.0.0.0/0 -> NatA',
    stage: 'nat-per-zone',
    fails: ['zone-independent-egress'],
    lesson:
      'HostPrivateB and NatB are healthy and it is cut off all the same: the price of the cheap design.',
    mistake: (app) => {
      toNat(app, 'PrivateDefaultRouteB', 'NatA');
    },
  },
  {
    id: 'cross-wired-nats',
    says: 'PrivateRtA leads to NatB, and PrivateRtB to NatA',
    stage: 'nat-per-zone',
    fails: ['zone-independent-egress'],
    lesson:
      'Everything works, and what passes from zone to zone is billed: redundancy that nobody tests is decoration.',
    mistake: (app) => {
      toNat(app, 'PrivateDefaultRouteA', 'NatB');
      toNat(app, 'PrivateDefaultRouteB', 'NatA');
    },
  },
  {
    id: 'forgotten-association',
    says: 'PublicB is associated with no route table',
    stage: 'single-nat',
    fails: ['public-ingress'],
    alsoFails: { 'public-egress': 'the main table, which PublicB now uses, has no way out either' },
    lesson: 'A subnet without association uses the main route table.',
    mistake: (app) => {
      forget(app, 'PublicBAssociation');
    },
  },
  {
    id: 'public-host-behind-nat',
    says: 'PublicB is associated with PrivateRtB',
    stage: 'single-nat',
    fails: ['public-ingress', 'public-egress'],
    lesson:
      'The reply to an inbound connection is routed to a NAT gateway that has no session for it, and is dropped.',
    mistake: (app) => {
      const table = resource(app, 'PrivateRtB', CfnRouteTable);
      resource(app, 'PublicBAssociation', CfnSubnetRouteTableAssociation).routeTableId = table.ref;
    },
  },
];

export const counterExamples: readonly CounterExample<Stage>[] = [
  {
    id: 'half-a-subnet',
    stage: 'empty-vpc',
    fails: ['no-overlap'],
    mistake: (app) => {
      resource(app, 'PrivateB', CfnSubnet).cidrBlock = '10.0.4.0/25';
    },
  },
  {
    id: 'group-for-one-subnet',
    stage: 'empty-vpc',
    fails: ['local-everywhere'],
    mistake: (app) => {
      resource(app, 'PrivateSg', CfnSecurityGroup).securityGroupIngress = [
        { ipProtocol: '-1', cidrIp: '10.0.3.0/24', description: 'One subnet, not the VPC' },
      ];
    },
  },
  {
    // Route, address and rule together: the three locks that private-to-igw leaves closed.
    id: 'private-made-public',
    stage: 'single-nat',
    fails: ['private-unreachable'],
    alsoFails: {
      'auto-public-address': 'PrivateA gives addresses too',
      'private-egress': 'HostPrivateA goes out with an address of its own',
    },
    mistake: (app) => {
      toInternetGateway(app, 'PrivateDefaultRouteA');
      resource(app, 'PrivateA', CfnSubnet).mapPublicIpOnLaunch = true;
      resource(app, 'PrivateSg', CfnSecurityGroup).securityGroupIngress = [
        { ipProtocol: '-1', cidrIp: '0.0.0.0/0', description: 'Everybody' },
      ];
    },
  },
  {
    // The address that partners know now belongs to a host, which answers.
    id: 'address-of-nat-on-host',
    stage: 'single-nat',
    fails: ['nat-is-one-way'],
    alsoFails: {
      'public-egress': 'HostPublicA is seen by the Elastic IP, no longer by an address of its own',
      'private-egress': 'the NAT gateway is seen by another address',
      'one-nat-for-cost': 'there is a second Elastic IP',
    },
    mistake: (app) => {
      const nat = resource(app, 'NatA', CfnNatGateway);
      const address = resource(app, 'NatEipA', CfnEIP);
      nat.allocationId = new CfnEIP(Stack.of(nat), 'OtherEip').attrAllocationId;
      new CfnEIPAssociation(Stack.of(nat), 'EipOnHost', {
        allocationId: address.attrAllocationId,
        instanceId: resource(app, 'HostPublicA', CfnInstance).ref,
      });
    },
  },
  {
    id: 'idle-second-nat',
    stage: 'single-nat',
    fails: ['one-nat-for-cost'],
    mistake: (app) => {
      const subnet = resource(app, 'PublicB', CfnSubnet);
      new CfnNatGateway(Stack.of(subnet), 'IdleNat', {
        subnetId: subnet.ref,
        allocationId: new CfnEIP(Stack.of(subnet), 'IdleEip').attrAllocationId,
      });
    },
  },
];

function toInternetGateway(app: App, place: string): void {
  const route = resource(app, place, CfnRoute);
  route.natGatewayId = undefined;
  route.gatewayId = resource(app, 'Igw', CfnInternetGateway).ref;
}

function toNat(app: App, place: string, nat: string): void {
  resource(app, place, CfnRoute).natGatewayId = resource(app, nat, CfnNatGateway).ref;
}
