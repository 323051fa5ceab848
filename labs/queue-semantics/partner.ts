/** A queue that others send to: another account, and one bucket. */
import { Aws, Fn } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { QueueEncryption, type Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { partnerAccount } from './accounts.ts';
import { createBucket } from './buckets.ts';
import { createDead, createQueue } from './queues.ts';

export class PartnerPart extends Construct {
  readonly deadLetters: readonly Queue[];
  private readonly queue: Queue;
  /** Written out and not referred to: the queue's policy names the bucket, and the bucket needs that policy to be there. */
  private readonly dropName = Fn.join('-', ['queue-semantics-drop', Aws.ACCOUNT_ID, Aws.REGION]);

  constructor(scope: Construct, id: string, isProduction: boolean) {
    super(scope, id);
    const dead = createDead(this, 'PartnerDead');
    this.deadLetters = [dead];
    this.queue = createQueue(this, 'Partner', {
      deadLetterQueue: { queue: dead, maxReceiveCount: 3 },
      ...(isProduction
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: this.createKey() }
        : {}),
    });
    this.letSend();
    this.createDrop(isProduction);
  }

  private letSend(): void {
    const { queueArn } = this.queue;
    this.queue.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'PartnerMaySend',
        principals: [new iam.AccountPrincipal(partnerAccount)],
        actions: ['sqs:SendMessage'],
        resources: [queueArn],
      }),
    );
    this.queue.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DropMaySend',
        principals: [new iam.ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queueArn],
        conditions: {
          // The bucket, and the account too: a name that was given up may be taken by somebody else.
          ArnEquals: { 'aws:SourceArn': `arn:${Aws.PARTITION}:s3:::${this.dropName}` },
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        },
      }),
    );
  }

  /** On the bucket itself and not by a custom resource: where no function runs the bucket notifies all the same. */
  private createDrop(isProduction: boolean): Bucket {
    const drop = createBucket(this, 'Drop', { bucketName: this.dropName, isProduction });
    const bucket = drop.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: this.queue.queueArn }],
    };
    // S3 tries the queue when it is told of it.
    bucket.node.addDependency(this.queue.node.findChild('Policy'));
    return drop;
  }

  /** The key AWS keeps for SQS lets no other account and no service in; only a key of one's own can say so. */
  private createKey(): Key {
    const key = new Key(this, 'PartnerKey', { enableKeyRotation: true });
    const actions = ['kms:GenerateDataKey', 'kms:Decrypt'];
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal(partnerAccount)],
        actions,
        resources: ['*'],
      }),
    );
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('s3.amazonaws.com')],
        actions,
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return key;
  }
}
