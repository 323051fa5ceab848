/** One exchange for every protocol and service that the stand-in for AWS is used with. */

const at = new Date('2026-11-21T10:00:00Z');

/** What is called, what is asked, what is answered. */
export const exchanges: readonly (readonly [call: string, input: object, output: object])[] = [
  [
    'sts.GetCallerIdentity',
    {},
    { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/me' },
  ],
  [
    'iam.ListAccountAliases',
    { MaxItems: 1 },
    { AccountAliases: ['play-ground'], IsTruncated: false },
  ],
  [
    'iam.SimulatePrincipalPolicy',
    {
      PolicySourceArn: 'arn:aws:iam::111122223333:role/R',
      ActionNames: ['s3:GetObject', 's3:PutObject'],
    },
    { EvaluationResults: [{ EvalActionName: 's3:GetObject', EvalDecision: 'allowed' }] },
  ],
  [
    'cloudformation.DescribeStacks',
    { StackName: 'TodoApi' },
    {
      Stacks: [
        {
          StackName: 'TodoApi',
          CreationTime: at,
          StackStatus: 'CREATE_COMPLETE',
          Outputs: [{ OutputKey: 'Url', OutputValue: 'https://x/?a=1&b=<2>' }],
          Tags: [{ Key: 'lab:id', Value: 'todo-api' }],
        },
      ],
    },
  ],
  [
    'cloudformation.CreateChangeSet',
    {
      StackName: 'S',
      ChangeSetName: 'C',
      Capabilities: ['CAPABILITY_IAM'],
      Tags: [{ Key: 'a', Value: 'b' }],
    },
    { Id: 'arn:aws:cloudformation:eu-central-1:111122223333:changeSet/C/1' },
  ],
  [
    'ec2.DescribeInstanceTypeOfferings',
    {
      LocationType: 'availability-zone',
      Filters: [{ Name: 'instance-type', Values: ['t3.micro', 't4g.micro'] }],
    },
    { InstanceTypeOfferings: [{ InstanceType: 't3.micro', Location: 'eu-central-1a' }] },
  ],
  [
    'ec2.DescribeVpcs',
    { VpcIds: ['vpc-1'] },
    { Vpcs: [{ VpcId: 'vpc-1', IsDefault: true, Tags: [{ Key: 'k', Value: 'v' }] }] },
  ],
  [
    'cloudwatch-logs.DescribeLogGroups',
    { logGroupNamePrefix: '/aws/lambda/X' },
    { logGroups: [{ logGroupName: '/aws/lambda/X', storedBytes: 12 }] },
  ],
  [
    'resource-groups-tagging-api.GetResources',
    { TagFilters: [{ Key: 'lab:id', Values: ['todo-api'] }] },
    {
      ResourceTagMappingList: [
        { ResourceARN: 'arn:aws:s3:::b', Tags: [{ Key: 'lab:id', Value: 'todo-api' }] },
      ],
    },
  ],
  [
    'service-quotas.GetServiceQuota',
    { ServiceCode: 'vpc', QuotaCode: 'L-F678F1CE' },
    { Quota: { QuotaCode: 'L-F678F1CE', Value: 5 } },
  ],
  [
    'ssm.GetParameter',
    { Name: '/cdk-bootstrap/hnb659fds/version' },
    { Parameter: { Name: 'v', Value: '30', LastModifiedDate: at } },
  ],
  [
    's3.ListBuckets',
    {},
    {
      Buckets: [
        { Name: 'one', CreationDate: at },
        { Name: 'two', CreationDate: at },
      ],
    },
  ],
  ['s3.HeadBucket', { Bucket: 'one' }, { BucketRegion: 'eu-central-1' }],
  ['s3.HeadObject', { Bucket: 'one', Key: 'a/b.zip' }, { ETag: '"1"' }],
  [
    's3.ListObjectVersions',
    { Bucket: 'one' },
    {
      Versions: [{ Key: 'a', VersionId: '1' }],
      DeleteMarkers: [{ Key: 'b', VersionId: '2' }],
      IsTruncated: false,
    },
  ],
  [
    's3.DeleteObjects',
    { Bucket: 'one', Delete: { Objects: [{ Key: 'a', VersionId: '1' }], Quiet: true } },
    { Deleted: [{ Key: 'a' }] },
  ],
  ['lambda.TagResource', { Resource: 'arn:aws:lambda:f', Tags: { k: 'v' } }, {}],
  ['s3.DeleteBucket', { Bucket: 'one' }, {}],
  ['s3.GetBucketTagging', { Bucket: 'one' }, { TagSet: [{ Key: 'lab:id', Value: 'x' }] }],
  [
    'lambda.GetFunction',
    { FunctionName: 'F' },
    { Configuration: { FunctionName: 'F', CodeSize: 3 } },
  ],
  ['lambda.ListFunctions', {}, { Functions: [{ FunctionName: 'F' }] }],
  [
    'dynamodb.DescribeTable',
    { TableName: 'T' },
    { Table: { TableName: 'T', CreationDateTime: at, ItemCount: 2 } },
  ],
  [
    'dynamodb.GetItem',
    { TableName: 'T', Key: { id: { S: 'a' } } },
    { Item: { id: { S: 'a' }, n: { N: '1' } } },
  ],
  ['cloudwatch.DescribeAlarms', { AlarmNames: ['A'] }, { MetricAlarms: [{ AlarmName: 'A' }] }],
  ['kms.DescribeKey', { KeyId: 'k' }, { KeyMetadata: { KeyId: 'k', KeyState: 'PendingDeletion' } }],
  ['sqs.GetQueueUrl', { QueueName: 'q' }, { QueueUrl: 'https://q' }],
  ['sns.ListTopics', {}, { Topics: [{ TopicArn: 'arn:aws:sns:eu-central-1:111122223333:t' }] }],
  [
    'route-53.GetHostedZone',
    { Id: 'Z1' },
    {
      HostedZone: { Id: '/hostedzone/Z1', Name: 'a.', CallerReference: 'x' },
      DelegationSet: { NameServers: ['ns-1'] },
    },
  ],
  [
    'auto-scaling.DescribeAutoScalingGroups',
    { AutoScalingGroupNames: ['g'] },
    { AutoScalingGroups: [{ AutoScalingGroupName: 'g', MinSize: 1 }] },
  ],
  [
    'elastic-load-balancing-v2.DescribeTags',
    { ResourceArns: ['arn:x'] },
    { TagDescriptions: [{ ResourceArn: 'arn:x', Tags: [{ Key: 'k', Value: 'v' }] }] },
  ],
  ['api-gateway.GetRestApi', { restApiId: 'abc' }, { id: 'abc', name: 'Todos' }],
  ['cognito-identity-provider.DescribeUserPool', { UserPoolId: 'p' }, { UserPool: { Id: 'p' } }],
  ['cognito-identity.GetId', { IdentityPoolId: 'i' }, { IdentityId: 'eu:1' }],
];
