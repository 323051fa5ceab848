import { Fn, Stack, type App } from 'aws-cdk-lib';
import {
  CfnInstance,
  CfnInstanceConnectEndpoint,
  CfnNetworkAcl,
  CfnNetworkAclEntry,
  CfnSecurityGroup,
  CfnSecurityGroupIngress,
  CfnSubnet,
  CfnSubnetNetworkAclAssociation,
  CfnVPC,
  Peer,
  Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import type { CounterExample, Experiment } from '../../lib/lab.ts';
import { resource } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';

export const experiments: readonly Experiment<Stage>[] = [
  {
    id: 'world-open-ssh',
    says: 'BastionSg: tcp/22 from adminCidr -> from 0.0.0.0/0',
    stage: 'bastion',
    fails: ['stranger-times-out'],
    lesson: 'A port 22 that is open to the world is found by scanners in minutes.',
    mistake: (app) => {
      admit(app, '0.0.0.0/0');
    },
  },
  {
    id: 'feed-bastion-from-fleet',
    says: 'bastion.connections.allowFrom(fleet, tcp/22), which opens both ends',
    stage: 'bastion',
    fails: ['fleet-cannot-enter-bastion'],
    lesson: 'One broken application host must not own the way to all others.',
    mistake: (app) => {
      group(app, 'BastionSg').connections.allowFrom(group(app, 'AppSg'), Port.SSH);
    },
  },
  {
    id: 'address-instead-of-group',
    says: 'AppSg admits 10.10.0.10/32, where the bastion was before it was made anew in PublicB',
    stage: 'bastion',
    fails: ['bastion-reaches-fleet'],
    alsoFails: { 'only-bastion-may-ssh': 'nobody may any more' },
    lesson: 'Groups follow membership, addresses do not.',
    mistake: (app) => {
      const rule = fromGroup(app, 'BastionSg');
      rule.sourceSecurityGroupId = undefined;
      rule.cidrIp = '10.10.0.10/32';
      resource(app, 'Bastion', CfnInstance).subnetId = resource(app, 'PublicB', CfnSubnet).ref;
    },
  },
  {
    id: 'nacl-without-ephemeral',
    says: 'PublicA has a network ACL of its own: in tcp/22 from adminCidr alone, out everything',
    stage: 'bastion',
    fails: ['bastion-reaches-fleet'],
    alsoFails: { 'only-bastion-may-ssh': 'the bastion may, but never hears an answer' },
    lesson:
      'Every group is right, and onward SSH hangs: replies come back on an ephemeral port, and a network ACL does not remember.',
    mistake: narrowAcl,
  },
  {
    id: 'admin-moved',
    says: 'BastionSg still names the former address of the home line, 203.0.113.11/32',
    stage: 'bastion',
    fails: ['admin-reaches-bastion'],
    lesson:
      'The daily cost of a door that knows addresses, and the argument for one that knows people: stages 2 and 3.',
    mistake: (app) => {
      admit(app, '203.0.113.11/32');
    },
  },
  {
    id: 'endpoint-without-443',
    says: 'EndpointSg has no inbound rule',
    stage: 'session-manager',
    fails: ['no-port-22'],
    lesson: 'The agent inside dials out: block that, and no session ever opens.',
    mistake: (app) => {
      const rule = fromGroup(app, 'AppSg', 'EndpointSg');
      rule.node.scope?.node.tryRemoveChild(rule.node.id);
    },
  },
];

export const counterExamples: readonly CounterExample<Stage>[] = [
  {
    id: 'ssh-among-neighbours',
    stage: 'bastion',
    fails: ['only-bastion-may-ssh'],
    mistake: (app) => {
      group(app, 'AppSg').connections.allowInternally(Port.SSH);
    },
  },
  {
    id: 'bastion-goes-shopping',
    stage: 'bastion',
    fails: ['bastion-is-no-springboard'],
    mistake: (app) => {
      group(app, 'BastionSg').addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'Everywhere');
    },
  },
  {
    id: 'key-in-user-data',
    stage: 'bastion',
    fails: ['no-key-in-template'],
    mistake: (app) => {
      const key = 'cat > ~/.ssh/id_ed25519 <<KEY\n-----BEGIN OPENSSH PRIVATE KEY-----\nKEY\n';
      resource(app, 'Bastion', CfnInstance).userData = Fn.base64(`#!/bin/sh\n${key}`);
    },
  },
  {
    id: 'address-for-private-host',
    stage: 'instance-connect-endpoint',
    fails: ['nothing-public', 'fleet-unreachable-directly'],
    mistake: (app) => {
      resource(app, 'PrivateA', CfnSubnet).mapPublicIpOnLaunch = true;
    },
  },
  {
    id: 'endpoint-in-default-group',
    stage: 'instance-connect-endpoint',
    fails: ['only-endpoint-may-ssh'],
    mistake: (app) => {
      const { attrDefaultSecurityGroup } = resource(app, 'Vpc', CfnVPC);
      const endpoint = resource(app, 'Eice', CfnInstanceConnectEndpoint);
      endpoint.securityGroupIds = [attrDefaultSecurityGroup];
    },
  },
];

/** The bastion admits SSH from there and from nowhere else. */
function admit(app: App, cidrIp: string): void {
  resource(app, 'BastionSg', CfnSecurityGroup).securityGroupIngress = [
    { ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp, description: 'SSH of administrators' },
  ];
}

function group(app: App, id: string): SecurityGroup {
  const found = app.node.findAll().find((each) => each.node.id === id);
  if (!(found instanceof SecurityGroup)) throw new Error(`no security group is called '${id}'`);
  return found;
}

/** The rule of a group that names another group as its source. */
function fromGroup(app: App, source: string, on = 'AppSg'): CfnSecurityGroupIngress {
  const rules = group(app, on)
    .node.findAll()
    .filter((each) => each instanceof CfnSecurityGroupIngress)
    .filter(
      ({ sourceSecurityGroupId }) => sourceSecurityGroupId === group(app, source).securityGroupId,
    );
  const [rule] = rules;
  if (rule === undefined) throw new Error(`${on} has no rule that names ${source}`);
  return rule;
}

function narrowAcl(app: App): void {
  const subnet = resource(app, 'PublicA', CfnSubnet);
  const stack = Stack.of(subnet);
  const acl = new CfnNetworkAcl(stack, 'BastionAcl', { vpcId: subnet.vpcId });
  const entry = { networkAclId: acl.ref, ruleNumber: 100, ruleAction: 'allow' };
  new CfnNetworkAclEntry(stack, 'BastionAclIn', {
    ...entry,
    protocol: 6,
    portRange: { from: 22, to: 22 },
    cidrBlock: '203.0.113.10/32',
  });
  new CfnNetworkAclEntry(stack, 'BastionAclOut', {
    ...entry,
    egress: true,
    protocol: -1,
    cidrBlock: '0.0.0.0/0',
  });
  new CfnSubnetNetworkAclAssociation(stack, 'BastionAclAssociation', {
    subnetId: subnet.ref,
    networkAclId: acl.ref,
  });
}
