/** Which types a picture draws outside of networks, and in which group of services each type stands. Pure. */
import { own } from '../../template/values.ts';

export type Group = 'compute' | 'data' | 'storage' | 'messages' | 'edge' | 'identity' | 'network';

/** What carries a request, an event or data; not what only configures another. */
const drawn: Readonly<Record<string, Group>> = {
  'AWS::ApiGateway::RestApi': 'edge',
  'AWS::ApiGatewayV2::Api': 'edge',
  'AWS::AppSync::GraphQLApi': 'edge',
  'AWS::CloudFront::Distribution': 'edge',
  'AWS::GlobalAccelerator::Accelerator': 'edge',
  'AWS::Lambda::Url': 'edge',
  'AWS::Route53::HostedZone': 'edge',
  'AWS::Route53::HealthCheck': 'edge',
  'AWS::WAFv2::WebACL': 'edge',
  'AWS::Batch::JobQueue': 'compute',
  'AWS::CodeBuild::Project': 'compute',
  'AWS::CodePipeline::Pipeline': 'compute',
  'AWS::ECS::Service': 'compute',
  'AWS::Glue::Job': 'compute',
  'AWS::Lambda::Function': 'compute',
  'AWS::StepFunctions::StateMachine': 'compute',
  'AWS::DAX::Cluster': 'data',
  'AWS::DynamoDB::GlobalTable': 'data',
  'AWS::DynamoDB::Table': 'data',
  'AWS::DocDB::DBCluster': 'data',
  'AWS::ElastiCache::CacheCluster': 'data',
  'AWS::ElastiCache::ReplicationGroup': 'data',
  'AWS::Elasticsearch::Domain': 'data',
  'AWS::MemoryDB::Cluster': 'data',
  'AWS::Neptune::DBCluster': 'data',
  'AWS::OpenSearchService::Domain': 'data',
  'AWS::RDS::DBCluster': 'data',
  'AWS::RDS::DBInstance': 'data',
  'AWS::Redshift::Cluster': 'data',
  'AWS::ECR::Repository': 'storage',
  'AWS::EFS::FileSystem': 'storage',
  'AWS::FSx::FileSystem': 'storage',
  'AWS::S3::Bucket': 'storage',
  'AWS::Events::EventBus': 'messages',
  'AWS::Events::Rule': 'messages',
  'AWS::Kinesis::Stream': 'messages',
  'AWS::KinesisFirehose::DeliveryStream': 'messages',
  'AWS::Pipes::Pipe': 'messages',
  'AWS::SNS::Topic': 'messages',
  'AWS::SQS::Queue': 'messages',
  'AWS::Scheduler::Schedule': 'messages',
  'AWS::Cognito::IdentityPool': 'identity',
  'AWS::Cognito::UserPool': 'identity',
  'AWS::IAM::User': 'identity',
  'AWS::KMS::Key': 'identity',
  'AWS::SecretsManager::Secret': 'identity',
};

/** Those that stand in subnets. */
const placed: Readonly<Record<string, Group>> = {
  'AWS::AutoScaling::AutoScalingGroup': 'compute',
  'AWS::EC2::Instance': 'compute',
  'AWS::ElasticLoadBalancing::LoadBalancer': 'edge',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'edge',
};

export function isDrawn(type: string): boolean {
  return Object.hasOwn(drawn, type);
}

export function groupOf(type: string): Group {
  return own(drawn, type) ?? own(placed, type) ?? 'network';
}

/** `AWS::EC2::NatGateway` -> `EC2 NatGateway` */
export function typeWords(type: string): string {
  return type.replace(/^AWS::/, '').replace('::', ' ');
}

export const gatewayType = 'AWS::EC2::InternetGateway';
