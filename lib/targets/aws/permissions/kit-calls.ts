/** What the kit itself calls in the name of the person, beside what CloudFormation does for them. Pure. */

export interface KitCalls {
  readonly why: string;
  /** Only where the lab has a resource of such a type. */
  readonly where?: RegExp;
  /**
   * `all`: lists, which take no name. `assets`: the bucket that code is uploaded to. `bootstrap`: the parameter that
   * holds its version. `probes`: instances, and AWS's document that runs a shell. @default what the lab's stacks are called
   */
  readonly on?: 'all' | 'assets' | 'bootstrap' | 'probes';
  /** `service:Action` words. */
  readonly actions: string;
}

const instances = /^AWS::(EC2::Instance|AutoScaling::AutoScalingGroup)$/;

export const kitCalls: readonly KitCalls[] = [
  {
    why: 'who calls, and into which account',
    on: 'all',
    actions: 'sts:GetCallerIdentity iam:ListAccountAliases',
  },
  {
    why: 'room in the account, instance types offered',
    on: 'all',
    actions:
      'servicequotas:GetServiceQuota ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeInternetGateways ec2:DescribeAddresses ec2:DescribeNatGateways ec2:DescribeInstances ec2:DescribeAvailabilityZones ec2:DescribeInstanceTypeOfferings',
  },
  {
    why: 'what is left behind: by tag, by name, by what AWS makes itself',
    on: 'all',
    actions:
      'tag:GetResources cloudformation:DescribeStacks cloudformation:ListStacks logs:DescribeLogGroups ec2:DescribeNetworkInterfaces ec2:DescribeNetworkInsightsPaths ec2:DescribeNetworkInsightsAnalyses ec2:DescribeNetworkAcls ec2:DescribeSnapshots ec2:DescribeVolumes dynamodb:ListTables iam:ListRoles lambda:ListFunctions s3:ListAllMyBuckets sns:ListTopics sqs:ListQueues',
  },
  {
    why: 'templates are looked at before they are used',
    on: 'all',
    actions: 'cloudformation:GetTemplateSummary cloudformation:ValidateTemplate',
  },
  { why: 'the version of a bootstrap', on: 'bootstrap', actions: 'ssm:GetParameter' },
  {
    why: 'change sets and stacks',
    actions:
      'cloudformation:CreateChangeSet cloudformation:DeleteChangeSet cloudformation:DeleteStack cloudformation:DescribeChangeSet cloudformation:DescribeEvents cloudformation:DescribeStackEvents cloudformation:DescribeStackResources cloudformation:DescribeStacks cloudformation:ExecuteChangeSet cloudformation:GetTemplate cloudformation:ListChangeSets cloudformation:ListStackResources cloudformation:RollbackStack cloudformation:TagResource cloudformation:UpdateTerminationProtection',
  },
  {
    why: 'code is uploaded, to a bucket that the kit makes and removes where there is none',
    on: 'assets',
    actions:
      's3:CreateBucket s3:DeleteBucket s3:DeleteObject s3:DeleteObjectVersion s3:GetBucketLocation s3:GetBucketPolicy s3:GetBucketTagging s3:GetEncryptionConfiguration s3:GetObject s3:ListBucket s3:ListBucketVersions s3:PutBucketPolicy s3:PutBucketPublicAccessBlock s3:PutBucketTagging s3:PutEncryptionConfiguration s3:PutObject',
  },
  {
    why: 'logs are read, and groups that a function made by itself are removed',
    where: /^(AWS::Lambda::Function|Custom::)/,
    actions:
      'logs:DescribeLogStreams logs:FilterLogEvents logs:DeleteLogGroup lambda:GetFunctionConfiguration lambda:InvokeFunction',
  },
  {
    why: 'a bucket is emptied before it goes, checks put and get objects',
    where: /^AWS::S3::Bucket$/,
    actions:
      's3:ListBucket s3:ListBucketVersions s3:GetObject s3:PutObject s3:DeleteObject s3:DeleteObjectVersion',
  },
  {
    why: 'checks read and write items',
    where: /^AWS::DynamoDB::/,
    actions:
      'dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:Query dynamodb:Scan dynamodb:GetResourcePolicy',
  },
  {
    why: 'checks send and receive messages',
    where: /^AWS::SQS::Queue$/,
    actions:
      'sqs:GetQueueUrl sqs:GetQueueAttributes sqs:SendMessage sqs:ReceiveMessage sqs:DeleteMessage sqs:ChangeMessageVisibility sqs:PurgeQueue sqs:StartMessageMoveTask sqs:ListMessageMoveTasks',
  },
  {
    why: 'checks publish',
    where: /^AWS::SNS::Topic$/,
    actions: 'sns:Publish sns:GetTopicAttributes',
  },
  {
    why: "the lab's users are made and signed in",
    where: /^AWS::Cognito::UserPool$/,
    actions:
      'cognito-idp:AdminCreateUser cognito-idp:AdminSetUserPassword cognito-idp:AdminInitiateAuth',
  },
  {
    why: 'what a role may do is asked of the policy simulator, or tried as that role',
    where: /^AWS::IAM::Role$/,
    actions:
      'iam:SimulatePrincipalPolicy sts:AssumeRole iam:GetRole iam:ListRolePolicies iam:ListAttachedRolePolicies iam:ListInstanceProfilesForRole iam:RemoveRoleFromInstanceProfile iam:DetachRolePolicy iam:DeleteRolePolicy iam:DeleteRole',
  },
  {
    why: 'what a key allows is part of that question',
    where: /^AWS::KMS::Key$/,
    actions: 'kms:GetKeyPolicy',
  },
  {
    // https://docs.aws.amazon.com/vpc/latest/reachability/security_iam_required-API-permissions.html
    why: 'Reachability Analyzer, which reads the network as the person',
    where: /^AWS::EC2::VPC$/,
    actions:
      'ec2:CreateNetworkInsightsPath ec2:DeleteNetworkInsightsPath ec2:StartNetworkInsightsAnalysis ec2:DeleteNetworkInsightsAnalysis ec2:CreateTags ec2:Describe* ec2:GetManagedPrefixListEntries elasticloadbalancing:Describe* tiros:CreateQuery tiros:GetQueryAnswer tiros:GetQueryExplanation',
  },
  {
    why: 'a zone is lost and found again, interfaces of deleted functions are removed',
    where: /^AWS::EC2::VPC$/,
    actions:
      'ec2:CreateNetworkAcl ec2:DeleteNetworkAcl ec2:ReplaceNetworkAclAssociation ec2:DeleteNetworkInterface',
  },
  {
    why: 'instances are stopped, and started again',
    where: instances,
    actions:
      'ec2:StartInstances ec2:StopInstances ec2:RebootInstances ec2:TerminateInstances ec2:ModifyInstanceAttribute',
  },
  {
    why: 'probes run on instances',
    where: instances,
    on: 'probes',
    actions: 'ssm:SendCommand',
  },
  {
    why: 'what probes answered',
    where: instances,
    on: 'all',
    actions: 'ssm:DescribeInstanceInformation ssm:GetCommandInvocation',
  },
  {
    why: 'instances of a group are lost',
    where: /^AWS::AutoScaling::AutoScalingGroup$/,
    actions:
      'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeAutoScalingInstances autoscaling:SuspendProcesses autoscaling:ResumeProcesses autoscaling:TerminateInstanceInAutoScalingGroup',
  },
  { why: 'the name servers of a zone', where: /^AWS::Route53::/, actions: 'route53:GetHostedZone' },
];
