/** After a removal: looks for every resource that there was, and for log groups that functions make by themselves. */
import { AwsRefusal, type Properties } from '../../capabilities.ts';
import type { Removed } from '../target.ts';
import type { Client } from './client.ts';
import { referenceTo, type Deployed, type Where } from './deployed.ts';

type Look = (
  resource: Deployed,
  where: Where,
) => readonly [service: string, command: string, input: Properties];

/** How to ask for one resource of a type: an answer means that it is still there. */
const looks: Readonly<Record<string, Look>> = {
  'AWS::ApiGateway::RestApi': ({ physicalId }) => [
    'api-gateway',
    'GetRestApi',
    { restApiId: physicalId },
  ],
  'AWS::Cognito::IdentityPool': ({ physicalId }) => [
    'cognito-identity',
    'DescribeIdentityPool',
    { IdentityPoolId: physicalId },
  ],
  'AWS::Cognito::UserPool': ({ physicalId }) => [
    'cognito-identity-provider',
    'DescribeUserPool',
    { UserPoolId: physicalId },
  ],
  'AWS::DynamoDB::Table': ({ physicalId }) => [
    'dynamodb',
    'DescribeTable',
    { TableName: physicalId },
  ],
  'AWS::IAM::Role': ({ physicalId }) => ['iam', 'GetRole', { RoleName: physicalId }],
  'AWS::Lambda::Function': ({ physicalId }) => [
    'lambda',
    'GetFunction',
    { FunctionName: physicalId },
  ],
  'AWS::Logs::LogGroup': (resource, where) => [
    'cloudwatch-logs',
    'ListTagsForResource',
    {
      resourceArn: referenceTo([resource], `${resource.logicalId}.Arn`, where).replace(/:\*$/, ''),
    },
  ],
  'AWS::S3::Bucket': ({ physicalId }) => ['s3', 'HeadBucket', { Bucket: physicalId }],
};

/** Types that live and die with a resource that is looked for: a method with its API, a policy with its role. */
const parts =
  /^AWS::(ApiGateway::(?!RestApi)|IAM::(Policy|ManagedPolicy|InstanceProfile)|Lambda::(Permission|Version|Alias|Url|EventSourceMapping)|Cognito::(UserPoolClient|IdentityPoolRoleAttachment|UserPoolDomain)|S3::BucketPolicy|SNS::Subscription|SQS::QueuePolicy|SNS::TopicPolicy|CDK::Metadata)/;

/** What is left of these resources, and the types that nobody could look for. */
export async function lookForLeftovers(
  client: Client,
  deployed: readonly Deployed[],
  where: Where,
): Promise<Removed> {
  const left: string[] = [];
  for (const resource of deployed) {
    const look = looks[resource.type];
    if (look !== undefined && (await answers(client, look(resource, where))))
      left.push(`${resource.type} ${resource.physicalId}`);
  }
  left.push(...(await implicitLogGroups(client, deployed)));
  const unknown = deployed.filter(({ type }) => looks[type] === undefined && !parts.test(type));
  return { left, notLookedFor: [...new Set(unknown.map(({ type }) => type))] };
}

/** A function without a log group of its own makes one on its first run, which no stack removes. */
async function implicitLogGroups(
  client: Client,
  deployed: readonly Deployed[],
): Promise<readonly string[]> {
  const functions = deployed.filter(({ type }) => type === 'AWS::Lambda::Function');
  const found = await Promise.all(
    functions.map(({ physicalId }) =>
      client.send('cloudwatch-logs', 'DescribeLogGroups', {
        logGroupNamePrefix: `/aws/lambda/${physicalId}`,
      }),
    ),
  );
  const groups = found.flatMap(
    ({ logGroups }) => (logGroups ?? []) as readonly { logGroupName: string }[],
  );
  return groups.map(
    ({ logGroupName }) => `AWS::Logs::LogGroup ${logGroupName} (made by the function itself)`,
  );
}

async function answers(
  client: Client,
  [service, command, input]: ReturnType<Look>,
): Promise<boolean> {
  try {
    await client.send(service, command, input);
    return true;
  } catch (error) {
    if (error instanceof AwsRefusal) return false;
    throw error;
  }
}
