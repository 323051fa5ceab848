/** One host in each subnet, all running the web app. */
import { CfnOutput, Fn, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import { webApp } from './web-app.ts';

const port = 8080;

export interface HostsProps {
  readonly vpc: ec2.CfnVPC;
  readonly isProduction: boolean;
}

export class Hosts {
  private readonly stack: Stack;
  private readonly props: HostsProps;
  private readonly groups: Readonly<Record<'public' | 'private', ec2.CfnSecurityGroup>>;
  private readonly common: ec2.CfnInstanceProps;

  constructor(stack: Stack, props: HostsProps) {
    this.stack = stack;
    this.props = props;
    const neighbours: ec2.CfnSecurityGroup.IngressProperty = {
      ipProtocol: '-1',
      cidrIp: props.vpc.cidrBlock ?? '',
      description: 'Everything from inside the VPC',
    };
    const page: ec2.CfnSecurityGroup.IngressProperty = {
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      cidrIp: '0.0.0.0/0',
      description: 'The web app, for everybody',
    };
    this.groups = {
      public: this.group('PublicSg', 'Hosts with a public page', [page, neighbours]),
      private: this.group('PrivateSg', 'Hosts for the VPC alone', [neighbours]),
    };
    acknowledge(this.groups.public, {
      rule: 'AwsSolutions-EC23',
      reason: 'a public page is the point',
      inProduction: 'puts a load balancer in front and gives no host a public address',
    });
    this.common = this.commonProps(this.profile());
  }

  /** With a gateway, the hosts wait for it: an address given at launch is of no use before. */
  launch(
    places: Readonly<Record<string, ec2.CfnSubnet>>,
    gateway?: ec2.CfnVPCGatewayAttachment,
  ): void {
    for (const [id, subnet] of Object.entries(places)) {
      const isPublic = subnet.mapPublicIpOnLaunch === true;
      const group = id.startsWith('HostPublic') ? this.groups.public : this.groups.private;
      const host = new ec2.CfnInstance(this.stack, id, {
        ...this.common,
        subnetId: subnet.ref,
        securityGroupIds: [group.attrGroupId],
      });
      if (gateway !== undefined) host.addResourceDependency(gateway);
      this.acknowledgeOn(host);
      if (!isPublic) continue;
      // Addresses are given at launch alone: under a new logical id a new host is launched, and the old one goes.
      host.overrideLogicalId(`${id}Addressed`);
      new CfnOutput(this.stack, `${id}Url`, { value: `http://${host.attrPublicIp}:${port}/` });
    }
  }

  private group(
    id: string,
    groupDescription: string,
    securityGroupIngress: ec2.CfnSecurityGroup.IngressProperty[],
  ): ec2.CfnSecurityGroup {
    return new ec2.CfnSecurityGroup(this.stack, id, {
      vpcId: this.props.vpc.ref,
      groupDescription,
      securityGroupIngress,
      securityGroupEgress: [
        { ipProtocol: '-1', cidrIp: '0.0.0.0/0', description: 'Everything outwards' },
      ],
    });
  }

  private commonProps(profile: iam.CfnInstanceProfile): ec2.CfnInstanceProps {
    const { isProduction } = this.props;
    const image = ec2.MachineImage.latestAmazonLinux2023({
      cpuType: ec2.AmazonLinuxCpuType.ARM_64,
    });
    return {
      instanceType: 't4g.micro',
      imageId: image.getImage(this.stack).imageId,
      iamInstanceProfile: profile.ref,
      userData: Fn.base64(webApp(port)),
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        { deviceName: '/dev/xvda', ebs: { volumeType: 'gp3', volumeSize: 8, encrypted: true } },
      ],
      monitoring: isProduction,
      disableApiTermination: isProduction,
    };
  }

  /** Lets Systems Manager run a command on a host, as soon as there is a way out. */
  private profile(): iam.CfnInstanceProfile {
    const policy = 'AmazonSSMManagedInstanceCore';
    const role = new iam.Role(this.stack, 'HostRole', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(policy)],
    });
    acknowledge(role, {
      rule: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
      reason: 'AWS keeps the list of actions that the agent of Systems Manager needs',
      inProduction: 'does the same',
    });
    return new iam.CfnInstanceProfile(this.stack, 'HostProfile', { roles: [role.roleName] });
  }

  private acknowledgeOn(host: ec2.CfnInstance): void {
    if (this.props.isProduction) return;
    acknowledge(
      host,
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
}
