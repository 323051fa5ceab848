/** The functions of the lab, each with its own role and its own log. */
import { Duration } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundledHandler } from '../../lib/handlers.ts';

export interface FunctionOf {
  readonly handler: URL;
  readonly environment: Record<string, string>;
  /** @default 20 s */
  readonly timeout?: Duration;
  /** What it may do, each statement as a policy with this construct id. */
  readonly may: Readonly<Record<string, PolicyStatement>>;
}

/** A function with its role `<id>Role` and its log `<id>Logs`. */
export function createFunction(
  scope: Construct,
  id: string,
  { handler, environment, timeout = Duration.seconds(20), may }: FunctionOf,
): lambda.Function {
  const logGroup = new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.ONE_WEEK });
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  logGroup.grantWrite(role);
  for (const [policy, statement] of Object.entries(may))
    new Policy(scope, policy, { roles: [role], statements: [statement] });
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    memorySize: 256,
    timeout,
    handler: 'index.handler',
    code: bundledHandler(handler),
    role,
    logGroup,
    environment,
  });
}

export function allow(actions: string[], ...resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources });
}
