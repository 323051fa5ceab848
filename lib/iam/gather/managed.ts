/**
 * Policies that AWS keeps, as far as they are known here: of others it is not known what they allow.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html
 */
import { readDocument } from '../policy/read.ts';
import { policyElsewhere, type Policy } from '../policies.ts';
import { own } from '../../template/values.ts';

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const interfaces = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** By the end of the ARN: what they allow on every resource. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  'service-role/AWSLambdaBasicExecutionRole': logs,
  'service-role/AWSLambdaVPCAccessExecutionRole': [...logs, ...interfaces],
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': [
    ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups'],
    ...['logs:DescribeLogStreams', 'logs:PutLogEvents', 'logs:GetLogEvents'],
    'logs:FilterLogEvents',
  ],
  AWSXRayDaemonWriteAccess: [
    ...['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules'],
    ...['xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries'],
  ],
};

/** The managed policy with this ARN, which is in no template. */
export function managedPolicy(arn: string): Policy {
  const [, name] = /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  const actions = name === undefined ? undefined : own(allowed, name);
  const title = name === undefined ? `policy ${arn}` : `AWS managed policy ${name}`;
  if (actions === undefined) {
    const mayDeny = name === undefined || /Deny|Quarantine/.test(name);
    return policyElsewhere(title, mayDeny);
  }
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  const document = readDocument({ Version: '2012-10-17', Statement: [statement] }, 'identity');
  return { name: title, document };
}
