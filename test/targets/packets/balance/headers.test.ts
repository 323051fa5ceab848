/** What a load balancer changes in the headers of a request. */
import type { Balancer } from '../../../../lib/fleet/fleet.ts';
import { endAll, get, spoken } from './loopback.ts';
import { echoing, type Seen } from './echo.ts';

afterEach(endAll);

async function seen(
  balancer: Partial<Balancer>,
  headers: string,
  line = 'GET / HTTP/1.1',
): Promise<Seen> {
  const { port } = await echoing(balancer);
  const heard = await spoken(port, `${line}\r\n${headers}Connection: close\r\n\r\n`);
  return JSON.parse(heard.slice(heard.indexOf('\r\n\r\n') + 4)) as Seen;
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html */
test.each<{ mode: Balancer['forwardedFor']; sent?: string; got: string | undefined }>([
  { mode: 'append', got: '127.0.0.1' },
  { mode: 'append', sent: '127.0.0.4', got: '127.0.0.4, 127.0.0.1' },
  { mode: 'append', sent: '127.0.0.4, 127.0.0.8', got: '127.0.0.4, 127.0.0.8, 127.0.0.1' },
  { mode: 'preserve', got: undefined },
  { mode: 'preserve', sent: '127.0.0.4', got: '127.0.0.4' },
  { mode: 'remove', got: undefined },
  { mode: 'remove', sent: '127.0.0.4', got: undefined },
])('X-Forwarded-For $sent in mode $mode arrives as $got', async ({ mode, sent, got }) => {
  const header = sent === undefined ? '' : `X-Forwarded-For: ${sent}\r\n`;
  const { headers } = await seen({ forwardedFor: mode }, `Host: a\r\n${header}`);
  expect(headers['x-forwarded-for']).toBe(got);
});

test('the client port is appended where it is asked for, and in mode append alone', async () => {
  const appended = await seen({ forwardsClientPort: true }, 'Host: a\r\n');
  expect(appended.headers['x-forwarded-for']).toMatch(/^127\.0\.0\.1:\d+$/);
  const removed = await seen({ forwardsClientPort: true, forwardedFor: 'remove' }, 'Host: a\r\n');
  expect(removed.headers['x-forwarded-for']).toBeUndefined();
});

test('protocol and port are those of the listener, whatever the client says', async () => {
  const { port } = await echoing();
  const headers = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Port': '1' };
  const { headers: got } = JSON.parse((await get(port, { headers })).body) as Seen;
  expect(got).toMatchObject({ 'x-forwarded-proto': 'http', 'x-forwarded-port': String(port) });
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html */
const id = '1-[0-9a-f]{8}-[0-9a-f]{24}';
const root = 'Root=1-67891233-abcdef012345678912345678';

test.each<{ says: string; sent: string; got: RegExp }>([
  { says: 'is made with a root', sent: '', got: new RegExp(`^Root=${id}$`) },
  { says: 'gets a Self before the root', sent: root, got: new RegExp(`^Self=${id};${root}$`) },
  {
    says: 'keeps the fields of applications',
    sent: `${root};CalledFrom=app`,
    got: new RegExp(`^Self=${id};${root};CalledFrom=app$`),
  },
  {
    says: 'has its Self replaced',
    sent: `Self=1-67891233-12456789abcdef0123456780;${root}`,
    got: new RegExp(`^Self=(?!1-67891233)${id};${root}$`),
  },
  {
    says: 'is written anew where the headers exceed 7 KB',
    sent: `${root}\r\nX-Long: ${'y'.repeat(7200)}`,
    got: new RegExp(`^Root=(?!1-67891233)${id}$`),
  },
])('the trace $says', async ({ sent, got }) => {
  const header = sent === '' ? '' : `X-Amzn-Trace-Id: ${sent}\r\n`;
  const { headers } = await seen({}, `Host: a\r\n${header}`);
  expect(headers['x-amzn-trace-id']).toMatch(got);
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#host-header-preservation */
test('Host gets the port of the listener unless it has one, or is kept', async () => {
  const { port } = await echoing();
  const hostOf = async (host: string): Promise<string | undefined> => {
    const heard = await spoken(
      port,
      `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    return (JSON.parse(heard.slice(heard.indexOf('\r\n\r\n') + 4)) as Seen).headers.host;
  };
  expect(await hostOf('example.com')).toBe(`example.com:${port}`);
  expect(await hostOf('example.com:8080')).toBe('example.com:8080');
  expect((await seen({ keepsHostHeader: true }, 'Host: example.com\r\n')).headers.host).toBe(
    'example.com',
  );
});

test('the host of an absolute request line goes before the header', async () => {
  const got = await seen(
    {},
    'Host: example.com\r\n',
    'GET http://dns.name:81/index.html?a HTTP/1.1',
  );
  expect([got.url, got.headers.host]).toEqual(['/index.html?a', 'dns.name:81']);
});

test('a request of HTTP/1.0 without Host gets that of the node', async () => {
  const { headers } = await seen({}, '', 'GET / HTTP/1.0');
  expect(headers.host).toMatch(/^127\.0\.0\.1:\d+$/);
});

test('headers of the connection end here, others go on as they are written', async () => {
  const { raw } = await seen(
    {},
    'Host: a\r\nKeep-Alive: 5\r\nX-Odd_Name: 1\r\nConnection: X-Mine\r\nX-Mine: 2\r\n',
  );
  expect(raw).toContain('X-Odd_Name');
  expect(raw).not.toContain('X-Mine');
  expect(raw).not.toContain('Keep-Alive');
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes */
test('headers with other names than [-A-Za-z0-9]+ are dropped where that is configured', async () => {
  const { raw } = await seen(
    { dropsInvalidHeaders: true },
    'Host: a\r\nX-Odd_Name: 1\r\nX-Good: 2\r\n',
  );
  expect(raw).toContain('X-Good');
  expect(raw).not.toContain('X-Odd_Name');
});
