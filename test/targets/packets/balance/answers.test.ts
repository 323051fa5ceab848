/**
 * The codes that a load balancer gives itself.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#load-balancer-http-error-codes
 */
import type { Action } from '../../../../lib/fleet/fleet.ts';
import {
  endAll,
  get,
  kill,
  playing,
  rawTarget,
  ruleOf,
  spoken,
  target,
  until,
  loopback,
} from './loopback.ts';
import { Socket } from 'node:net';

afterEach(endAll);

const host = 'Host: example.com\r\nConnection: close\r\n';

test.each<{ says: string; request: string; status: number }>([
  { says: 'no HTTP', request: 'hello\r\n\r\n', status: 400 },
  { says: 'a line without CR', request: 'echo test\n', status: 400 },
  { says: 'no Host', request: 'GET / HTTP/1.1\r\n\r\n', status: 400 },
  {
    says: 'a space before the colon',
    request: `GET / HTTP/1.1\r\n${host}X : y\r\n\r\n`,
    status: 400,
  },
  {
    says: 'a header over 16 K',
    request: `GET / HTTP/1.1\r\n${host}X: ${'y'.repeat(16_400)}\r\n\r\n`,
    status: 400,
  },
  {
    says: 'headers over 64 K',
    request: `GET / HTTP/1.1\r\n${host}${`X: ${'y'.repeat(9000)}\r\n`.repeat(8)}\r\n`,
    status: 400,
  },
  {
    says: 'two lengths that differ',
    request: `POST / HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
    status: 400,
  },
  {
    says: 'a chunk without size',
    request: `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nx\r\n`,
    status: 400,
  },
  { says: 'TRACE', request: `TRACE / HTTP/1.1\r\n${host}\r\n`, status: 405 },
  {
    says: 'a request line over 16 K',
    request: `GET /${'y'.repeat(17_000)} HTTP/1.1\r\n${host}\r\n`,
    status: 414,
  },
  {
    says: 'more than 30 addresses in X-Forwarded-For',
    request: `GET / HTTP/1.1\r\n${host}X-Forwarded-For: ${Array(31).fill('192.0.2.1').join(', ')}\r\n\r\n`,
    status: 463,
  },
  {
    says: 'a transfer coding but chunked',
    request: `POST / HTTP/1.1\r\n${host}Transfer-Encoding: gzip\r\n\r\n`,
    status: 501,
  },
  { says: 'HTTP/2 unasked', request: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', status: 505 },
])('$says is $status, and the connection is closed', async ({ request, status }) => {
  const { port } = await playing({ targets: [await target('one')] });
  const heard = await spoken(port, request);
  expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(heard).toContain('Server: awselb/2.0\r\n');
});

test('30 addresses in X-Forwarded-For are let through', async () => {
  const { port } = await playing({ targets: [await target('one')] });
  const headers = { 'X-Forwarded-For': Array(30).fill('192.0.2.1').join(', ') };
  expect((await get(port, { headers })).body).toBe('one');
});

test('without registered targets it is 503', async () => {
  const { port } = await playing({});
  const answer = await get(port);
  expect(answer.status).toBe(503);
  expect(answer.headers).toMatchObject({ server: 'awselb/2.0', 'content-type': 'text/html' });
});

test('a refused connection is 502', async () => {
  const one = await target('one');
  const { port } = await playing({ targets: [one] });
  kill(one);
  expect((await get(port)).status).toBe(502);
});

test('a SYN that gets no answer is 504 after ten scaled seconds', async () => {
  const one = await target('one');
  let isDeaf = false;
  const wire = {
    ...loopback,
    connect: (...args: Parameters<typeof loopback.connect>): Socket =>
      isDeaf ? Object.assign(new Socket(), { connecting: true }) : loopback.connect(...args),
  };
  const { port } = await playing({ targets: [one], wire });
  isDeaf = true;
  const since = Date.now();
  expect((await get(port)).status).toBe(504);
  expect(Date.now() - since).toBeGreaterThanOrEqual(95);
});

test.each<{ says: string; speaks: Parameters<typeof rawTarget>[1]; status: number }>([
  { says: 'closes with FIN', speaks: (socket) => socket.end(), status: 502 },
  { says: 'closes with RST', speaks: (socket) => socket.resetAndDestroy(), status: 502 },
  { says: 'answers garbage', speaks: (socket) => socket.end('garbage\r\n\r\n'), status: 502 },
  {
    says: 'has a header that is none',
    speaks: (socket) => socket.end('HTTP/1.1 200 OK\r\nno header\r\n\r\n'),
    status: 502,
  },
  {
    says: 'has a head over 32 K',
    speaks: (socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(33_000)}\r\n\r\n`),
    status: 502,
  },
  {
    says: 'has headers of a megabyte',
    speaks: (socket) =>
      socket.end(`HTTP/1.1 200 OK\r\n${`X: ${'y'.repeat(1000)}\r\n`.repeat(1000)}\r\n`),
    status: 502,
  },
  {
    says: 'ends in the midst of its head',
    speaks: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'),
    status: 502,
  },
  { says: 'never answers', speaks: () => undefined, status: 504 },
  {
    says: 'is slow beyond the idle time-out',
    speaks: (socket) => socket.write('HTTP/1.1 200'),
    status: 504,
  },
])('a target that $says is $status', async ({ speaks, status }) => {
  const { port } = await playing({
    targets: [await rawTarget('one', speaks)],
    balancer: { idleTimeoutSeconds: 0.2 },
  });
  expect((await get(port)).status).toBe(status);
});

