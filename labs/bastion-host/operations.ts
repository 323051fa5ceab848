/** What a production account has beside the architecture: flow logs, and a default group that admits nobody. */
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { closeDefaultGroup } from '../../lib/closed-default-group.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import type { Network } from './network.ts';

export function protect({ vpc, known }: Network, isProduction: boolean): void {
  if (isProduction) {
    const stack = Stack.of(vpc);
    new ec2.FlowLog(stack, 'FlowLog', {
      resourceType: ec2.FlowLogResourceType.fromVpc(known),
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        new LogGroup(stack, 'FlowLogs', { retention: RetentionDays.ONE_WEEK }),
      ),
    });
    closeDefaultGroup(vpc);
    return;
  }
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
