/** An ARN of the tagging API -> the CloudFormation type of what it names, and the id by which that is asked for. */
import type { Sandbox } from '../enter/sandbox.ts';

export interface Named {
  /** A CloudFormation type, or the service's own words where the kit knows none: `rds:db`. */
  readonly type: string;
  readonly id: string;
}

type Known = readonly [type: string, id: 'tail' | 'arn'];

/** `service:kind` -> type. The id is what follows the kind, or the ARN itself. */
const types: Readonly<Record<string, Known>> = {
  'apigateway:restapis': ['AWS::ApiGateway::RestApi', 'tail'],
  'autoscaling:autoScalingGroup': ['AWS::AutoScaling::AutoScalingGroup', 'tail'],
  'cloudformation:stack': ['AWS::CloudFormation::Stack', 'arn'],
  'cloudwatch:alarm': ['AWS::CloudWatch::Alarm', 'tail'],
  'cognito-identity:identitypool': ['AWS::Cognito::IdentityPool', 'tail'],
  'cognito-idp:userpool': ['AWS::Cognito::UserPool', 'tail'],
  'dynamodb:table': ['AWS::DynamoDB::Table', 'tail'],
  'ec2:egress-only-internet-gateway': ['AWS::EC2::EgressOnlyInternetGateway', 'tail'],
  'ec2:elastic-ip': ['AWS::EC2::EIP', 'tail'],
  'ec2:instance': ['AWS::EC2::Instance', 'tail'],
  'ec2:internet-gateway': ['AWS::EC2::InternetGateway', 'tail'],
  'ec2:launch-template': ['AWS::EC2::LaunchTemplate', 'tail'],
  'ec2:natgateway': ['AWS::EC2::NatGateway', 'tail'],
  'ec2:network-acl': ['AWS::EC2::NetworkAcl', 'tail'],
  'ec2:network-insights-analysis': ['AWS::EC2::NetworkInsightsAnalysis', 'tail'],
  'ec2:network-insights-path': ['AWS::EC2::NetworkInsightsPath', 'tail'],
  'ec2:network-interface': ['AWS::EC2::NetworkInterface', 'tail'],
  'ec2:prefix-list': ['AWS::EC2::PrefixList', 'tail'],
  'ec2:route-table': ['AWS::EC2::RouteTable', 'tail'],
  'ec2:security-group': ['AWS::EC2::SecurityGroup', 'tail'],
  'ec2:security-group-rule': ['AWS::EC2::SecurityGroupIngress', 'tail'],
  'ec2:snapshot': ['AWS::EC2::Snapshot', 'tail'],
  'ec2:subnet': ['AWS::EC2::Subnet', 'tail'],
  'ec2:volume': ['AWS::EC2::Volume', 'tail'],
  'ec2:vpc': ['AWS::EC2::VPC', 'tail'],
  'ec2:vpc-endpoint': ['AWS::EC2::VPCEndpoint', 'tail'],
  'ec2:vpc-flow-log': ['AWS::EC2::FlowLog', 'tail'],
  'ec2:vpc-peering-connection': ['AWS::EC2::VPCPeeringConnection', 'tail'],
  'elasticloadbalancing:listener': ['AWS::ElasticLoadBalancingV2::Listener', 'arn'],
  'elasticloadbalancing:listener-rule': ['AWS::ElasticLoadBalancingV2::ListenerRule', 'arn'],
  'elasticloadbalancing:loadbalancer': ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'arn'],
  'elasticloadbalancing:targetgroup': ['AWS::ElasticLoadBalancingV2::TargetGroup', 'arn'],
  'iam:policy': ['AWS::IAM::ManagedPolicy', 'arn'],
  'iam:role': ['AWS::IAM::Role', 'tail'],
  'kms:key': ['AWS::KMS::Key', 'tail'],
  'lambda:event-source-mapping': ['AWS::Lambda::EventSourceMapping', 'tail'],
  'lambda:function': ['AWS::Lambda::Function', 'tail'],
  'logs:log-group': ['AWS::Logs::LogGroup', 'tail'],
  'route53:healthcheck': ['AWS::Route53::HealthCheck', 'tail'],
  'route53:hostedzone': ['AWS::Route53::HostedZone', 'tail'],
  'ssm:parameter': ['AWS::SSM::Parameter', 'tail'],
};

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function namedBy(arn: string, sandbox: Pick<Sandbox, 'region' | 'account'>): Named {
  const [, , service = '', , , ...rest] = arn.split(':');
  const resource = rest.join(':').replace(/^\//, '');
  if (service === 's3') return { type: 'AWS::S3::Bucket', id: resource };
  if (service === 'sns') return { type: 'AWS::SNS::Topic', id: arn };
  if (service === 'sqs') return { type: 'AWS::SQS::Queue', id: queueUrl(resource, sandbox) };
  const [, kind = '', tail = ''] = /^([^/:]+)[/:](.*)$/.exec(resource) ?? ['', resource, ''];
  return namedKind({ service, kind, tail, arn });
}

interface Parts {
  readonly service: string;
  readonly kind: string;
  readonly tail: string;
  readonly arn: string;
}

function namedKind({ service, kind, tail, arn }: Parts): Named {
  // `restapis/ID/stages/prod` is a part of its API.
  if (service === 'apigateway' && (kind !== 'restapis' || tail.includes('/')))
    return { type: 'AWS::ApiGateway::Stage', id: arn };
  const known = types[`${service}:${kind}`];
  if (known === undefined) return { type: `${service}:${kind}`, id: arn };
  const [type, form] = known;
  return { type, id: form === 'arn' ? arn : idIn(type, tail) };
}

/** What stands behind the kind is the id, but for a few. */
function idIn(type: string, tail: string): string {
  if (type === 'AWS::IAM::Role') return tail.split('/').at(-1) ?? tail;
  if (type === 'AWS::Logs::LogGroup') return tail.replace(/:\*$/, '');
  if (type === 'AWS::AutoScaling::AutoScalingGroup') return tail.replace(/^.*\//, '');
  return tail;
}

/** The name of a queue alone is not asked for: SQS takes its URL. */
function queueUrl(name: string, { region, account }: Pick<Sandbox, 'region' | 'account'>): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}
