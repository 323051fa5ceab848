/** Somebody who takes connections and never answers. */
import { createServer, type AddressInfo } from 'node:net';
import { clientFor } from '../../../../lib/targets/api/client.ts';
import { explainedFailure } from '../../../../lib/targets/aws/enter/failures.ts';

test('silence ends each try after the bound, and is told as AWS that cannot be reached', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = clientFor({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    identity: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    ...{ attempts: 2, silenceMilliseconds: 100 },
  });
  const error: unknown = await client
    .send('sts', 'GetCallerIdentity', {})
    .catch((thrown: unknown) => thrown);
  expect(explainedFailure(error, 'sts')).toMatchObject({ code: 'AwsUnreachable' });
  expect(connections).toBe(2);
  await new Promise((resolve) => server.close(resolve));
}, 20_000);
