/** Sends orders to a FIFO queue, in the order in which they come. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { log, sqs } from './sqs.ts';

export interface Order {
  /** Nobody else's order has it. */
  readonly id: string;
  readonly customer: string;
  readonly body: string;
}

export interface Ask {
  readonly queueUrl: string;
  readonly orders: readonly Order[];
}

/** What `groupOf` gives the same is worked on one after the other. */
export function shop(groupOf: (order: Order) => string) {
  return async ({ queueUrl, orders }: Ask, { awsRequestId: requestId }: Context) => {
    // One after the other: what is sent at the same time has no order.
    for (const order of orders)
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: order.body,
          MessageGroupId: groupOf(order),
          MessageDeduplicationId: order.id,
        }),
      );
    log({ event: 'run', requestId, sent: orders.length });
    return { sent: orders.length };
  };
}
