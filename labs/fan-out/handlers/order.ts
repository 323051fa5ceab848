/** What the publishers and the listeners agree on. The publisher owns it. */

export interface Order {
  readonly orderId: string;
  readonly type: 'placed' | 'cancelled' | 'shipped';
  readonly totalCents: number;
}

export interface Entry {
  readonly entryId: string;
  readonly account: string;
  readonly amountCents: number;
}
