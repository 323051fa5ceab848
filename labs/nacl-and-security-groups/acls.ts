/** Network ACLs: stateless, numbered, first match wins, `*` denies; met only where traffic enters or leaves a subnet. */
import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import { blocks } from './plan.ts';

export interface AclsProps {
  readonly vpc: ec2.IVpc;
  readonly webSubnet: ec2.CfnSubnet;
  readonly appSubnet: ec2.CfnSubnet;
  readonly adminCidr: string;
  readonly blockedAddress: string;
}

const anybody = '0.0.0.0/0';
/** A client on the internet may use any port from 1024: Windows 49152-65535, load balancers and NAT all of these. */
const anyClient: Ports = [1024, 65_535];
/** Linux takes 32768-60999 for what it opens itself. */
const linuxClient: Ports = [32_768, 65_535];

/** Numbers leave gaps on purpose: the entry that somebody needs tomorrow has to fit between two of today. */
export function createAcls(stack: Stack, props: AclsProps): void {
  const webNacl = new ec2.CfnNetworkAcl(stack, 'WebNacl', { vpcId: props.vpc.vpcId });
  // No security group could say this: groups only allow.
  entry(webNacl, 'In90', { deny: `${props.blockedAddress}/32` });
  entry(webNacl, 'In100', { allow: anybody, ports: [80, 80] });
  entry(webNacl, 'In110', { allow: props.adminCidr, ports: [8443, 8443] });
  // Answers of App: an ACL does not know that Web asked.
  entry(webNacl, 'In120', { allow: blocks.app, ports: linuxClient });
  // Answers to clients; 8080 of App lies within.
  entry(webNacl, 'Out100', { allow: anybody, ports: anyClient });

  const appNacl = new ec2.CfnNetworkAcl(stack, 'AppNacl', { vpcId: props.vpc.vpcId });
  entry(appNacl, 'In100', { allow: blocks.web, ports: [8080, 8080] });
  entry(appNacl, 'Out100', { allow: blocks.web, ports: anyClient });
  entry(appNacl, 'Out110', { allow: blocks.web, ports: [443, 443] });

  for (const [subnet, acl] of [
    [props.webSubnet, webNacl],
    [props.appSubnet, appNacl],
  ] as const) {
    associate(stack, subnet, acl);
    acknowledge(acl, {
      rule: 'AwsSolutions-VPC3',
      reason:
        'the ACL is the subject; the pack says: network ACLs should be used sparingly, they are stateless and become hard to manage',
      inProduction: 'leaves the work to groups, and ACLs at the default or at a few coarse denies',
    });
  }
}

type Ports = readonly [from: number, to: number];
type Entry = { readonly allow: string; readonly ports: Ports } | { readonly deny: string };

/** The id is the direction and the number; what is denied is denied on all ports. */
export function entry(acl: ec2.CfnNetworkAcl, id: `${'In' | 'Out'}${number}`, rule: Entry): void {
  const place = { egress: id.startsWith('Out'), ruleNumber: Number(id.replace(/^\D+/, '')) };
  const verdict =
    'deny' in rule
      ? { ruleAction: 'deny', protocol: -1, cidrBlock: rule.deny }
      : {
          ruleAction: 'allow',
          protocol: 6,
          cidrBlock: rule.allow,
          portRange: { from: rule.ports[0], to: rule.ports[1] },
        };
  new ec2.CfnNetworkAclEntry(acl, id, { networkAclId: acl.attrId, ...place, ...verdict });
}

function associate(stack: Stack, subnet: ec2.CfnSubnet, acl: ec2.CfnNetworkAcl): void {
  new ec2.CfnSubnetNetworkAclAssociation(stack, `${subnet.node.id}Acl`, {
    subnetId: subnet.ref,
    networkAclId: acl.attrId,
  });
}
