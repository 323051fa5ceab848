/** What a lab does about its VPC's default security group in production: it then admits nobody. */
import { Stack } from 'aws-cdk-lib';
import type { CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as custom from 'aws-cdk-lib/custom-resources';

/** CloudFormation cannot take the rules away that AWS gives this group: everything from its members, everything out. */
export function closeDefaultGroup(vpc: CfnVPC): void {
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
