/** The front door: it asks for a token and looks at the body before any code runs. */
import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import { changedTodo, newTodo } from './todo-schema.ts';

export interface ApiProps {
  readonly users: IUserPool;
  readonly todos: IFunction;
  /** The function of `GET /templates`, whose answers are cached; none before the last stage. */
  readonly templates?: IFunction | undefined;
  readonly siteOrigin: string;
  readonly isProduction: boolean;
}

export class Api extends Construct {
  readonly rest: apigateway.RestApi;
  private readonly signedIn: apigateway.MethodOptions;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'TokenCheck', {
      cognitoUserPools: [props.users],
      resultsCacheTtl: Duration.seconds(300),
    });
    this.signedIn = { authorizer, authorizationType: apigateway.AuthorizationType.COGNITO };
    this.rest = this.createRestApi(props);
    this.logExecutions();
    this.addTodos(props.todos);
    if (props.templates !== undefined) this.addTemplates(props.templates);
  }

  private createRestApi({ siteOrigin, templates, isProduction }: ApiProps) {
    const rest = new apigateway.RestApi(this, 'Todos', {
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      // An account without this role refuses every API that logs; it is one setting for the whole account and region.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      deployOptions: {
        stageName: 'prod',
        ...quiet,
        tracingEnabled: true,
        accessLogDestination: new apigateway.LogGroupLogDestination(
          new LogGroup(this, 'AccessLogs', { retention: RetentionDays.ONE_WEEK }),
        ),
        accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(accessLogLine)),
        ...(templates === undefined ? {} : cacheOfTemplates),
      },
      defaultCorsPreflightOptions: {
        allowOrigins: [siteOrigin],
        allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
        allowHeaders: ['Authorization', 'Content-Type'],
        maxAge: Duration.hours(1),
      },
    });
    acknowledgeApi(rest, isProduction);
    return rest;
  }

  /** API Gateway would make this log group by itself, without retention, and leave it behind. */
  private logExecutions(): void {
    const executions = new LogGroup(this, 'ExecutionLogs', {
      logGroupName: Fn.join('', ['API-Gateway-Execution-Logs_', this.rest.restApiId, '/prod']),
      retention: RetentionDays.ONE_WEEK,
    });
    this.rest.deploymentStage.node.addDependency(executions);
  }

  private addTodos(todos: IFunction): void {
    const body = this.rest.addRequestValidator('BodyCheck', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const checkedBy = (id: string, schema: apigateway.JsonSchema): apigateway.MethodOptions => ({
      requestValidator: body,
      requestModels: { 'application/json': this.rest.addModel(id, { schema }) },
    });
    const all = this.rest.root.addResource('todos');
    const one = all.addResource('{id}');
    const run = new apigateway.LambdaIntegration(todos, { allowTestInvoke: false });
    all.addMethod('GET', run, this.signedIn);
    all.addMethod('POST', run, { ...this.signedIn, ...checkedBy('NewTodo', newTodo) });
    one.addMethod('GET', run, this.signedIn);
    one.addMethod('PUT', run, { ...this.signedIn, ...checkedBy('ChangedTodo', changedTodo) });
    one.addMethod('DELETE', run, this.signedIn);
  }

  private addTemplates(templates: IFunction): void {
    const run = new apigateway.LambdaIntegration(templates, { allowTestInvoke: false });
    const method = this.rest.root.addResource('templates').addMethod('GET', run, this.signedIn);
    // Read by the rule that forbids a cached answer without the caller among its keys.
    const declared = method.node.defaultChild as apigateway.CfnMethod;
    declared.addMetadata(
      'kit:same-for-everybody',
      'starter lists hold nothing of the user who asks',
    );
  }
}

const quiet = {
  throttlingRateLimit: 50,
  throttlingBurstLimit: 100,
  loggingLevel: apigateway.MethodLoggingLevel.ERROR,
  dataTraceEnabled: false,
};

/** Only what is the same for everybody is cached: the cache does not know who asks. */
const cacheOfTemplates: apigateway.StageOptions = {
  cacheClusterEnabled: true,
  cacheClusterSize: '0.5',
  cachingEnabled: false,
  methodOptions: {
    '/templates/GET': {
      ...quiet,
      cachingEnabled: true,
      cacheTtl: Duration.seconds(60),
      cacheDataEncrypted: true,
    },
  },
};

const accessLogLine = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  caller: '$context.authorizer.claims.sub',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  path: '$context.resourcePath',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  error: '$context.error.message',
};

function acknowledgeApi(rest: apigateway.RestApi, isProduction: boolean): void {
  acknowledge(rest, {
    rule: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    reason:
      'AWS names this policy as the one for the role by which API Gateway writes all its logs',
    inProduction: 'does the same',
  });
  if (isProduction) return;
  acknowledge(rest.deploymentStage, {
    rule: 'AwsSolutions-APIG3',
    reason: 'a web ACL costs by the month, used or not',
    inProduction: 'attaches a web ACL',
  });
}
