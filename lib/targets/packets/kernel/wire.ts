/** Sockets in namespaces of the lab, as Node's own. */
import type { Server as HttpServer } from 'node:http';
import type { Server as TcpServer } from 'node:net';
import type { Socket as UdpSocket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Socket, isIPv4 } from 'node:net';
import type { NodeName } from '../plan/plan.ts';
import type { Destination, Listening, Wire } from '../plan/wire.ts';
import type { Namespace } from './namespaces.ts';
import { familyOf } from './netlink/address.ts';
import { boundSocket, socketIn, socketType } from './sockets/address.ts';

export type NamespaceOf = (node: NodeName) => Namespace;

export class KernelWire implements Wire {
  readonly #namespaceOf: NamespaceOf;

  /** @param namespaceOf as of `Kernel` */
  constructor(namespaceOf: NamespaceOf) {
    this.#namespaceOf = namespaceOf;
  }

  async listen(server: HttpServer | TcpServer, at: Listening): Promise<void> {
    const fd = boundSocket(this.#namespaceOf(at.node), socketType.stream, at);
    const listening = once(server, 'listening');
    server.listen({ fd });
    await listening;
  }

  /** Where the node is gone, with a zone or for good, the socket says so as it would of any failure: later, and by `error`. */
  connect(from: NodeName, to: Destination): Socket {
    const { address, port, localAddress, localPort } = to;
    try {
      const kind = { family: familyOf(address), type: socketType.stream };
      // Without `manualStart` it would read before there is a connection.
      const own = { fd: socketIn(this.#namespaceOf(from), kind), manualStart: true };
      return new Socket(own).connect({
        ...{ host: address, port },
        ...(localAddress !== undefined && { localAddress }),
        ...(localPort !== undefined && { localPort }),
      });
    } catch (error) {
      return new Socket().destroy(error as Error);
    }
  }

  async udp(at: Listening): Promise<UdpSocket> {
    const fd = boundSocket(this.#namespaceOf(at.node), socketType.datagram, at);
    const type = at.address !== undefined && isIPv4(at.address) ? 'udp4' : 'udp6';
    const socket = createSocket(type);
    const listening = once(socket, 'listening');
    socket.bind({ fd });
    await listening;
    return socket;
  }
}
