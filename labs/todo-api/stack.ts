import { CfnOutput, Stack, type App } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Given } from '../../lib/lab.ts';
import { Api } from './api.ts';
import { TodoCacheStack } from './cache.ts';
import { Files } from './files.ts';
import { createFunction } from './functions.ts';
import type { Parameter, Stage } from './lab.ts';
import { TodoNetworkStack } from './network.ts';
import { Operations } from './operations.ts';
import { SignIn } from './sign-in.ts';

type Choice = Given<Stage, Parameter>;
interface Reads {
  readonly network: TodoNetworkStack;
  readonly cache: TodoCacheStack;
}

export function build(app: App, given: Choice): void {
  if (!given.has('read-throughput')) {
    new TodoApiStack(app, given);
    return;
  }
  const network = new TodoNetworkStack(app, {
    dynamoDbPrefixList: given.parameter('dynamoDbPrefixList'),
    isProduction: given.parameter('variant') === 'production',
  });
  const cache = new TodoCacheStack(app, network);
  new TodoApiStack(app, given, { network, cache });
}

class TodoApiStack extends Stack {
  constructor(app: App, given: Choice, reads?: Reads) {
    super(app, 'TodoApi');
    const isProduction = given.parameter('variant') === 'production';
    const siteOrigin = given.parameter('siteOrigin');

    const table = createTable(new Construct(this, 'Data'), isProduction);
    const signIn = new SignIn(this, 'SignIn', isProduction);
    const handlers = new Construct(this, 'Handlers');
    const todos = createTodos(handlers, { table, siteOrigin, reads });
    const templates = given.has('api-cache')
      ? createFunction(handlers, 'Templates', {
          handler: new URL('./handlers/templates.ts', import.meta.url),
          environment: { SITE_ORIGIN: siteOrigin },
        })
      : undefined;
    const { rest } = new Api(this, 'Api', {
      users: signIn.users,
      todos,
      templates,
      siteOrigin,
      isProduction,
    });
    if (isProduction)
      new Operations(this, 'Operations', { rest, table, cache: reads?.cache.cluster });

    new CfnOutput(this, 'TodosUrl', { value: rest.url });
    new CfnOutput(this, 'UsersId', { value: signIn.users.userPoolId });
    new CfnOutput(this, 'WebClientId', { value: signIn.web.userPoolClientId });
    if (given.has('personal-files')) {
      const files = new Files(this, 'Files', { signIn, siteOrigin, isProduction });
      new CfnOutput(this, 'FilesId', { value: files.pool.ref });
      new CfnOutput(this, 'AttachmentsName', { value: files.attachments.bucketName });
    }
  }
}

/** A user's items stand together and in the order they were made, so a list is one Query. */
function createTable(data: Construct, isProduction: boolean): dynamodb.Table {
  return new dynamodb.Table(data, 'Todos', {
    partitionKey: { name: 'owner', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'todoId', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: isProduction,
  });
}

const itemActions = ['Query', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];

interface TodosProps {
  readonly table: dynamodb.Table;
  readonly siteOrigin: string;
  readonly reads: Reads | undefined;
}

/** One function for all five routes: same table, same permission. To be split only where permissions part. */
function createTodos(handlers: Construct, { table, siteOrigin, reads }: TodosProps) {
  const environment = { TABLE_NAME: table.tableName, SITE_ORIGIN: siteOrigin };
  const onTable = allow('dynamodb', itemActions, table.tableArn);
  if (reads === undefined)
    return createFunction(handlers, 'Todos', {
      handler: new URL('./handlers/todos.ts', import.meta.url),
      environment,
      may: { TodosOnTable: onTable },
    });
  const { network, cache } = reads;
  letCacheUse(handlers, cache, table);
  return createFunction(handlers, 'Todos', {
    handler: new URL('./handlers/todos-cached.ts', import.meta.url),
    environment: { ...environment, DAX_ENDPOINT: cache.cluster.attrClusterDiscoveryEndpointUrl },
    // The table stays allowed: it is where the function goes when the cache is gone.
    may: {
      TodosOnTable: onTable,
      TodosOnCache: allow('dax', itemActions, cache.cluster.attrArn),
    },
    inside: { vpc: network.vpc, securityGroup: network.functionSg },
  });
}

/** Made here and not beside the role: the table's stack comes after the cache's. */
function letCacheUse(handlers: Construct, { role }: TodoCacheStack, table: dynamodb.Table): void {
  new Policy(handlers, 'CacheOnTable', {
    roles: [role],
    statements: [allow('dynamodb', ['DescribeTable', ...itemActions], table.tableArn)],
  });
}

function allow(service: string, actions: readonly string[], resource: string): PolicyStatement {
  return new PolicyStatement({
    actions: actions.map((action) => `${service}:${action}`),
    resources: [resource],
  });
}
