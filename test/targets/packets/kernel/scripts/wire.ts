/** Node's own servers and clients, in two namespaces. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { messageOf } from '../../../../../lib/errors.ts';
import { Kernel } from '../../../../../lib/targets/packets/kernel/kernel.ts';
import { KernelWire } from '../../../../../lib/targets/packets/kernel/wire.ts';
import { line, tell } from './plans.ts';

const kernel = new Kernel();
await kernel.apply(line());
const wire = new KernelWire((node) => kernel.namespaceOf(node));
const server = createServer(({ socket }, response) => {
  response.end(
    `${socket.remoteAddress ?? ''} ${socket.remotePort ?? ''} ${socket.localAddress ?? ''}`,
  );
});
await wire.listen(server, { node: 'right', port: 80 });
const only = createServer((_, response) => response.end('only'));
await wire.listen(only, { node: 'right', address: '10.0.2.2', port: 81 });

async function got(address: string, port: number, more = {}): Promise<string> {
  const socket = wire.connect('left', { address, port, ...more });
  const asking = request({ createConnection: () => socket, headers: { connection: 'close' } });
  asking.end();
  const [answer] = (await once(asking, 'response')) as [NodeJS.ReadableStream];
  return text(answer);
}

const responder = await wire.udp({ node: 'right', port: 53 });
responder.on('message', (bytes, { address, port }) => {
  responder.send(Buffer.concat([bytes, Buffer.from(` ${address}`)]), port, address);
});
const client = await wire.udp({ node: 'left', address: '10.0.1.2', port: 5000 });
client.send('asked by', 53, '10.0.2.2');
const [reply] = (await once(client, 'message')) as [Buffer];

tell({
  v4: await got('10.0.2.2', 80, { localAddress: '10.0.1.2', localPort: 40_000 }),
  v6: await got('fd00:2::2', 80, { localPort: 40_001 }),
  only: await got('10.0.2.2', 81),
  refused: await got('fd00:2::2', 81).catch(messageOf),
  taken: await wire.listen(createServer(), { node: 'right', port: 80 }).catch(messageOf),
  udp: reply.toString(),
});
for (const each of [server, only]) each.close();
for (const each of [responder, client]) each.close();
kernel.close();
