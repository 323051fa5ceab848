/** Order within a group, and groups that do not wait for each other: checks 11 and 12. */
import type { Place } from '../../../lib/capabilities.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { run } from './functions.ts';
import { pass, queueAt, stopwatch, type Eyes, type Queue, type Received } from './queue.ts';

export const orderPerGroup: Check<Stage> = {
  id: 'order-per-group',
  says: 'Three consumers do 60 orders of three customers in 28 s, and the orders of each customer in order',
  ways: [by(['sdk', 'eventually'], judgeOrder)],
};

const customers = ['a', 'b', 'c'];
const ordersEach = 20;
const workSeconds = 0.5;
/** One consumer alone would work for 30 s. */
const boundSeconds = 28;

interface Order {
  readonly customer: string;
  readonly number: number;
}

async function judgeOrder(eyes: Eyes): Promise<Verdict> {
  const queue = queueAt(eyes, 'Orders');
  const numbers = Array.from({ length: ordersEach }, (_, at) => at + 1);
  const orders = numbers.flatMap((number) => customers.map((customer) => ({ customer, number })));
  const error = await place(eyes, { at: 'Orders', queue, orders });
  if (error !== undefined) return failed(error);
  const done: Order[] = [];
  const since = stopwatch();
  const isOver = (): boolean => done.length >= orders.length || since() >= boundSeconds;
  const consume = async (): Promise<void> => {
    while (!isOver()) {
      const [message] = await queue.receive();
      if (message === undefined) continue;
      done.push(orderIn(message));
      await pass(eyes, workSeconds);
      await queue.remove(message);
    }
  };
  await Promise.all([consume(), consume(), consume()]);
  const seconds = since();
  if (done.length < orders.length) await queue.collect(3, orders.length - done.length);
  const inOrder = customers.map((customer) => judgeNumbers(customer, done));
  return every([
    ...inOrder.filter(({ outcome }) => outcome === 'failed'),
    done.length >= orders.length
      ? held(`${orders.length} orders in ${seconds} s, each customer's in order`)
      : failed(`${done.length} of ${orders.length} orders are done in ${boundSeconds} s`),
  ]);
}

/** The shop sends them; text where it could not. */
async function place(
  { sdk }: Eyes,
  { at, queue, orders }: { at: Place; queue: Queue; orders: readonly Order[] },
): Promise<string | undefined> {
  const { answer, error } = await run(sdk, 'Shop', {
    queueUrl: `\${${at}}`,
    orders: orders.map(({ customer, number }) => ({
      id: queue.id(`${customer}-${number}`),
      customer: queue.id(customer),
      body: queue.marked(`${customer} ${number}`),
    })),
  });
  if (error !== undefined) return error;
  const sent = Number(answer?.['sent']);
  return sent === orders.length ? undefined : `the shop sends ${sent} of ${orders.length} orders`;
}

function orderIn({ text }: Received): Order {
  const [customer = '', number] = text.split(' ');
  return { customer, number: Number(number) };
}

function judgeNumbers(customer: string, done: readonly Order[]): Verdict {
  const numbers = done.filter((each) => each.customer === customer).map(({ number }) => number);
  const wrong = numbers.find((number, at) => number !== at + 1);
  return wrong === undefined
    ? held(`the orders of ${customer} come in order`)
    : failed(`the orders of ${customer} come as ${numbers.join(', ')}`);
}

export const oneConsumerPerGroup: Check<Stage> = {
  id: 'one-consumer-per-group',
  says: "While one order of a customer is held nobody gets the next, another customer's go on, and after 6 s the held one comes first",
  ways: [by(['sdk', 'eventually'], judgeGroups)],
};

async function judgeGroups(eyes: Eyes): Promise<Verdict> {
  const queue = queueAt(eyes, 'OrdersHeld');
  const orders = [1, 2].flatMap((number) => ['a', 'b'].map((customer) => ({ customer, number })));
  const error = await place(eyes, { at: 'OrdersHeld', queue, orders });
  if (error !== undefined) return failed(error);
  const first = await queue.within(5);
  if (first === undefined) return failed('no order arrives');
  const since = stopwatch();
  const { customer } = orderIn(first);
  const meanwhile = (await queue.collect(3)).map(orderIn);
  const others = meanwhile.filter((each) => each.customer !== customer);
  const passed = meanwhile.find((each) => each.customer === customer);
  if (passed !== undefined)
    return failed(`while order 1 of ${customer} is held somebody gets order ${passed.number}`);
  if (others.map(({ number }) => number).join() !== '1,2') {
    await queue.collect(6, 4);
    return failed(
      `while order 1 of ${customer} is held the other customer gets ${others.length} of 2`,
    );
  }
  const again = (await queue.collect(7, 2)).map(orderIn);
  return again.map(({ number }) => number).join() === '1,2'
    ? held(`the other customer went on; the held order came first again, at second ${since()}`)
    : failed(`after the hold come orders ${again.map(({ number }) => number).join(', ')}`);
}
