/**
 * How the ARN of a resource is made of its name. `NAME` is the name, `PATH` the path of an identity.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

export interface Form {
  /** What follows `arn:partition:`: service, region, account, resource. `R` and `A` are those of the deployment. */
  readonly arn: string;
  /** The property that names it; without one the deployment makes a name. */
  readonly named?: string;
  /** With what the property begins and the ARN does not. */
  readonly begins?: RegExp;
  /** What `Ref` gives. */
  readonly ref: 'name' | 'arn' | 'other';
  /** Attributes that are the ARN, but `Arn`. */
  readonly arns?: readonly string[];
  /** Attributes that are the name. */
  readonly names?: readonly string[];
  /** ARNs of the same thing in other services: an API is called as `execute-api`. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

const name = 'name';
const arn = 'arn';

/** It has kept the name of its service from before it was called OpenSearch. */
const domain: Form = {
  arn: 'es:R:A:domain/NAME',
  named: 'DomainName',
  ref: name,
  arns: ['DomainArn'],
};

export const forms: Readonly<Record<string, Form>> = {
  'AWS::ApiGateway::RestApi': {
    arn: 'apigateway:R::/restapis/NAME',
    ref: name,
    names: ['RestApiId'],
    elsewhere: { 'execute-api': 'execute-api:R:A:NAME' },
  },
  'AWS::ApiGatewayV2::Api': {
    arn: 'apigateway:R::/apis/NAME',
    ref: name,
    names: ['ApiId'],
    elsewhere: { 'execute-api': 'execute-api:R:A:NAME' },
  },
  'AWS::AppSync::GraphQLApi': { arn: 'appsync:R:A:apis/NAME', ref: arn, names: ['ApiId'] },
  'AWS::Backup::BackupVault': {
    arn: 'backup:R:A:backup-vault:NAME',
    named: 'BackupVaultName',
    ref: name,
    arns: ['BackupVaultArn'],
  },
  'AWS::CloudFront::Distribution': {
    arn: 'cloudfront::A:distribution/NAME',
    ref: name,
    names: ['Id'],
  },
  'AWS::CloudWatch::Alarm': { arn: 'cloudwatch:R:A:alarm:NAME', named: 'AlarmName', ref: name },
  'AWS::CodeBuild::Project': { arn: 'codebuild:R:A:project/NAME', named: 'Name', ref: name },
  'AWS::CodeCommit::Repository': {
    arn: 'codecommit:R:A:NAME',
    named: 'RepositoryName',
    ref: 'other',
    names: ['Name'],
  },
  'AWS::CodePipeline::Pipeline': { arn: 'codepipeline:R:A:NAME', named: 'Name', ref: name },
  'AWS::Cognito::IdentityPool': { arn: 'cognito-identity:R:A:identitypool/NAME', ref: name },
  'AWS::Cognito::UserPool': { arn: 'cognito-idp:R:A:userpool/NAME', ref: name },
  'AWS::DAX::Cluster': { arn: 'dax:R:A:cache/NAME', named: 'ClusterName', ref: name },
  'AWS::DynamoDB::GlobalTable': { arn: 'dynamodb:R:A:table/NAME', named: 'TableName', ref: name },
  'AWS::DynamoDB::Table': { arn: 'dynamodb:R:A:table/NAME', named: 'TableName', ref: name },
  'AWS::EC2::Instance': { arn: 'ec2:R:A:instance/NAME', ref: name, names: ['InstanceId'] },
  'AWS::EC2::SecurityGroup': { arn: 'ec2:R:A:security-group/NAME', ref: name, names: ['GroupId'] },
  'AWS::EC2::Subnet': { arn: 'ec2:R:A:subnet/NAME', ref: name, names: ['SubnetId'] },
  'AWS::EC2::VPC': { arn: 'ec2:R:A:vpc/NAME', ref: name, names: ['VpcId'] },
  'AWS::EC2::VPCEndpoint': { arn: 'ec2:R:A:vpc-endpoint/NAME', ref: name, names: ['Id'] },
  'AWS::ECR::Repository': { arn: 'ecr:R:A:repository/NAME', named: 'RepositoryName', ref: name },
  'AWS::ECS::Cluster': { arn: 'ecs:R:A:cluster/NAME', named: 'ClusterName', ref: name },
  'AWS::EFS::FileSystem': {
    arn: 'elasticfilesystem:R:A:file-system/NAME',
    ref: name,
    names: ['FileSystemId'],
  },
  'AWS::Elasticsearch::Domain': domain,
  'AWS::Events::EventBus': {
    arn: 'events:R:A:event-bus/NAME',
    named: 'Name',
    ref: name,
    names: ['Name'],
  },
  'AWS::Events::Rule': { arn: 'events:R:A:rule/NAME', named: 'Name', ref: name },
  'AWS::IAM::Group': { arn: 'iam::A:groupPATHNAME', named: 'GroupName', ref: name },
  'AWS::IAM::InstanceProfile': {
    arn: 'iam::A:instance-profilePATHNAME',
    named: 'InstanceProfileName',
    ref: name,
  },
  'AWS::IAM::ManagedPolicy': {
    arn: 'iam::A:policyPATHNAME',
    named: 'ManagedPolicyName',
    ref: arn,
    arns: ['PolicyArn'],
  },
  'AWS::IAM::OIDCProvider': {
    arn: 'iam::A:oidc-provider/NAME',
    named: 'Url',
    begins: /^https:\/\//,
    ref: arn,
  },
  'AWS::IAM::Role': { arn: 'iam::A:rolePATHNAME', named: 'RoleName', ref: name },
  'AWS::IAM::SAMLProvider': { arn: 'iam::A:saml-provider/NAME', named: 'Name', ref: arn },
  'AWS::IAM::User': { arn: 'iam::A:userPATHNAME', named: 'UserName', ref: name },
  'AWS::KMS::Key': { arn: 'kms:R:A:key/NAME', ref: name, names: ['KeyId'] },
  'AWS::Kinesis::Stream': { arn: 'kinesis:R:A:stream/NAME', named: 'Name', ref: name },
  'AWS::KinesisFirehose::DeliveryStream': {
    arn: 'firehose:R:A:deliverystream/NAME',
    named: 'DeliveryStreamName',
    ref: name,
  },
  'AWS::Lambda::Function': { arn: 'lambda:R:A:function:NAME', named: 'FunctionName', ref: name },
  'AWS::Logs::LogGroup': { arn: 'logs:R:A:log-group:NAME', named: 'LogGroupName', ref: name },
  'AWS::OpenSearchService::Domain': domain,
  'AWS::RDS::DBCluster': { arn: 'rds:R:A:cluster:NAME', named: 'DBClusterIdentifier', ref: name },
  'AWS::RDS::DBInstance': { arn: 'rds:R:A:db:NAME', named: 'DBInstanceIdentifier', ref: name },
  'AWS::S3::Bucket': { arn: 's3:::NAME', named: 'BucketName', ref: name },
  'AWS::SNS::Topic': {
    arn: 'sns:R:A:NAME',
    named: 'TopicName',
    ref: arn,
    arns: ['TopicArn'],
    names: ['TopicName'],
  },
  'AWS::SQS::Queue': {
    arn: 'sqs:R:A:NAME',
    named: 'QueueName',
    ref: 'other',
    names: ['QueueName'],
  },
  'AWS::SSM::Parameter': {
    arn: 'ssm:R:A:parameter/NAME',
    named: 'Name',
    begins: /^\//,
    ref: name,
  },
  'AWS::SecretsManager::Secret': { arn: 'secretsmanager:R:A:secret:NAME', ref: arn, arns: ['Id'] },
  'AWS::StepFunctions::StateMachine': {
    arn: 'states:R:A:stateMachine:NAME',
    named: 'StateMachineName',
    ref: arn,
    names: ['Name'],
  },
};
