import { CfnOutput, Stack, type App } from 'aws-cdk-lib';
import type { Given } from '../../lib/lab.ts';
import { Audit } from './audit.ts';
import { Ledger } from './ledger.ts';
import type { Stage } from './lab.ts';
import { Operations } from './operations.ts';
import { Orders } from './orders.ts';
import { createQueue, createUnprocessed } from './queues.ts';

export function build(app: App, given: Given<Stage, never>): void {
  new FanOutStack(app, given.parameter('variant') === 'production');
}

class FanOutStack extends Stack {
  constructor(app: App, isProduction: boolean) {
    super(app, 'FanOut');
    const orders = new Orders(this, 'Sales');
    const unprocessed = isProduction ? createUnprocessed(this, 'Unprocessed') : undefined;
    const queueOf = (team: string) => createQueue(this, team, { unprocessed });
    const byType = (type: string) => ({ filterPolicy: { type: [type] } });
    const teams = {
      Placed: orders.deliverTo(queueOf('Placed'), byType('placed')),
      Cancelled: orders.deliverTo(queueOf('Cancelled'), byType('cancelled')),
      All: orders.deliverTo(queueOf('All')),
      // The limit stands in the message itself: no publisher has to repeat it in an attribute.
      Big: orders.deliverTo(queueOf('Big'), {
        filterPolicyScope: 'MessageBody',
        filterPolicy: { totalCents: [{ numeric: ['>=', 100_000] }] },
      }),
      Plain: orders.deliverTo(queueOf('Plain'), { rawMessageDelivery: true }),
    };
    // Admitted, but not subscribed: whoever comes later.
    orders.admitTo(queueOf('Newcomer'));
    const audit = new Audit(this, 'Auditing', { orders, isProduction });
    const ledger = new Ledger(this, 'Accounts', unprocessed);
    if (isProduction)
      new Operations(this, 'Operations', {
        topics: [orders.topic, ledger.topic],
        dead: [orders.undelivered, ledger.undelivered, audit.failed],
        unprocessed: [unprocessed, ledger.unprocessed],
      });

    for (const [team, queue] of Object.entries(teams))
      new CfnOutput(this, `${team}Url`, { value: queue.queueUrl });
  }
}
