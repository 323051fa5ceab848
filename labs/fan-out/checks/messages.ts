/** Messages of a check: each can be told from those of every other. */
import { randomUUID } from 'node:crypto';
import type { Capabilities, Properties } from '../../../lib/capabilities.ts';
import { failed, type Verdict } from '../../../lib/verdict.ts';
import type { Entry, Order } from '../handlers/order.ts';

export type Sdk = Capabilities['sdk'];
export type Eyes = Pick<Capabilities, 'sdk' | 'eventually'>;

/** What all marks begin with: other messages are not a check's to take out of a queue. */
export const marked = 'check-';
export const newMark = (): string => `${marked}${randomUUID()}`;

export const orders = '${Orders}';
/** Below the limit of the team Big. */
export const small = 1_999;
/** The limit of the team Big. */
export const big = 100_000;

export function orderOf(mark: string, parts: Partial<Order> = {}): Order {
  return { orderId: mark, type: 'placed', totalCents: small, ...parts };
}

export function manyOf<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Publishes an order with its type as an attribute, and gives the id of the message. */
export function publishOrder(sdk: Sdk, order: Order, more: Properties = {}): Promise<string> {
  const type = { DataType: 'String', StringValue: order.type };
  return publish(sdk, { Message: JSON.stringify(order), MessageAttributes: { type, ...more } });
}

/** The attribute by which the function Audit chooses. */
export const audited = { audit: { DataType: 'String', StringValue: 'yes' } };

export async function publish(sdk: Sdk, input: Properties): Promise<string> {
  const { MessageId } = await sdk('sns', 'Publish', { TopicArn: orders, ...input });
  return String(MessageId);
}

/** Has a publisher of the lab publish these. Gives the verdict where it could not. */
export async function runPublisher(
  sdk: Sdk,
  FunctionName: string,
  event: { readonly orders: readonly Order[] } | { readonly entries: readonly Entry[] },
): Promise<Verdict | undefined> {
  const answer = await sdk('lambda', 'Invoke', {
    FunctionName,
    Payload: new TextEncoder().encode(JSON.stringify(event)),
  });
  if (answer['FunctionError'] === undefined) return undefined;
  const says = new TextDecoder().decode(answer['Payload'] as Uint8Array);
  return failed(`the publisher could not publish: ${says.slice(0, 200)}`);
}
