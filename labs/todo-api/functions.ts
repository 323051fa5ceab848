/** The functions behind the API, each with its own role and its own log. */
import { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  ManagedPolicy,
  Policy,
  Role,
  ServicePrincipal,
  type PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundledHandler } from '../../lib/handlers.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

/** Inside which network a function runs; none is the cheapest and quickest to start and to remove. */
export interface Inside {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
}

export interface FunctionOf {
  readonly handler: URL;
  readonly environment: Record<string, string>;
  /** What it may do, each statement as a policy with this construct id. */
  readonly may?: Readonly<Record<string, PolicyStatement>>;
  readonly inside?: Inside | undefined;
}

/** A function with its role `<id>Role` and its log `<id>Logs`. */
export function createFunction(
  scope: Construct,
  id: string,
  { handler, environment, may = {}, inside }: FunctionOf,
): lambda.Function {
  const logGroup = new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.ONE_WEEK });
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  logGroup.grantWrite(role);
  for (const [policy, statement] of Object.entries(may))
    new Policy(scope, policy, { roles: [role], statements: [statement] });
  if (inside !== undefined) letJoinNetwork(role);
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    memorySize: 256,
    timeout: Duration.seconds(10),
    handler: 'index.handler',
    code: bundledHandler(handler),
    role,
    logGroup,
    environment,
    ...(inside === undefined ? {} : { vpc: inside.vpc, securityGroups: [inside.securityGroup] }),
  });
}

function letJoinNetwork(role: Role): void {
  role.addManagedPolicy(
    ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'),
  );
  acknowledge(role, {
    rule: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]',
    reason: 'AWS keeps the list of network interface actions that a function in a VPC needs',
    inProduction: 'does the same',
  });
}
