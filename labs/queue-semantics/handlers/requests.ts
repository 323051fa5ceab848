/** Reads requests and answers each to wherever the handler file says, in no order that a client could rely on. */
import { SendMessageCommand, type SendMessageCommandInput } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { log, sqs } from './sqs.ts';

export interface Request {
  readonly correlationId: string;
  /** The URL of the queue where the client waits. */
  readonly replyTo: string;
  readonly text: string;
}

export function responder(answerTo: (request: Request) => SendMessageCommandInput) {
  return async ({ Records }: SQSEvent, { awsRequestId: requestId }: Context): Promise<void> => {
    const requests = Records.map(({ body }) => JSON.parse(body) as Request);
    for (const request of shuffled(requests))
      await sqs.send(new SendMessageCommand(answerTo(request)));
    log({ event: 'run', requestId, answered: requests.length });
  };
}

export function textOf({ text }: Request): string {
  return `answer to ${text}`;
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
