import { Stack, type App, type Environment } from 'aws-cdk-lib';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import type { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { CfnQueuePolicy, Queue } from 'aws-cdk-lib/aws-sqs';
import type { Given } from '../../lib/lab.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import { createBucket, createKey, createQueue, createTable } from './holders.ts';
import type { Parameter, Stage } from './lab.ts';
import { People } from './people.ts';
import { Policies, type Names } from './policies.ts';
import { Roles } from './roles.ts';

interface AccountOf {
  readonly env: Environment;
  readonly bucketName: string;
  readonly names: Names;
  readonly isProduction: boolean;
}

export function build(app: App, given: Given<Stage, Parameter>): void {
  const [accountA, accountB] = [given.parameter('accountA'), given.parameter('accountB')];
  const [notes, shared] = [given.parameter('notesBucket'), given.parameter('sharedBucket')];
  const names = {
    '111111111111': accountA,
    '222222222222': accountB,
    'arn:aws:s3:::notes-a': `arn:aws:s3:::${notes}`,
    'arn:aws:s3:::shared-b': `arn:aws:s3:::${shared}`,
  };
  const isProduction = given.parameter('variant') === 'production';
  const own = new OwnStack(app, {
    ...{ env: { account: accountA }, bucketName: notes, names, isProduction },
  });
  const partner = new PartnerStack(app, {
    ...{ env: { account: accountB }, bucketName: shared, names, isProduction },
  });
  // A bucket policy that names a user who is not there yet is refused.
  partner.addStackDependency(own);
}

/** Account A: the people, the roles, and what they may or may not use. */
class OwnStack extends Stack {
  constructor(app: App, { env, bucketName, names, isProduction }: AccountOf) {
    super(app, 'IamPolicyEvaluation', { env });
    const notes = createBucket(this, 'NotesA', { bucketName, isProduction });
    const orders = createQueue(this);
    const songs = createTable(this, isProduction);
    const policies = new Policies(this, {
      ...names,
      '${Orders.Arn}': orders.queueArn,
      '${Songs.Arn}': songs.tableArn,
    });
    policies.ofBucket('bucket-policy.json', notes);
    const admission = policies.ofQueue('queue-policy.json', orders);
    tell(notes, orders, admission);
    createKey(this, policies.document('key-policy.json'));

    new People(this, policies);
    const boundary = createBoundary(policies);
    const roles = new Roles(this, policies.alsoNamed({ '${DevBoundary}': boundary.ref }), boundary);
    // A queue's policy that names a role which is not there yet is refused.
    admission.node.addDependency(roles.pipeline);
    if (isProduction) createAnalyzers(this);
  }
}

/** Account B: a bucket, and whom of account A it lets in. */
class PartnerStack extends Stack {
  constructor(app: App, { env, bucketName, names, isProduction }: AccountOf) {
    super(app, 'IamPolicyEvaluationPartner', { env });
    const shared = createBucket(this, 'SharedB', { bucketName, isProduction });
    new Policies(this, names).ofBucket('shared-policy.json', shared);
  }
}

/** Every new note is told to the queue: S3 sends, and the queue's policy says for whom. */
function tell(notes: Bucket, orders: Queue, admission: CfnQueuePolicy): void {
  const bucket = notes.node.defaultChild as CfnBucket;
  bucket.notificationConfiguration = {
    queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: orders.queueArn }],
  };
  // S3 tries the queue when it is told of it.
  bucket.node.addDependency(admission);
}

function createBoundary(policies: Policies): CfnManagedPolicy {
  const boundary = policies.managed('dev-boundary.json');
  for (const found of [
    'Action::s3:*',
    'Action::dynamodb:*',
    'Action::sqs:*',
    'Action::logs:*',
    'Resource::*',
  ])
    acknowledge(boundary, {
      rule: `AwsSolutions-IAM5[${found}]`,
      reason: 'a boundary grants nothing: it says how far grants may reach',
      inProduction: 'does the same',
    });
  return boundary;
}

/** Who from outside gets in, and what nobody has used for three months. */
function createAnalyzers(scope: Stack): void {
  new CfnAnalyzer(scope, 'External', { type: 'ACCOUNT' });
  new CfnAnalyzer(scope, 'Unused', {
    type: 'ACCOUNT_UNUSED_ACCESS',
    analyzerConfiguration: { unusedAccessConfiguration: { unusedAccessAge: 90 } },
  });
}
