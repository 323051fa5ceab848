import { responder, textOf } from './requests.ts';

/** All answers go to one queue, where whoever asked will find them. */
export const handler = responder((request) => ({
  QueueUrl: process.env['ANSWERS_URL'],
  MessageBody: JSON.stringify({ text: textOf(request) }),
}));
