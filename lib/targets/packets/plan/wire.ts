/** Sockets in namespaces of the lab, as what serves there sees them. Tests give loopback instead. */
import type { Server } from 'node:http';
import type { Server as TcpServer, Socket } from 'node:net';
import type { Socket as UdpSocket } from 'node:dgram';
import type { NodeName } from './plan.ts';

export interface Wire {
  /** Listens in the node; resolves once connections are taken. */
  listen(server: Server | TcpServer, at: Listening): Promise<void>;
  /** A connection under way from the node: `connect` or `error` follows. */
  connect(from: NodeName, to: Destination): Socket;
  /** Bound in the node. */
  udp(at: Listening): Promise<UdpSocket>;
}

export interface Listening {
  readonly node: NodeName;
  /** @default every address of the node */
  readonly address?: string;
  readonly port: number;
}

export interface Destination {
  readonly address: string;
  readonly port: number;
  /** @default the kernel chooses */
  readonly localAddress?: string;
  readonly localPort?: number;
}
