/**
 * An Application Load Balancer, or the HTTP side of a Classic one: each node accepts at the listeners' ports and sends to
 * targets from its own namespace.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Balancer, Id, Listener } from '../../../fleet/fleet.ts';
import { Unavailable } from '../../../errors.ts';
import { selfSigned } from './certificate.ts';
import { ClientConnection } from './client-connection.ts';
import { Passthrough } from './passthrough.ts';
import { Door, type LogEntry, type Shared } from './routing.ts';
import type { BalancerNode, RunningGroup, Surroundings } from './targets.ts';

export interface BalancerParts extends Surroundings {
  readonly nodes: readonly BalancerNode[];
  readonly groups: ReadonlyMap<Id, RunningGroup>;
  readonly log?: (entry: LogEntry) => void;
}

interface Retiring {
  retire(): void;
}

interface Gate {
  readonly door: Door;
  readonly server: Server;
  readonly sockets: Map<Socket, Retiring>;
}

export class ApplicationBalancer {
  readonly #parts: BalancerParts;
  #nodes: readonly BalancerNode[];
  #shared: Shared;
  readonly #gates = new Map<string, Gate>();

  constructor(balancer: Balancer, parts: BalancerParts) {
    this.#parts = parts;
    this.#nodes = parts.nodes;
    this.#shared = this.#sharedOf(balancer, parts.groups);
  }

  /** Listeners that cannot be played, and why. */
  get unavailable(): readonly { readonly listener: Id; readonly why: Unavailable }[] {
    return this.#shared.balancer.listeners.flatMap((listener) => {
      if (isPlayed(listener)) return [];
      const why = new Unavailable(`${listener.protocol} listeners are not played on this target`);
      return [{ listener: listener.id, why }];
    });
  }

  async start(): Promise<void> {
    this.#serve();
    await this.#open();
  }

  /** A node that is not among them is lost, with its connections. */
  async stand(nodes: readonly BalancerNode[]): Promise<void> {
    const names = new Set(nodes.map(({ name }) => name));
    for (const [key, gate] of this.#gates) {
      if (names.has(gate.door.node.name)) continue;
      this.#shut(key, gate);
      for (const socket of gate.sockets.keys()) socket.destroy();
    }
    this.#nodes = nodes;
    this.#serve();
    await this.#open();
  }

  /** Takes effect on the next request of each connection. Listeners that are gone take no more, and end what they have. */
  async update(balancer: Balancer, groups: ReadonlyMap<Id, RunningGroup>): Promise<void> {
    const before = this.#shared.groups;
    this.#shared = this.#sharedOf(balancer, groups);
    for (const [id, group] of before) if (groups.get(id) !== group) group.serve(undefined);
    this.#serve();
    for (const [key, gate] of this.#gates) {
      const listener = balancer.listeners.find((each) => keyOf(each, gate.door.node) === key);
      if (listener === undefined) this.#shut(key, gate);
      else gate.door.update(listener, this.#shared);
    }
    await this.#open();
  }

  close(): void {
    for (const [key, gate] of this.#gates) {
      this.#shut(key, gate);
      for (const socket of gate.sockets.keys()) socket.destroy();
    }
    for (const group of this.#shared.groups.values()) group.serve(undefined);
  }

  #sharedOf(balancer: Balancer, groups: ReadonlyMap<Id, RunningGroup>): Shared {
    const { wire, scale, log } = this.#parts;
    return { balancer, groups, around: { wire, scale }, log };
  }

  /** Groups that a rule forwards to are in use, the others not. */
  #serve(): void {
    const { balancer, groups } = this.#shared;
    const used = new Set(
      balancer.listeners.flatMap(({ rules }) =>
        rules.flatMap(({ action }) =>
          action.kind === 'forward' ? action.groups.map(({ group }) => group) : [],
        ),
      ),
    );
    const service = { nodes: this.#nodes, isCrossZone: balancer.isCrossZone };
    for (const [id, group] of groups) group.serve(used.has(id) ? service : undefined);
  }

  async #open(): Promise<void> {
    const wanted = this.#shared.balancer.listeners.filter(isPlayed);
    for (const node of this.#nodes)
      for (const listener of wanted)
        if (!this.#gates.has(keyOf(listener, node))) await this.#openGate(node, listener);
  }

  async #openGate(node: BalancerNode, listener: Listener): Promise<void> {
    const door = new Door(node, listener, this.#shared);
    const sockets = new Map<Socket, Retiring>();
    const server = serverOf(listener, this.#shared.balancer, (socket) => {
      const isHttp = listener.protocol === 'HTTP' || listener.protocol === 'HTTPS';
      sockets.set(
        socket,
        isHttp ? new ClientConnection(socket, door) : new Passthrough(socket, door),
      );
      socket.once('close', () => sockets.delete(socket));
    });
    this.#gates.set(keyOf(listener, node), { door, server, sockets });
    await this.#parts.wire.listen(server, {
      node: node.name,
      address: node.address,
      port: listener.port,
    });
  }

  #shut(key: string, { server, sockets }: Gate): void {
    this.#gates.delete(key);
    server.close();
    for (const connection of sockets.values()) connection.retire();
  }
}

/** HTTPS with a certificate of its own making: that of the template is AWS's alone. */
function serverOf(
  { protocol }: Listener,
  { id }: Balancer,
  accept: (socket: Socket) => void,
): Server {
  if (protocol === 'HTTP' || protocol === 'TCP') return createServer(accept);
  return createTlsServer(
    selfSigned(`${id.replace(/[^A-Za-z0-9]+/g, '-')}.lab`.toLowerCase()),
    accept,
  );
}

const played: ReadonlySet<Listener['protocol']> = new Set(['HTTP', 'HTTPS', 'TCP', 'TLS']);

function isPlayed({ protocol }: Listener): boolean {
  return played.has(protocol);
}

function keyOf({ protocol, port }: Listener, node: BalancerNode): string {
  return `${node.name} ${protocol} ${port}`;
}
