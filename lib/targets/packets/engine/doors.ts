/** Ports on 127.0.0.1 that lead into a lab: what comes in there is the administrator's, on the lab's own internet. */
import type { Server, Socket } from 'node:net';
import { nodeOf } from '../compile/scene.ts';
import type { Lab } from './lab.ts';
import type { DoorTo } from './request.ts';

/** @param server listens already, on the host */
export function openDoor(lab: Lab, server: Server, { to, port }: DoorTo): void {
  server.on('connection', (client: Socket) => {
    client.on('error', () => client.destroy());
    const address = lab.requests.entry(to);
    if (address === undefined) {
      client.destroy();
      return;
    }
    const inner = lab.wire.connect(nodeOf.outside('admin'), { address, port });
    inner.on('error', () => client.destroy());
    client.on('close', () => inner.destroy());
    inner.on('close', () => client.destroy());
    client.pipe(inner).pipe(client);
  });
}
