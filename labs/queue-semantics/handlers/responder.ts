import { responder, textOf } from './requests.ts';

/** To the queue that the client names, with what it is known by. */
export const handler = responder((request) => ({
  QueueUrl: request.replyTo,
  MessageBody: JSON.stringify({ correlationId: request.correlationId, text: textOf(request) }),
}));
