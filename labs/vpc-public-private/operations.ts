/** What a production account has beside the architecture: flow logs, a default group that admits nobody, S3. */
import { Aws, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { closeDefaultGroup } from '../../lib/closed-default-group.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

interface Protection {
  readonly isProduction: boolean;
  readonly privateTables: readonly ec2.CfnRouteTable[];
}

export function protect(vpc: ec2.CfnVPC, { isProduction, privateTables }: Protection): void {
  if (!isProduction) {
    acknowledgeUnprotected(vpc);
    return;
  }
  logFlows(vpc);
  closeDefaultGroup(vpc);
  if (privateTables.length === 0) return;
  // Free, and the packages of Amazon Linux stand in S3: they no longer pass the NAT gateway's meter.
  new ec2.CfnVPCEndpoint(Stack.of(vpc), 'S3', {
    vpcId: vpc.ref,
    serviceName: `com.amazonaws.${Aws.REGION}.s3`,
    routeTableIds: privateTables.map(({ ref }) => ref),
  });
}

/** What the learning variant does without. */
function acknowledgeUnprotected(vpc: ec2.CfnVPC): void {
  acknowledge(
    vpc,
    {
      rule: 'AwsSolutions-VPC7',
      reason: 'flow logs cost by the gigabyte and are the subject of a lab of their own',
      inProduction: 'writes flow logs',
    },
    {
      rule: 'kit/default-sg-closed',
      reason: 'only a custom resource can close that group, and nothing of the lab is in it',
      inProduction: 'closes it',
    },
  );
}

function logFlows(vpc: ec2.CfnVPC): void {
  const stack = Stack.of(vpc);
  const vpcId = vpc.ref;
  const logged = ec2.Vpc.fromVpcAttributes(stack, 'Logged', {
    vpcId,
    availabilityZones: stack.availabilityZones,
  });
  new ec2.FlowLog(stack, 'FlowLog', {
    resourceType: ec2.FlowLogResourceType.fromVpc(logged),
    destination: ec2.FlowLogDestination.toCloudWatchLogs(
      new LogGroup(stack, 'FlowLogs', { retention: RetentionDays.ONE_WEEK }),
    ),
  });
}
