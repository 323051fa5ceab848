import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { healthIn, healthOf, requireHealth } from '../../../lib/targets/localstack/health.ts';

const answer = (version: string, edition: string): string =>
  JSON.stringify({ services: { s3: 'available' }, edition, version });

describe('the health answer of a LocalStack', () => {
  test.each([
    ['4.14.0', 'community', 'open'],
    ['4.14.0', 'unknown', 'open'],
    ['4.14.0', 'pro', 'licensed'],
    ['2026.3.0', 'community', 'licensed'],
    ['2026.3.0', 'pro', 'licensed'],
  ])('%s that calls itself %s is %s', (version, name, edition) => {
    expect(healthIn(answer(version, name))).toEqual({ version, edition });
  });

  test.each([
    '',
    'null',
    '"ok"',
    '<html></html>',
    '{"status":"ok"}',
    '{"version":"1","edition":"x"}',
  ])('nothing else is taken for one: %j', (text) => {
    expect(healthIn(text)).toBeUndefined();
  });
});

describe('asking an endpoint', () => {
  let server: Server;
  let endpoint = '';
  let says = '';
  let info = '';
  beforeEach(async () => {
    server = createServer((asked, response) =>
      response.end(asked.url === '/_localstack/info' ? info : says),
    );
    info = '{"session_id":"a"}';
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => server.close());

  test('gives what answers', async () => {
    says = answer('4.14.0', 'community');
    expect(await requireHealth(endpoint)).toEqual({ version: '4.14.0', edition: 'open' });
  });

  test('refuses something else that answers, in one sentence', async () => {
    says = 'welcome';
    await expect(requireHealth(endpoint)).rejects.toMatchObject({
      code: 'NotLocalstack',
      message: `what answers at ${endpoint} is not LocalStack`,
    });
    expect(await healthOf(endpoint)).toBeUndefined();
  });

  test('refuses another emulator that speaks its health answer', async () => {
    says = answer('1.5.33', 'light');
    info = '{"error":"Unknown LocalStack endpoint: /_localstack/info."}';
    await expect(requireHealth(endpoint)).rejects.toMatchObject({ code: 'NotLocalstack' });
    expect(await healthOf(endpoint)).toBeUndefined();
  });

  test.each(['foo', '127.0.0.1:4566', 'file:///etc/passwd', 'http://u:secret@127.0.0.1:4566'])(
    'refuses %s before anything is asked, without a password in the sentence',
    async (address) => {
      const refusal = requireHealth(address);
      await expect(refusal).rejects.toMatchObject({ code: 'BadEndpoint' });
      await expect(refusal).rejects.not.toThrow(/secret/);
    },
  );

  test('refuses an address where nobody answers', async () => {
    server.close();
    server.closeAllConnections();
    await expect(requireHealth(endpoint)).rejects.toMatchObject({ code: 'NothingAnswers' });
  });
});
