/** A node of the network may go while somebody is about to send from it: that ends a connection, not the engine. */
import { once } from 'node:events';
import { KernelWire } from '../../../../lib/targets/packets/kernel/wire.ts';

test('a connection from a node that is gone fails as any other does', async () => {
  const wire = new KernelWire((node) => {
    throw new Error(`there is no node ${node}`);
  });
  const socket = wire.connect('host gone', { address: '10.0.0.1', port: 80 });
  const [error] = (await once(socket, 'error').catch((each: unknown) => [each])) as [Error];
  expect(error.message).toBe('there is no node host gone');
});
