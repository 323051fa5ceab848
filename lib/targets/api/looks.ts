/** How to ask for one resource of a type: an answer that says so means that it is there. */
import { AwsRefusal, type Properties } from '../../capabilities.ts';
import type { Client } from './client.ts';
import { referenceTo, type Deployed, type Where } from './deployed.ts';

interface Look {
  readonly service: string;
  readonly command: string;
  readonly input: Properties;
  /** Of an answer that also comes for what has gone. @default any answer means that it is there */
  readonly isThere?: (answer: Properties) => boolean;
}
type LookFor = (resource: Deployed, where: Where) => Look;

/** Types that live and die with a resource that is looked for: a method with its API, a rule with its group. */
const parts = new RegExp(
  `^(Custom::|AWS::(${[
    'ApiGateway::(?!RestApi)',
    'ApiGatewayV2::(?!Api$)',
    'ApplicationAutoScaling::',
    'AutoScaling::(ScalingPolicy|LifecycleHook|ScheduledAction|WarmPool)',
    'CDK::Metadata',
    'CloudFormation::(CustomResource|WaitCondition|WaitConditionHandle)',
    'Cognito::(UserPoolClient|IdentityPoolRoleAttachment|UserPoolDomain|UserPoolGroup)',
    'EC2::(Route$|SubnetRouteTableAssociation|SubnetNetworkAclAssociation|VPCGatewayAttachment)',
    'EC2::(SecurityGroup(In|E)gress|NetworkAclEntry|EIPAssociation|VolumeAttachment|VPCCidrBlock)',
    'ElasticLoadBalancingV2::Listener',
    'IAM::(Policy|InstanceProfile)',
    'KMS::Alias',
    'Lambda::(Permission|Version|Alias|Url|EventSourceMapping|EventInvokeConfig)',
    'Logs::(LogStream|MetricFilter|SubscriptionFilter)',
    'Route53::RecordSet',
    'S3::BucketPolicy',
    'SNS::(Subscription|TopicPolicy)',
    'SQS::QueuePolicy',
    'WAFv2::WebACLAssociation',
  ].join('|')}))`,
);

/** Does it live and die with a resource that is looked for? */
export function isPart(type: string): boolean {
  return parts.test(type);
}

/** A command that refuses what is not there. */
function by(service: string, command: string, input: (id: string) => Properties): LookFor {
  return ({ physicalId }) => ({ service, command, input: input(physicalId) });
}

/** A command of EC2 and its like that answers a list; what has gone may stay in it for an hour, with its last state. */
function listed(command: string, { input, list, gone }: Listing, service = 'ec2'): LookFor {
  const isThere = (answer: Properties): boolean =>
    ((answer[list] ?? []) as readonly Properties[]).some((each) => gone?.(each) !== true);
  return ({ physicalId }) => ({ service, command, input: input(physicalId), isThere });
}

