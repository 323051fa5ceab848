/** ARNs as the tagging API gives them, and what the kit calls them. */
import { namedBy } from '../../../../lib/targets/aws/look/arns.ts';

const where = { region: 'eu-central-1', account: '111122223333' };
const at = 'eu-central-1:111122223333';
const balancer = `arn:aws:elasticloadbalancing:${at}:loadbalancer/app/web/1`;

test.each([
  ['arn:aws:s3:::files', 'AWS::S3::Bucket', 'files'],
  [`arn:aws:dynamodb:${at}:table/Todos`, 'AWS::DynamoDB::Table', 'Todos'],
  [`arn:aws:lambda:${at}:function:Todos`, 'AWS::Lambda::Function', 'Todos'],
  [`arn:aws:logs:${at}:log-group:/aws/lambda/Todos:*`, 'AWS::Logs::LogGroup', '/aws/lambda/Todos'],
  ['arn:aws:iam::111122223333:role/service/Todos', 'AWS::IAM::Role', 'Todos'],
  [
    `arn:aws:sqs:${at}:Jobs`,
    'AWS::SQS::Queue',
    'https://sqs.eu-central-1.amazonaws.com/111122223333/Jobs',
  ],
  [`arn:aws:sns:${at}:News`, 'AWS::SNS::Topic', `arn:aws:sns:${at}:News`],
  [`arn:aws:ec2:${at}:elastic-ip/eipalloc-1`, 'AWS::EC2::EIP', 'eipalloc-1'],
  [`arn:aws:ec2:${at}:natgateway/nat-1`, 'AWS::EC2::NatGateway', 'nat-1'],
  [balancer, 'AWS::ElasticLoadBalancingV2::LoadBalancer', balancer],
  ['arn:aws:apigateway:eu-central-1::/restapis/abc', 'AWS::ApiGateway::RestApi', 'abc'],
  ['arn:aws:route53:::hostedzone/Z1', 'AWS::Route53::HostedZone', 'Z1'],
  [
    `arn:aws:autoscaling:${at}:autoScalingGroup:1:autoScalingGroupName/Fleet`,
    'AWS::AutoScaling::AutoScalingGroup',
    'Fleet',
  ],
  [`arn:aws:cloudwatch:${at}:alarm:High`, 'AWS::CloudWatch::Alarm', 'High'],
  [`arn:aws:cognito-idp:${at}:userpool/eu_1`, 'AWS::Cognito::UserPool', 'eu_1'],
  [`arn:aws:rds:${at}:db:main`, 'rds:db', `arn:aws:rds:${at}:db:main`],
])('%s is %s', (arn, type, id) => {
  expect(namedBy(arn, where)).toEqual({ type, id });
});

test('a part of an API is no resource of its own', () => {
  const stage = 'arn:aws:apigateway:eu-central-1::/restapis/abc/stages/prod';
  expect(namedBy(stage, where).type).toBe('AWS::ApiGateway::Stage');
});
