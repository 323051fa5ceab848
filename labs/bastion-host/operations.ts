/** What a production account has beside the architecture: flow logs, and a default group that admits nobody. */
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as custom from 'aws-cdk-lib/custom-resources';
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

/** CloudFormation cannot take the rules away that AWS gives this group: everything from its members, everything out. */
function closeDefaultGroup(vpc: ec2.CfnVPC): void {
  const GroupId = vpc.attrDefaultSecurityGroup;
  const peers = {
    Ingress: { UserIdGroupPairs: [{ GroupId }] },
    Egress: { IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  };
  const stack = Stack.of(vpc);
  // Of its own, so that it may do this and nothing else.
  const role = new Role(stack, 'DefaultGroupCloser', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  for (const [direction, peer] of Object.entries(peers))
    new custom.AwsCustomResource(stack, `ClosedDefaultGroup${direction}`, {
      onCreate: {
        service: 'EC2',
        action: `revokeSecurityGroup${direction}`,
        parameters: { GroupId, IpPermissions: [{ IpProtocol: '-1', ...peer }] },
        physicalResourceId: custom.PhysicalResourceId.of(`${GroupId}-${direction}`),
        ignoreErrorCodesMatching: 'InvalidPermission.NotFound',
      },
      installLatestAwsSdk: false,
      role,
      policy: custom.AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({
          actions: [`ec2:RevokeSecurityGroup${direction}`],
          resources: [
            stack.formatArn({ service: 'ec2', resource: 'security-group', resourceName: GroupId }),
          ],
        }),
      ]),
    });
}