test('a head that comes in pieces is waited for', async () => {
  const slow = await rawTarget('slow', (socket) => {
    const pieces = ['HTTP/1.1 2', '00 OK\r\nContent-', 'Length: 2\r\n', '\r', '\no', 'k'];
    pieces.forEach((piece, at) => setTimeout(() => socket.write(piece), 10 * at));
  });
  const { port } = await playing({ targets: [slow] });
  expect((await get(port)).body).toBe('ok');
});

test('a target that closes mid-body cuts the client, and nothing is made up', async () => {
  const one = await rawTarget('one', (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'),
  );
  const { port } = await playing({ targets: [one] });
  const heard = await spoken(port, `GET / HTTP/1.1\r\n${host}\r\n`);
  expect(heard).toMatch(/\r\n\r\nhalf$/);
});

test('a client that does not wait is 460 in the log', async () => {
  const { port, log } = await playing({ targets: [await rawTarget('one', () => undefined)] });
  const controller = new AbortController();
  const asked = get(port, { signal: controller.signal });
  setTimeout(() => {
    controller.abort();
  }, 50);
  await expect(asked).rejects.toThrow('abort');
  await until(() => log.some(({ status }) => status === 460));
  expect(log).toHaveLength(1);
});

test('a client that stops in the midst of its body is 408', async () => {
  const { port } = await playing({
    targets: [
      await target('one', (request, response) => request.on('end', () => response.end()).resume()),
    ],
    balancer: { idleTimeoutSeconds: 0.2 },
  });
  const heard = await spoken(port, `POST / HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\nhalf`);
  expect(heard).toMatch(/^HTTP\/1.1 408 /);
});

test('a connection on which nothing was asked is closed after the idle time-out without a word', async () => {
  const { port } = await playing({ balancer: { idleTimeoutSeconds: 0.2 } });
  expect(await spoken(port, '')).toBe('');
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html */
test('a fixed response is given as it is told', async () => {
  const action: Action = {
    kind: 'fixed-response',
    status: 404,
    contentType: 'application/json',
    body: '{"no":1}',
  };
  const { port } = await playing({ rules: [ruleOf(action)] });
  const answer = await get(port);
  expect([answer.status, answer.body]).toEqual([404, '{"no":1}']);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json',
    server: 'awselb/2.0',
  });
});

test('a redirect leads to where it is told', async () => {
  const action: Action = {
    kind: 'redirect',
    ...{
      status: 301,
      protocol: 'HTTPS',
      host: '#{host}',
      port: '443',
      path: '/#{path}',
      query: '#{query}',
    },
  };
  const { port } = await playing({ rules: [ruleOf(action)] });
  const answer = await get(port, { path: '/a?b=c' });
  expect([answer.status, answer.headers['location']]).toEqual([301, 'https://127.0.0.1:443/a?b=c']);
});

test('what nobody plays says so', async () => {
  const { port } = await playing({
    rules: [ruleOf({ kind: 'not played', type: 'authenticate-oidc' })],
  });
  const answer = await get(port);
  expect([answer.status, answer.body]).toEqual([
    500,
    'authenticate-oidc is not played on this target.\n',
  ]);
});

test('HEAD of an own answer has no body', async () => {
  const { port } = await playing({});
  const heard = await spoken(port, `HEAD / HTTP/1.1\r\n${host}\r\n`);
  expect(heard).toMatch(/^HTTP\/1.1 503 [^]*Content-Length: [1-9][^]*\r\n\r\n$/);
});