interface Listing {
  readonly input: (id: string) => Properties;
  readonly list: string;
  readonly gone?: (each: Properties) => boolean;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html on what stays visible */
const gone = {
  state: ({ State }: Properties) => /^delet/i.test(String(State)),
  instance: ({ State }: Properties) => (State as Properties | undefined)?.['Name'] === 'terminated',
  peering: ({ Status }: Properties) =>
    /^(deleted|expired|failed|rejected)$/.test(
      String((Status as Properties | undefined)?.['Code']),
    ),
};

const network: Readonly<Record<string, LookFor>> = {
  'AWS::EC2::EIP': listed('DescribeAddresses', {
    // `Ref` of an Elastic IP is its address, its ARN holds its allocation.
    input: (id) => ({
      Filters: [{ Name: id.startsWith('eipalloc-') ? 'allocation-id' : 'public-ip', Values: [id] }],
    }),
    list: 'Addresses',
  }),
  'AWS::EC2::EgressOnlyInternetGateway': listed('DescribeEgressOnlyInternetGateways', {
    input: (id) => ({ EgressOnlyInternetGatewayIds: [id] }),
    list: 'EgressOnlyInternetGateways',
  }),
  'AWS::EC2::FlowLog': listed('DescribeFlowLogs', {
    input: (id) => ({ FlowLogIds: [id] }),
    list: 'FlowLogs',
  }),
  'AWS::EC2::Instance': ({ physicalId }) => ({
    service: 'ec2',
    command: 'DescribeInstances',
    input: { InstanceIds: [physicalId] },
    isThere: ({ Reservations = [] }) =>
      (Reservations as readonly { Instances?: readonly Properties[] }[])
        .flatMap(({ Instances = [] }) => Instances)
        .some((each) => !gone.instance(each)),
  }),
  'AWS::EC2::InternetGateway': listed('DescribeInternetGateways', {
    input: (id) => ({ InternetGatewayIds: [id] }),
    list: 'InternetGateways',
  }),
  'AWS::EC2::LaunchTemplate': listed('DescribeLaunchTemplates', {
    input: (id) => ({ LaunchTemplateIds: [id] }),
    list: 'LaunchTemplates',
  }),
  'AWS::EC2::NatGateway': listed('DescribeNatGateways', {
    input: (id) => ({ NatGatewayIds: [id] }),
    list: 'NatGateways',
    gone: gone.state,
  }),
  'AWS::EC2::NetworkAcl': listed('DescribeNetworkAcls', {
    input: (id) => ({ NetworkAclIds: [id] }),
    list: 'NetworkAcls',
  }),
  'AWS::EC2::NetworkInterface': listed('DescribeNetworkInterfaces', {
    input: (id) => ({ NetworkInterfaceIds: [id] }),
    list: 'NetworkInterfaces',
  }),
  'AWS::EC2::PrefixList': listed('DescribeManagedPrefixLists', {
    input: (id) => ({ PrefixListIds: [id] }),
    list: 'PrefixLists',
    gone: gone.state,
  }),
  'AWS::EC2::RouteTable': listed('DescribeRouteTables', {
    input: (id) => ({ RouteTableIds: [id] }),
    list: 'RouteTables',
  }),
  'AWS::EC2::SecurityGroup': listed('DescribeSecurityGroups', {
    input: (id) => ({ GroupIds: [id] }),
    list: 'SecurityGroups',
  }),
  'AWS::EC2::Snapshot': listed('DescribeSnapshots', {
    input: (id) => ({ SnapshotIds: [id] }),
    list: 'Snapshots',
  }),
  'AWS::EC2::Subnet': listed('DescribeSubnets', {
    input: (id) => ({ SubnetIds: [id] }),
    list: 'Subnets',
  }),
  'AWS::EC2::VPC': listed('DescribeVpcs', { input: (id) => ({ VpcIds: [id] }), list: 'Vpcs' }),
  'AWS::EC2::VPCEndpoint': listed('DescribeVpcEndpoints', {
    input: (id) => ({ VpcEndpointIds: [id] }),
    list: 'VpcEndpoints',
    gone: gone.state,
  }),
  'AWS::EC2::VPCPeeringConnection': listed('DescribeVpcPeeringConnections', {
    input: (id) => ({ VpcPeeringConnectionIds: [id] }),
    list: 'VpcPeeringConnections',
    gone: gone.peering,
  }),
  'AWS::EC2::Volume': listed('DescribeVolumes', {
    input: (id) => ({ VolumeIds: [id] }),
    list: 'Volumes',
    gone: gone.state,
  }),
};

const balancers = 'elastic-load-balancing-v2';
const fleets: Readonly<Record<string, LookFor>> = {
  'AWS::AutoScaling::AutoScalingGroup': listed(
    'DescribeAutoScalingGroups',
    { input: (id) => ({ AutoScalingGroupNames: [id] }), list: 'AutoScalingGroups' },
    'auto-scaling',
  ),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': by(balancers, 'DescribeLoadBalancers', (id) => ({
    LoadBalancerArns: [id],
  })),
  'AWS::ElasticLoadBalancingV2::TargetGroup': by(balancers, 'DescribeTargetGroups', (id) => ({
    TargetGroupArns: [id],
  })),
};

