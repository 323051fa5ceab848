/** A TCP listener of a Classic Load Balancer: what comes is passed on as it is. */
import type { Socket } from 'node:net';
import type { Door } from './routing.ts';
import type { Flight, Seat } from './seat.ts';

export class Passthrough implements Flight {
  readonly #client: Socket;
  readonly #target: Socket | undefined;

  constructor(client: Socket, door: Door) {
    this.#client = client;
    client.on('error', () => client.destroy());
    const seat = seatOf(door);
    if (seat === undefined) {
      client.destroy();
      return;
    }
    const { around, node, target } = seat.place;
    const socket = around.wire.connect(node, { address: target.address, port: target.port });
    this.#target = socket;
    seat.enter(this);
    const end = (): void => {
      this.cut();
      seat.leave(this);
    };
    const idleMs = door.shared.balancer.idleTimeoutSeconds * 1000;
    for (const each of [client, socket])
      each.setTimeout(idleMs, end).on('error', end).on('close', end);
    client.pipe(socket).pipe(client);
  }

  /** It ends when one of its ends does. */
  retire(): void {
    if (this.#target === undefined) this.#client.destroy();
  }

  cut(): void {
    this.#client.destroy();
    this.#target?.destroy();
  }
}

function seatOf({ listener, node, shared }: Door): Seat | undefined {
  const action = listener.rules.at(-1)?.action;
  if (action?.kind !== 'forward') return undefined;
  const [first] = action.groups;
  return first === undefined ? undefined : shared.groups.get(first.group)?.choose(node.name);
}
