/** One public subnet in one zone: the only server stands where one failure takes it away. */
import { Fn, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

export function createNetwork(stack: Stack, isProduction: boolean): ec2.Vpc {
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr('10.20.0.0/16'),
    availabilityZones: [Fn.select(0, Fn.getAzs())],
    // The Elastic IP is the server's only public address: one that AWS gives at launch would be billed and lost.
    subnetConfiguration: [
      {
        name: 'Public',
        subnetType: ec2.SubnetType.PUBLIC,
        cidrMask: 24,
        mapPublicIpOnLaunch: false,
      },
    ],
    natGateways: 0,
    restrictDefaultSecurityGroup: isProduction,
  });
  if (isProduction)
    vpc.addFlowLog('FlowLog', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        new LogGroup(stack, 'FlowLogs', { retention: RetentionDays.ONE_WEEK }),
      ),
    });
  else
    acknowledge(
      vpc,
      {
        rule: 'AwsSolutions-VPC7',
        reason: 'flow logs cost by the gigabyte and show nothing that a check does not',
        inProduction: 'writes flow logs',
      },
      {
        rule: 'kit/default-sg-closed',
        reason: 'closing it takes a custom resource: a function and a log group that outlives it',
        inProduction: 'closes it',
      },
    );
  return vpc;
}
