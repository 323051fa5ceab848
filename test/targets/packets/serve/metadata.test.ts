/** What an instance is told about itself, and who is told nothing. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Facts, metadataService } from '../../../../lib/targets/packets/serve/metadata.ts';

const facts: Facts = {
  instanceId: 'i-0123456789abcdef0',
  imageId: 'ami-1',
  instanceType: 't4g.micro',
  region: 'eu-west-1',
  zone: 'eu-west-1a',
  accountId: '123456789012',
  localAddress: '10.0.2.10',
  publicAddress: '198.51.100.7',
  hostname: 'ip-10-0-2-10.eu-west-1.compute.internal',
  mac: '02:00:00:00:00:01',
  interfaceId: 'eni-1',
  subnetId: 'subnet-1',
  subnetCidr: '10.0.2.0/24',
  vpcId: 'vpc-1',
  vpcCidr: '10.0.0.0/16',
  securityGroups: [{ id: 'sg-1', name: 'web' }],
  role: 'HostRole',
  userData: '#!/bin/sh\ntrue\n',
  launched: new Date('2026-01-02T03:04:05.678Z'),
  options: { isEnabled: true, tokens: 'required', hopLimit: 1 },
};

let current: Facts | undefined = facts;
let server: Server;
beforeAll(async () => {
  server = createServer(metadataService(() => current));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  current = facts;
});

interface Given {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

function ask(path: string, { method = 'GET', headers = {} }: Given = {}) {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sent = request({ port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode, body });
      });
    });
    sent.on('error', reject).end();
  });
}

async function tokenOf(ttl = '60'): Promise<Record<string, string>> {
  const headers = { 'X-aws-ec2-metadata-token-ttl-seconds': ttl };
  const { body } = await ask('/latest/api/token', { method: 'PUT', headers });
  return { 'X-aws-ec2-metadata-token': body };
}

test.each([
  { ttl: '1', status: 200 },
  { ttl: '21600', status: 200 },
  { ttl: '0', status: 400 },
  { ttl: '21601', status: 400 },
  { ttl: 'long', status: 400 },
])('a token for $ttl seconds is answered with $status', async ({ ttl, status }) => {
  const headers = { 'X-aws-ec2-metadata-token-ttl-seconds': ttl };
  const answer = await ask('/latest/api/token', { method: 'PUT', headers });
  expect(answer.status).toBe(status);
});

test.each([
  { what: 'a token without its time', path: '/latest/api/token', method: 'PUT', status: 400 },
  { what: 'a token by GET', path: '/latest/api/token', method: 'GET', status: 405 },
  { what: 'data without a token', path: '/latest/meta-data/', method: 'GET', status: 401 },
  { what: 'data by POST', path: '/latest/meta-data/', method: 'POST', status: 405 },
])('$what is refused with $status', async ({ path, method, status }) => {
  expect(await ask(path, { method })).toMatchObject({ status });
});

test('a token is not given to what came through a proxy', async () => {
  const headers = { 'X-aws-ec2-metadata-token-ttl-seconds': '60', 'X-Forwarded-For': '10.0.0.1' };
  const answer = await ask('/latest/api/token', { method: 'PUT', headers });
  expect(answer.status).toBe(403);
});

test('a token is good for its instance and its time alone', async () => {
  const headers = await tokenOf('1');
  const status = async () => (await ask('/latest/meta-data/mac', { headers })).status;
  expect(await status()).toBe(200);
  current = { ...facts, instanceId: 'i-other' };
  expect(await status()).toBe(401);
  current = facts;
  await new Promise((resolve) => setTimeout(resolve, 1050));
  expect(await status()).toBe(401);
});

test('where tokens are optional none is needed, and a wrong one is refused', async () => {
  current = { ...facts, options: { ...facts.options, tokens: 'optional' } };
  expect(await ask('/latest/meta-data/instance-id')).toEqual({
    status: 200,
    body: facts.instanceId,
  });
  const headers = { 'X-aws-ec2-metadata-token': 'made-up' };
  expect(await ask('/latest/meta-data/instance-id', { headers })).toMatchObject({ status: 401 });
});

test('who turned it off, or is nobody, is answered with 403', async () => {
  const headers = await tokenOf();
  current = { ...facts, options: { ...facts.options, isEnabled: false } };
  expect((await ask('/latest/meta-data/', { headers })).status).toBe(403);
  current = undefined;
  expect((await ask('/latest/meta-data/', { headers })).status).toBe(403);
});

test.each([
  { path: '/latest/meta-data/placement/', body: 'availability-zone\nregion' },
  { path: '/latest/meta-data/placement/availability-zone', body: 'eu-west-1a' },
  { path: '/2021-03-23/meta-data/public-ipv4', body: '198.51.100.7' },
  { path: '/latest/meta-data/network/interfaces/macs', body: '02:00:00:00:00:01/' },
  {
    path: '/latest/meta-data/network/interfaces/macs/02:00:00:00:00:01/subnet-id',
    body: 'subnet-1',
  },
  { path: '/latest/meta-data/iam/security-credentials/', body: 'HostRole' },
  { path: '/latest/user-data', body: '#!/bin/sh\ntrue\n' },
])('$path is answered', async ({ path, body }) => {
  expect(await ask(path, { headers: await tokenOf() })).toEqual({ status: 200, body });
});

test.each(['/latest/meta-data/tags/instance', '/latest/meta-data/absent', '/newest/meta-data'])(
  '%s is not found',
  async (path) => {
    expect(await ask(path, { headers: await tokenOf() })).toMatchObject({ status: 404 });
  },
);

test('tags are there where the instance allows them', async () => {
  current = { ...facts, tags: { Name: 'web one' } };
  const { body } = await ask('/latest/meta-data/tags/instance/Name', { headers: await tokenOf() });
  expect(body).toBe('web one');
});

test('credentials are plainly fake, and the identity document is of the instance', async () => {
  const headers = await tokenOf();
  const path = '/latest/meta-data/iam/security-credentials/HostRole';
  expect((await ask(path, { headers })).body).toContain('ASIAFAKEFAKEFAKEFAKE');
  const { body } = await ask('/latest/dynamic/instance-identity/document', { headers });
  expect(JSON.parse(body)).toMatchObject({
    instanceId: facts.instanceId,
    architecture: 'arm64',
    pendingTime: '2026-01-02T03:04:05Z',
  });
});
