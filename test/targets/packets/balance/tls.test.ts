/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html */
import { once } from 'node:events';
import { X509Certificate } from 'node:crypto';
import { createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { selfSigned } from '../../../../lib/targets/packets/balance/certificate.ts';
import type { Target } from '../../../../lib/targets/packets/balance/targets.ts';
import { atEnd, check, endAll, get, playing, target } from './loopback.ts';

afterEach(endAll);

async function getSecurely(port: number): Promise<{ body: string; answer: IncomingMessage }> {
  const request = httpsRequest({
    port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    agent: false,
  });
  request.end();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  let body = '';
  for await (const part of answer) body += String(part);
  return { body, answer };
}

test('the certificate is its own issuer, signs itself and holds the name', () => {
  const { cert, key } = selfSigned('alb.lab');
  const read = new X509Certificate(cert);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkHost('alb.lab')).toBe('alb.lab');
  expect(key).toContain('PRIVATE KEY');
});

test('an HTTPS listener says so to the target', async () => {
  const one = await target('one', (request, response) => {
    response.end(String(request.headers['x-forwarded-proto']));
  });
  const stickiness = { by: 'lb_cookie', seconds: 60, cookie: undefined } as const;
  const { port } = await playing({
    targets: [one],
    listener: { protocol: 'HTTPS' },
    group: { stickiness },
  });
  const { body, answer } = await getSecurely(port);
  expect(body).toBe('https');
  expect(answer.headers['set-cookie']?.[1]).toMatch(/SameSite=None; Secure$/);
});

async function secureTarget(): Promise<Target> {
  const server = createServer(selfSigned('one.lab'), (_request, response) =>
    response.end('secure'),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    id: 'one',
    address: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    zone: 'a',
  };
}

test('targets of an HTTPS group are spoken to over TLS, whatever their certificate', async () => {
  const healthCheck = { ...check, protocol: 'HTTPS' } as const;
  const { port, group } = await playing({
    targets: [await secureTarget()],
    group: { protocol: 'HTTPS', healthCheck },
  });
  expect(group.healths()[0]?.health.state).toBe('healthy');
  expect((await get(port)).body).toBe('secure');
});

test('a target that speaks no TLS is 502 in an HTTPS group', async () => {
  const { port } = await playing({ targets: [await target('one')], group: { protocol: 'HTTPS' } });
  expect((await get(port)).status).toBe(502);
});

test('listeners of other protocols are unavailable by name', async () => {
  const { balancer } = await playing({ listener: { protocol: 'GENEVE' } });
  expect(balancer.unavailable.map(({ listener, why }) => `${listener}: ${why.message}`)).toEqual([
    'Listener: GENEVE listeners are not played on this target',
  ]);
});
