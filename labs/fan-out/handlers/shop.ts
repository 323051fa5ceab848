import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import type { Order } from './order.ts';
import { publish } from './publish.ts';

/** From here on an order is audited. */
const auditedCents = 100_000;

/** Publishes orders, with their type as an attribute: listeners choose by it without reading the text. */
export async function handler({ orders }: { readonly orders: readonly Order[] }): Promise<void> {
  const attribute = process.env['TYPE_ATTRIBUTE'] ?? '';
  await Promise.all(
    orders.map((order) =>
      publish({
        TopicArn: process.env['ORDERS'],
        Message: JSON.stringify(order),
        MessageAttributes: {
          [attribute]: text(order.type),
          ...(order.totalCents >= auditedCents ? { audit: text('yes') } : {}),
        },
      }),
    ),
  );
}

function text(StringValue: string): MessageAttributeValue {
  return { DataType: 'String', StringValue };
}