const others: Readonly<Record<string, LookFor>> = {
  'AWS::ApiGateway::RestApi': by('api-gateway', 'GetRestApi', (restApiId) => ({ restApiId })),
  'AWS::CloudFormation::Stack': ({ physicalId }) => ({
    service: 'cloudformation',
    command: 'DescribeStacks',
    input: { StackName: physicalId },
    isThere: ({ Stacks = [] }) =>
      (Stacks as readonly Properties[]).some((each) => each['StackStatus'] !== 'DELETE_COMPLETE'),
  }),
  'AWS::CloudWatch::Alarm': listed(
    'DescribeAlarms',
    { input: (id) => ({ AlarmNames: [id] }), list: 'MetricAlarms' },
    'cloudwatch',
  ),
  'AWS::CloudWatch::CompositeAlarm': listed(
    'DescribeAlarms',
    {
      input: (id) => ({ AlarmNames: [id], AlarmTypes: ['CompositeAlarm'] }),
      list: 'CompositeAlarms',
    },
    'cloudwatch',
  ),
  'AWS::CloudWatch::Dashboard': by('cloudwatch', 'GetDashboard', (DashboardName) => ({
    DashboardName,
  })),
  'AWS::Cognito::IdentityPool': by('cognito-identity', 'DescribeIdentityPool', (id) => ({
    IdentityPoolId: id,
  })),
  'AWS::Cognito::UserPool': by('cognito-identity-provider', 'DescribeUserPool', (id) => ({
    UserPoolId: id,
  })),
  'AWS::DynamoDB::Table': by('dynamodb', 'DescribeTable', (TableName) => ({ TableName })),
  'AWS::DynamoDB::GlobalTable': by('dynamodb', 'DescribeTable', (TableName) => ({ TableName })),
  'AWS::IAM::Group': by('iam', 'GetGroup', (GroupName) => ({ GroupName })),
  'AWS::IAM::ManagedPolicy': by('iam', 'GetPolicy', (PolicyArn) => ({ PolicyArn })),
  'AWS::IAM::Role': by('iam', 'GetRole', (RoleName) => ({ RoleName })),
  'AWS::IAM::User': by('iam', 'GetUser', (UserName) => ({ UserName })),
  // Deleted by waiting: from the moment on at which its deletion is scheduled it costs nothing and works no more.
  'AWS::KMS::Key': ({ physicalId }) => ({
    service: 'kms',
    command: 'DescribeKey',
    input: { KeyId: physicalId },
    isThere: ({ KeyMetadata }) =>
      (KeyMetadata as Properties | undefined)?.['KeyState'] !== 'PendingDeletion',
  }),
  'AWS::Lambda::Function': by('lambda', 'GetFunction', (FunctionName) => ({ FunctionName })),
  'AWS::Lambda::LayerVersion': by('lambda', 'GetLayerVersionByArn', (Arn) => ({ Arn })),
  'AWS::Logs::LogGroup': (resource, where) => ({
    service: 'cloudwatch-logs',
    command: 'ListTagsForResource',
    input: {
      resourceArn: referenceTo([resource], `${resource.logicalId}.Arn`, where).replace(/:\*$/, ''),
    },
  }),
  'AWS::Route53::HealthCheck': by('route-53', 'GetHealthCheck', (HealthCheckId) => ({
    HealthCheckId,
  })),
  'AWS::Route53::HostedZone': by('route-53', 'GetHostedZone', (Id) => ({ Id })),
  'AWS::S3::Bucket': by('s3', 'HeadBucket', (Bucket) => ({ Bucket })),
  'AWS::SNS::Topic': by('sns', 'GetTopicAttributes', (TopicArn) => ({ TopicArn })),
  'AWS::SQS::Queue': by('sqs', 'GetQueueAttributes', (QueueUrl) => ({ QueueUrl })),
  'AWS::SSM::Parameter': by('ssm', 'GetParameter', (Name) => ({ Name })),
};

const looks: Readonly<Record<string, LookFor>> = { ...network, ...fleets, ...others };

/** Can a resource of the type be asked for? */
export function hasLook(type: string): boolean {
  return looks[type] !== undefined;
}

/** What asking for a resource told: it is there, it has gone, or why nobody can say. */
export type Seen = 'there' | 'gone' | { readonly unsaid: string };

/** Asks for a resource. A refusal that does not say that it has gone says nothing. */
export async function lookFor(client: Client, resource: Deployed, where: Where): Promise<Seen> {
  const look = looks[resource.type]?.(resource, where);
  if (look === undefined) return { unsaid: 'the kit does not know how to look' };
  try {
    const answer = await client.send(look.service, look.command, look.input);
    return look.isThere?.(answer) === false ? 'gone' : 'there';
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    return saysGone(error) ? 'gone' : { unsaid: error.code };
  }
}

/** Is this the refusal of something that is not there? Each service has its own word for it. */
export function saysGone({ code, status, message }: AwsRefusal): boolean {
  if (status === 404 || /does not exist/.test(message)) return true;
  return /NotFound|NoSuch|NonExistent|DoesNotExist/.test(code);
}
