/** Deleting what no stack deletes any more, one resource at a time. */
import { AwsRefusal, refusalOf, type Properties } from '../../../capabilities.ts';
import type { Client } from '../../api/client.ts';
import { saysGone } from '../../api/looks.ts';
import { removeBucket } from '../deploy/asset-bucket.ts';
import { everyItem } from '../stacks/every-item.ts';
import type { Finding } from '../look/finding.ts';
import { whyKept } from './protection.ts';

type Call = readonly [service: string, command: string, input: Properties];

/** Data last: what stands in a network goes before the network, by trying again. */
const deletions: Readonly<Record<string, (id: string) => Call>> = {
  'AWS::ApiGateway::RestApi': (restApiId) => ['api-gateway', 'DeleteRestApi', { restApiId }],
  'AWS::AutoScaling::AutoScalingGroup': (AutoScalingGroupName) => [
    'auto-scaling',
    'DeleteAutoScalingGroup',
    { AutoScalingGroupName, ForceDelete: true },
  ],
  'AWS::CloudWatch::Alarm': (id) => ['cloudwatch', 'DeleteAlarms', { AlarmNames: [id] }],
  'AWS::Cognito::IdentityPool': (IdentityPoolId) => [
    'cognito-identity',
    'DeleteIdentityPool',
    { IdentityPoolId },
  ],
  'AWS::Cognito::UserPool': (UserPoolId) => [
    'cognito-identity-provider',
    'DeleteUserPool',
    { UserPoolId },
  ],
  'AWS::DynamoDB::Table': (TableName) => ['dynamodb', 'DeleteTable', { TableName }],
  'AWS::EC2::EIP': (AllocationId) => ['ec2', 'ReleaseAddress', { AllocationId }],
  'AWS::EC2::Instance': (id) => ['ec2', 'TerminateInstances', { InstanceIds: [id] }],
  'AWS::EC2::LaunchTemplate': (LaunchTemplateId) => [
    'ec2',
    'DeleteLaunchTemplate',
    { LaunchTemplateId },
  ],
  'AWS::EC2::NatGateway': (NatGatewayId) => ['ec2', 'DeleteNatGateway', { NatGatewayId }],
  'AWS::EC2::NetworkAcl': (NetworkAclId) => ['ec2', 'DeleteNetworkAcl', { NetworkAclId }],
  'AWS::EC2::NetworkInsightsAnalysis': (NetworkInsightsAnalysisId) => [
    'ec2',
    'DeleteNetworkInsightsAnalysis',
    { NetworkInsightsAnalysisId },
  ],
  'AWS::EC2::NetworkInsightsPath': (NetworkInsightsPathId) => [
    'ec2',
    'DeleteNetworkInsightsPath',
    { NetworkInsightsPathId },
  ],
  'AWS::EC2::NetworkInterface': (NetworkInterfaceId) => [
    'ec2',
    'DeleteNetworkInterface',
    { NetworkInterfaceId },
  ],
  'AWS::EC2::SecurityGroup': (GroupId) => ['ec2', 'DeleteSecurityGroup', { GroupId }],
  'AWS::EC2::Snapshot': (SnapshotId) => ['ec2', 'DeleteSnapshot', { SnapshotId }],
  'AWS::EC2::Subnet': (SubnetId) => ['ec2', 'DeleteSubnet', { SubnetId }],
  'AWS::EC2::VPC': (VpcId) => ['ec2', 'DeleteVpc', { VpcId }],
  'AWS::EC2::VPCEndpoint': (id) => ['ec2', 'DeleteVpcEndpoints', { VpcEndpointIds: [id] }],
  'AWS::EC2::Volume': (VolumeId) => ['ec2', 'DeleteVolume', { VolumeId }],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (LoadBalancerArn) => [
    'elastic-load-balancing-v2',
    'DeleteLoadBalancer',
    { LoadBalancerArn },
  ],
  'AWS::ElasticLoadBalancingV2::TargetGroup': (TargetGroupArn) => [
    'elastic-load-balancing-v2',
    'DeleteTargetGroup',
    { TargetGroupArn },
  ],
  // A key cannot be deleted at once; the shortest wait is a week, and it costs nothing from now on.
  'AWS::KMS::Key': (KeyId) => ['kms', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }],
  'AWS::Lambda::Function': (FunctionName) => ['lambda', 'DeleteFunction', { FunctionName }],
  'AWS::Logs::LogGroup': (logGroupName) => ['cloudwatch-logs', 'DeleteLogGroup', { logGroupName }],
  'AWS::Route53::HealthCheck': (HealthCheckId) => [
    'route-53',
    'DeleteHealthCheck',
    { HealthCheckId },
  ],
  'AWS::SNS::Topic': (TopicArn) => ['sns', 'DeleteTopic', { TopicArn }],
  'AWS::SQS::Queue': (QueueUrl) => ['sqs', 'DeleteQueue', { QueueUrl }],
  'AWS::SSM::Parameter': (Name) => ['ssm', 'DeleteParameter', { Name }],
};

/** Why it is still there; nothing where it is gone. */
export async function dispose(
  client: Client,
  { type, id }: Pick<Finding, 'type' | 'id'>,
): Promise<string | undefined> {
  try {
    if (type === 'AWS::S3::Bucket') await removeBucket(client, id);
    else if (type === 'AWS::IAM::Role') await deleteRole(client, id);
    else {
      const call = deletions[type]?.(id);
      if (call === undefined) return 'the kit does not know how to delete it';
      await client.send(...call);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    const reason = `${error.code}: ${error.message}`;
    return saysGone(error) ? undefined : whyKept({ type, physicalId: id, reason });
  }
}

/** A role goes when nothing hangs on it any more. */
async function deleteRole(client: Client, RoleName: string): Promise<void> {
  const token = ['Marker', 'Marker'] as const;
  const ofRole = { service: 'iam', input: { RoleName }, token };
  const attached = await everyItem<{ readonly PolicyArn: string }>(client, {
    ...{ ...ofRole, command: 'ListAttachedRolePolicies', list: 'AttachedPolicies' },
  });
  for (const { PolicyArn } of attached)
    await client.send('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  const inline = await everyItem<string>(client, {
    ...{ ...ofRole, command: 'ListRolePolicies', list: 'PolicyNames' },
  });
  for (const PolicyName of inline)
    await client.send('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  const profiles = await everyItem<{ readonly InstanceProfileName: string }>(client, {
    ...{ ...ofRole, command: 'ListInstanceProfilesForRole', list: 'InstanceProfiles' },
  });
  for (const { InstanceProfileName } of profiles)
    await refusalOf(
      client.send('iam', 'RemoveRoleFromInstanceProfile', { RoleName, InstanceProfileName }),
    );
  await client.send('iam', 'DeleteRole', { RoleName });
}
