/** FIFO queues, and the producer that decides what belongs together. */
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow, createFunction } from './functions.ts';
import { createContent, createDead, createOrders } from './queues.ts';

export class OrderedPart extends Construct {
  readonly deadLetters: readonly Queue[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const dead = createDead(this, 'OrdersDead', { fifo: true });
    const orders = createOrders(this, 'Orders', dead);
    const held = createOrders(this, 'OrdersHeld', dead);
    for (const each of ['OrdersOnce', 'OrdersRefused']) createOrders(this, each, dead);
    for (const each of ['Content', 'ContentTaken']) createContent(this, each, dead);
    this.deadLetters = [dead];
    // The group is chosen where a message is sent: whose orders must stay in order is the shop's business.
    createFunction(this, 'Shop', {
      handler: new URL('./handlers/shop.ts', import.meta.url),
      environment: {},
      may: { ShopOnOrders: allow(['sqs:SendMessage'], orders.queueArn, held.queueArn) },
    });
  }
}
