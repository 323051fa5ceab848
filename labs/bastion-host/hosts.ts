/** The machines: small, encrypted, without a token no metadata. */
import { Fn, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { CfnInstanceProfile } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

export interface HostsProps {
  readonly isProduction: boolean;
  readonly key?: ec2.CfnKeyPair;
  readonly profile?: CfnInstanceProfile;
}

export interface Launch {
  readonly subnet: ec2.CfnSubnet;
  readonly group: ec2.SecurityGroup;
  /** A shell script. */
  readonly onBoot: string;
}

export class Hosts {
  private readonly stack: Stack;
  private readonly props: HostsProps;
  private readonly imageId: string;

  constructor(stack: Stack, props: HostsProps) {
    this.stack = stack;
    this.props = props;
    const cpuType = ec2.AmazonLinuxCpuType.ARM_64;
    this.imageId = ec2.MachineImage.latestAmazonLinux2023({ cpuType }).getImage(stack).imageId;
  }

  launch(id: string, { subnet, group, onBoot }: Launch): ec2.CfnInstance {
    const { isProduction, key, profile } = this.props;
    const host = new ec2.CfnInstance(this.stack, id, {
      instanceType: 't4g.micro',
      imageId: this.imageId,
      subnetId: subnet.ref,
      securityGroupIds: [group.securityGroupId],
      userData: Fn.base64(onBoot),
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        { deviceName: '/dev/xvda', ebs: { volumeType: 'gp3', volumeSize: 8, encrypted: true } },
      ],
      monitoring: isProduction,
      disableApiTermination: isProduction,
      ...(key === undefined ? {} : { keyName: key.ref }),
      ...(profile === undefined ? {} : { iamInstanceProfile: profile.ref }),
    });
    if (!isProduction) acknowledgeOn(host);
    return host;
  }
}

function acknowledgeOn(host: ec2.CfnInstance): void {
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
