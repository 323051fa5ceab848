/** The primary: one server, its security group, and an address that stays when the server is stopped. */
import { readFileSync } from 'node:fs';
import { Fn, Tags, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { sourceFile } from '../../lib/root.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

/** Gives the Elastic IP of the server. */
export function createWeb(stack: Stack, vpc: ec2.Vpc, isProduction: boolean): ec2.CfnEIP {
  const [subnet] = vpc.publicSubnets as [ec2.ISubnet];
  const web = new ec2.CfnInstance(stack, 'Web', {
    instanceType: 't4g.nano',
    imageId: ec2.MachineImage.latestAmazonLinux2023({
      cpuType: ec2.AmazonLinuxCpuType.ARM_64,
    }).getImage(stack).imageId,
    subnetId: subnet.subnetId,
    securityGroupIds: [createGroup(stack, vpc).ref],
    iamInstanceProfile: createProfile(stack).ref,
    userData: Fn.base64(
      readFileSync(sourceFile(new URL('./user-data.sh', import.meta.url)), 'utf8'),
    ),
    metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      { deviceName: '/dev/xvda', ebs: { volumeType: 'gp3', volumeSize: 8, encrypted: true } },
    ],
    monitoring: isProduction,
    disableApiTermination: isProduction,
  });
  // Its boot installs httpd from the internet.
  web.node.addDependency(subnet.internetConnectivityEstablished);
  if (!isProduction) acknowledgeOn(web);
  return createAddress(stack, subnet, web);
}

/** Everybody may look at a site, and Route 53's checkers are part of everybody. No port 22: Systems Manager needs none. */
function createGroup(stack: Stack, vpc: ec2.Vpc): ec2.CfnSecurityGroup {
  const group = new ec2.CfnSecurityGroup(stack, 'WebSg', {
    vpcId: vpc.vpcId,
    groupDescription: 'Web: in tcp 80 from everybody, out everything',
    securityGroupIngress: [
      {
        ...{ ipProtocol: 'tcp', fromPort: 80, toPort: 80, cidrIp: '0.0.0.0/0' },
        description: 'The site, for visitors and health checkers',
      },
    ],
    securityGroupEgress: [
      { ipProtocol: '-1', cidrIp: '0.0.0.0/0', description: 'Packages and Systems Manager' },
    ],
  });
  acknowledge(group, {
    rule: 'AwsSolutions-EC23',
    reason: 'a public site is open to everybody on its port',
    inProduction: 'puts an edge or a load balancer in front and admits only that',
  });
  return group;
}

function createProfile(stack: Stack): iam.CfnInstanceProfile {
  const policy = 'AmazonSSMManagedInstanceCore';
  const role = new iam.Role(stack, 'WebRole', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(policy)],
  });
  acknowledge(role, {
    rule: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
    reason: 'AWS keeps the list of actions that the agent of Systems Manager needs',
    inProduction: 'does the same',
  });
  return new iam.CfnInstanceProfile(stack, 'WebProfile', { roles: [role.roleName] });
}

function createAddress(stack: Stack, subnet: ec2.ISubnet, web: ec2.CfnInstance): ec2.CfnEIP {
  const address = new ec2.CfnEIP(stack, 'WebEip', { domain: 'vpc' });
  // AWS gives addresses to a VPC with a gateway, and lets no gateway go while one is mapped.
  address.node.addDependency(subnet.internetConnectivityEstablished);
  Tags.of(address).add('reason', 'the name of the site leads to it: it must survive a stop');
  new ec2.CfnEIPAssociation(stack, 'WebEipOnWeb', {
    allocationId: address.attrAllocationId,
    instanceId: web.ref,
  });
  return address;
}

function acknowledgeOn(web: ec2.CfnInstance): void {
  acknowledge(
    web,
    {
      rule: 'AwsSolutions-EC28',
      reason: 'detailed monitoring costs by the metric and no check reads one',
      inProduction: 'turns it on',
    },
    {
      rule: 'AwsSolutions-EC29',
      reason: 'termination protection would block the removal of the lab',
      inProduction: 'turns it on',
    },
  );
}
