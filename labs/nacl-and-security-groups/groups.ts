/** Security groups: stateful, allow only; what a group admits is the union of its rules. */
import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

export interface Groups {
  readonly webSg: ec2.SecurityGroup;
  readonly appSg: ec2.SecurityGroup;
  readonly toolSg: ec2.SecurityGroup;
}

export function createGroups(stack: Stack, vpc: ec2.IVpc, adminCidr: string): Groups {
  const group = (id: string, description: string, allowAllOutbound = false): ec2.SecurityGroup =>
    new ec2.SecurityGroup(stack, id, { vpc, description, allowAllOutbound });
  const webSg = group('WebSg', 'Web: the public page, the admin door, the neighbours');
  const appSg = group('AppSg', 'App: reached by Web alone');
  const toolSg = group('ToolSg', 'Tool: nothing in, everything out', true);

  const everybody = { port: 80, peer: '0.0.0.0/0', description: 'Everybody' };
  acknowledge(admit(webSg, 'In80', everybody), {
    rule: 'AwsSolutions-EC23',
    reason: 'the page on port 80 is meant for everybody',
    inProduction: 'admits a load balancer or a CDN, with HTTPS and a web ACL in front',
  });
  admit(webSg, 'In8443', { port: 8443, peer: adminCidr, description: 'The admin' });
  admit(webSg, 'In443FromTool', { port: 443, peer: toolSg, description: 'Tool, a neighbour' });
  admit(webSg, 'In443FromApp', { port: 443, peer: appSg, description: 'App, next door' });
  letOut(webSg, 'Out8080', { port: 8080, peer: appSg, description: 'To App' });
  // By group and not by address: the rule still holds when Web has been replaced.
  admit(appSg, 'In8080', { port: 8080, peer: webSg, description: 'Web, whatever its address' });
  letOut(appSg, 'Out443', { port: 443, peer: webSg, description: 'To Web' });
  return { webSg, appSg, toolSg };
}

interface GroupRule {
  readonly port: number;
  readonly peer: string | ec2.SecurityGroup;
  readonly description: string;
}

/** A resource of its own, because two groups that name each other cannot both be made first. */
function admit(
  group: ec2.SecurityGroup,
  id: string,
  { port, peer, description }: GroupRule,
): ec2.CfnSecurityGroupIngress {
  return new ec2.CfnSecurityGroupIngress(group, id, {
    groupId: group.securityGroupId,
    ...tcp(port),
    description,
    ...(typeof peer === 'string'
      ? { cidrIp: peer }
      : { sourceSecurityGroupId: peer.securityGroupId }),
  });
}

function letOut(
  group: ec2.SecurityGroup,
  id: string,
  { port, peer, description }: GroupRule,
): void {
  new ec2.CfnSecurityGroupEgress(group, id, {
    groupId: group.securityGroupId,
    ...tcp(port),
    description,
    ...(typeof peer === 'string'
      ? { cidrIp: peer }
      : { destinationSecurityGroupId: peer.securityGroupId }),
  });
}

function tcp(port: number): { ipProtocol: string; fromPort: number; toPort: number } {
  return { ipProtocol: 'tcp', fromPort: port, toPort: port };
}
