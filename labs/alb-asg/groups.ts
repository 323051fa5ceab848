/** Who may open what: the load balancer the app, the app its dependency and Amazon S3, and nobody anything else. */
import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

export interface Groups {
  readonly albSg: ec2.SecurityGroup;
  readonly appSg: ec2.SecurityGroup;
  readonly stubSg: ec2.SecurityGroup;
  /** By which a host fetches its app and its packages. */
  readonly toS3: ec2.CfnSecurityGroupEgress;
}

export function createGroups(stack: Stack, vpc: ec2.IVpc, s3PrefixList: string): Groups {
  const group = (id: string, description: string): ec2.SecurityGroup =>
    new ec2.SecurityGroup(stack, id, { vpc, description, allowAllOutbound: false });
  const albSg = group('AlbSg', 'Load balancer: in from everybody, out to the app');
  const appSg = group('AppSg', 'App: in from the load balancer, out to its dependency and S3');
  const stubSg = group('StubSg', 'Dependency: in from the app, nothing out');

  for (const port of [80, 443])
    acknowledge(
      new ec2.CfnSecurityGroupIngress(albSg, `In${port}`, {
        ...{ groupId: albSg.securityGroupId, ...tcp(port), cidrIp: '0.0.0.0/0' },
        description: 'Everybody',
      }),
      {
        rule: 'AwsSolutions-EC23',
        reason: 'the load balancer is meant for everybody',
        inProduction: 'keeps it open, with a web ACL in front',
      },
    );
  letThrough({ from: albSg, to: appSg, port: 8080, description: 'Load balancer to app' });
  letThrough({ from: appSg, to: stubSg, port: 9000, description: 'App to its dependency' });
  const toS3 = new ec2.CfnSecurityGroupEgress(appSg, 'OutS3', {
    ...{ groupId: appSg.securityGroupId, ...tcp(443), destinationPrefixListId: s3PrefixList },
    description: 'To S3: the app and the packages of Amazon Linux',
  });
  return { albSg, appSg, stubSg, toS3 };
}

interface Passage {
  readonly from: ec2.SecurityGroup;
  readonly to: ec2.SecurityGroup;
  readonly port: number;
  readonly description: string;
}

/** A rule on each side, and by group: addresses change whenever the fleet does. */
function letThrough({ from, to, port, description }: Passage): void {
  new ec2.CfnSecurityGroupEgress(from, `Out${port}`, {
    ...{ groupId: from.securityGroupId, ...tcp(port), description },
    destinationSecurityGroupId: to.securityGroupId,
  });
  new ec2.CfnSecurityGroupIngress(to, `In${port}`, {
    ...{ groupId: to.securityGroupId, ...tcp(port), description },
    sourceSecurityGroupId: from.securityGroupId,
  });
}

function tcp(port: number): { ipProtocol: string; fromPort: number; toPort: number } {
  return { ipProtocol: 'tcp', fromPort: port, toPort: port };
}
