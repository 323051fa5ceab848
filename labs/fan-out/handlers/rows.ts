import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
import type { SNSEvent, SNSMessage } from 'aws-lambda';

const table = DynamoDBDocument.from(new DynamoDBClient());
const keptSeconds = 3600;

/** A function that writes a row for each message, the same again where it comes twice. */
export function auditing(columnsOf: (message: SNSMessage) => Readonly<Record<string, string>>) {
  return async ({ Records }: SNSEvent): Promise<void> => {
    for (const { Sns } of Records)
      await table.put({
        TableName: process.env['ROWS'] ?? '',
        Item: {
          messageId: Sns.MessageId,
          ...columnsOf(Sns),
          expires: Math.floor(Date.now() / 1000) + keptSeconds,
        },
      });
  };
}
