/** A listener that is a function: a row for each message it gets, and a queue for those that it failed on. */
import { Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { createFunction } from './functions.ts';
import type { Orders } from './orders.ts';
import { createDead } from './queues.ts';

export interface AuditProps {
  readonly orders: Orders;
  readonly isProduction: boolean;
}

export class Audit extends Construct {
  readonly failed: Queue;

  constructor(scope: Construct, id: string, { orders, isProduction }: AuditProps) {
    super(scope, id);
    const rows = new dynamodb.Table(this, 'Rows', {
      partitionKey: { name: 'messageId', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expires',
      deletionProtection: isProduction,
    });
    const audit = createFunction(this, 'Audit', {
      handler: new URL('./handlers/audit.ts', import.meta.url),
      environment: { ROWS: rows.tableName },
      may: {
        AuditOnRows: new PolicyStatement({
          actions: ['dynamodb:PutItem'],
          resources: [rows.tableArn],
        }),
      },
    });
    // The subscription's dead letters hold what did not reach the function; these, what failed in it.
    this.failed = createDead(this, 'AuditFailed');
    audit.configureAsyncInvoke({
      onFailure: new SqsDestination(this.failed),
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
    });
    audit.addPermission('FromOrders', {
      principal: new ServicePrincipal('sns.amazonaws.com'),
      sourceArn: orders.topic.topicArn,
    });
    // Whoever publishes says what is to be audited: a run for everything else would be paid for nothing.
    orders.subscribe('ToAudit', {
      protocol: 'lambda',
      endpoint: audit.functionArn,
      filterPolicy: { audit: ['yes'] },
    });
  }
}
