/** What passes through a load balancer. */
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Balancer } from '../../../../lib/fleet/fleet.ts';
import { endAll, get, playing, rawTarget, spoken, target, until } from './loopback.ts';
import { echoing, type Seen } from './echo.ts';

afterEach(endAll);

test('with two ways to tell the length the chunks count, and the connection is closed', async () => {
  const { port } = await echoing();
  const heard = await spoken(
    port,
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  );
  expect(heard).toContain('Connection: close\r\n');
  const got = JSON.parse(heard.slice(heard.indexOf('\r\n\r\n') + 4)) as Seen;
  expect([got.body, got.headers['content-length']]).toEqual(['ok', undefined]);
});

test.each<{ says: string; chunked: boolean }>([
  { says: 'with a length', chunked: false },
  { says: 'in chunks', chunked: true },
])('five megabytes $says go there and back unchanged', async ({ chunked }) => {
  const back = await target('back', (request, response) => {
    if (!chunked) response.setHeader('Content-Length', request.headers['content-length'] ?? '');
    request.pipe(response);
  });
  const { port } = await playing({ targets: [back] });
  const body = Buffer.alloc(5_000_000, 'abcdefg');
  const headers = chunked ? {} : { 'Content-Length': body.length };
  const request = httpRequest({ port, method: 'POST', headers });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [NodeJS.ReadableStream];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  expect(Buffer.concat(parts).equals(body)).toBe(true);
});

test('what is sent is not gathered: the first part arrives while the rest is not written yet', async () => {
  const slow = await target('slow', (_request, response) => {
    response.write('first');
    setTimeout(() => response.end('last'), 300);
  });
  const { port } = await playing({ targets: [slow] });
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  expect(bytes.toString()).toContain('first');
  expect(bytes.toString()).not.toContain('last');
  await once(socket, 'close');
});

test('a client that does not read holds the target', async () => {
  let written = 0;
  const big = await target('big', (_request, response) => {
    const part = Buffer.alloc(65_536);
    const more = (): void => {
      while (written < 200_000_000 && response.write(part)) written += part.length;
    };
    response.on('drain', more).on('error', () => undefined);
    more();
  });
  const { port } = await playing({ targets: [big] });
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await wait(300);
  expect(written).toBeLessThan(50_000_000);
  socket.destroy();
});

test('connections to targets are used again, and those to clients too', async () => {
  let connections = 0;
  const one = await rawTarget('one', (socket) => {
    connections += 1;
    const answer = (): unknown => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    socket.on('data', answer);
    answer();
  });
  const { port } = await playing({ targets: [one] });
  for (let asked = 0; asked < 5; asked += 1) expect((await get(port)).body).toBe('ok');
  expect(connections).toBe(1);
});

test('requests sent without waiting are answered in order', async () => {
  const one = await target('one', (request, response) => {
    setTimeout(() => response.end(request.url), request.url === '/1' ? 50 : 0);
  });
  const { port } = await playing({ targets: [one] });
  const asked = ['/1', '/2'].map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join('');
  const heard = await spoken(
    port,
    `${asked}GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
  );
  expect([...heard.matchAll(/\r\n\r\n(\/\d)/g)].map(([, path]) => path)).toEqual([
    '/1',
    '/2',
    '/3',
  ]);
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#http-connections */
test('100 Continue is answered at once, without asking the target', async () => {
  const { port } = await echoing();
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n',
  );
  const [first] = (await once(socket, 'data')) as [Buffer];
  expect(first.toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  socket.write('ok');
  const [second] = (await once(socket, 'data')) as [Buffer];
  expect(second.toString()).toContain('"body":"ok"');
  expect(second.toString()).not.toContain('"expect"');
});

test.each<{ says: string; method: string; answer: string }>([
  { says: 'HEAD', method: 'HEAD', answer: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n' },
  { says: '204', method: 'GET', answer: 'HTTP/1.1 204 No Content\r\n\r\n' },
  {
    says: '304 with a length',
    method: 'GET',
    answer: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n',
  },
])('no body is waited for after $says', async ({ method, answer }) => {
  const { port } = await playing({
    targets: [await rawTarget('one', (socket) => socket.write(answer))],
  });
  const heard = await spoken(port, `${method} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  expect(heard.split('\r\n')[0]).toBe(answer.split('\r\n')[0]);
});

test('a body that ends with the connection comes in chunks, and the client keeps its connection', async () => {
  const old = await rawTarget('old', (socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nhello'));
  const { port } = await playing({ targets: [old] });
  const answer = await get(port);
  expect([answer.body, answer.headers['transfer-encoding'], answer.headers['connection']]).toEqual([
    'hello',
    'chunked',
    'keep-alive',
  ]);
});

test('a client of HTTP/1.0 gets chunks without their frames', async () => {
  const one = await target('one', (_request, response) => {
    response.write('hel');
    response.end('lo');
  });
  const { port } = await playing({ targets: [one] });
  const heard = await spoken(port, 'GET / HTTP/1.0\r\nHost: a\r\n\r\n');
  expect(heard).toMatch(/Connection: close\r\n\r\nhello$/);
  expect(heard).not.toMatch(/chunked/i);
});

test('POST is not sent twice where the target closes', async () => {
  let asked = 0;
  const one = await rawTarget('one', (socket) => {
    asked += 1;
    socket.end();
  });
  const { port } = await playing({ targets: [one, { ...one, id: 'again' }] });
  expect((await get(port, { method: 'POST', body: 'x' })).status).toBe(502);
  expect(asked).toBe(1);
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html */
async function upgraded(
  balancer: Partial<Balancer> = {},
): Promise<{ socket: Socket; heard: () => string }> {
  const one = await rawTarget('one', (socket) => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhi',
    );
    socket.on('data', (bytes) => socket.write(`<${bytes.toString()}>`));
  });
  const { port } = await playing({ targets: [one], balancer });
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await until(() => text.endsWith('hi'));
  return { socket, heard: () => text };
}

test('a WebSocket passes both ways', async () => {
  const { socket, heard } = await upgraded();
  expect(heard()).toMatch(
    /^HTTP\/1.1 101 [^]*Upgrade: websocket\r\nConnection: upgrade\r\n\r\nhi$/,
  );
  socket.write('frame');
  await until(() => heard().endsWith('<frame>'));
  socket.destroy();
});

test('a WebSocket without frames ends after the idle time-out', async () => {
  const { socket } = await upgraded({ idleTimeoutSeconds: 0.2 });
  await once(socket, 'close');
  expect(socket.destroyed).toBe(true);
});

test('a Classic TCP listener passes bytes as they are', async () => {
  const one = await rawTarget('one', (socket) => socket.end('any bytes'));
  const { port } = await playing({
    targets: [one],
    balancer: { kind: 'classic' },
    listener: { protocol: 'TCP' },
  });
  expect(await spoken(port, 'no HTTP')).toBe('any bytes');
});
