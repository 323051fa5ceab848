/** The endpoint to which SNS posts. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { withListener } from '../../lib/sns/listener.ts';

const half = 'POST / HTTP/1.1\r\nHost: it\r\nContent-Length: 100\r\n\r\n{"Type":';

/** A post of which only half ever comes. */
async function halfPosted(url: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(half);
  await pause(50);
  return socket;
}

test('what is posted is kept, and answered as told', async () => {
  await withListener(async (listener) => {
    listener.status = 503;
    const sent = { Type: 'Notification', Message: 'hello' };
    const { status } = await fetch(listener.url, { method: 'POST', body: JSON.stringify(sent) });
    expect(status).toBe(503);
    expect(listener.posted).toEqual([sent]);
  });
});

test('a post that its sender cuts off is no post, and breaks nothing', async () => {
  await withListener(async (listener) => {
    (await halfPosted(listener.url)).destroy();
    await pause(50);
    expect(listener.posted).toEqual([]);
  });
});

test('a post that is under way when the work is done is cut off, and breaks nothing', async () => {
  const socket = await withListener((listener) => halfPosted(listener.url));
  await once(socket, 'close');
  await pause(50);
  expect(socket.destroyed).toBe(true);
});
