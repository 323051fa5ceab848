/**
 * One look into the queue: each message is worked on and then finished, in whichever way the handler file says. The body
 * of a message is the id of the job to do.
 */
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteMessageCommand, ReceiveMessageCommand, type Message } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { log, sqs } from './sqs.ts';

export interface Ask {
  /** Messages as the queue once gave them, instead of those that it gives now. */
  readonly recorded?: readonly Message[];
}

export interface Consumer {
  readonly work: (jobId: string) => Promise<void>;
  readonly finish: (message: Message) => Promise<void>;
}

const table = new DynamoDBClient();
const QueueUrl = process.env['QUEUE_URL'];

export function consumer({ work, finish }: Consumer) {
  return async ({ recorded }: Ask, { awsRequestId: requestId }: Context) => {
    const messages = recorded ?? (await received());
    for (const message of messages) {
      await work(message.Body ?? '');
      if (recorded === undefined) await finish(message);
    }
    const worked = messages.map(({ Body }) => Body);
    log({ event: 'run', requestId, worked });
    return { worked };
  };
}

async function received(): Promise<readonly Message[]> {
  const asked = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 2,
  });
  return (await sqs.send(asked)).Messages ?? [];
}

/** By the handle of the latest receive: an older one may no longer count. */
export async function remove({ ReceiptHandle }: Message): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
}

/** Counts the job up; `unless` is a condition under which the table stays as it is. */
export async function count(jobId: string, unless?: string): Promise<void> {
  await table.send(
    new UpdateItemCommand({
      TableName: process.env['TABLE_NAME'],
      Key: { jobId: { S: jobId } },
      UpdateExpression: 'ADD times :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ...(unless === undefined ? {} : { ConditionExpression: `NOT (${unless})` }),
    }),
  );
}

/** Does the job unless it was done before: that is what makes a repeated message harmless. */
export async function once(jobId: string): Promise<void> {
  try {
    await count(jobId, 'attribute_exists(jobId)');
  } catch (error) {
    if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
  }
}
