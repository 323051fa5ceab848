/** A connection from a node to a target, used by one request after the other and kept open in between. */
import type { Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { Idle, Seat } from './seat.ts';

/** Who uses it now. */
export interface User {
  received(bytes: Buffer): void;
  /** The target has no more to say. */
  ended(): void;
  /** No connection, or one that is lost. */
  failed(status: 502 | 504): void;
  /** Nothing came or went for the idle time-out. */
  silent(): void;
  /** More may be written. */
  drained(): void;
}

export interface Times {
  readonly idleMs: number;
  readonly connectMs: number;
}

/** Kept from an earlier request, or made. */
export function connectionTo(seat: Seat, isTls: boolean, times: Times): TargetConnection {
  const idle = seat.takeIdle();
  return idle instanceof TargetConnection ? idle : new TargetConnection(seat, isTls, times);
}

export class TargetConnection implements Idle {
  readonly socket: Socket;
  user: User | undefined;
  readonly #seat: Seat;
  readonly #plain: Socket;

  constructor(seat: Seat, isTls: boolean, { idleMs, connectMs }: Times) {
    const { around, node, target } = seat.place;
    this.#seat = seat;
    this.#plain = around.wire.connect(node, { address: target.address, port: target.port });
    this.socket = isTls
      ? tlsConnect({ socket: this.#plain, rejectUnauthorized: false })
      : this.#plain;
    this.#awaitConnection(isTls ? 'secureConnect' : 'connect', connectMs);
    this.#listen();
    this.socket.setNoDelay(true);
    this.socket.setTimeout(idleMs);
  }

  /** To be kept for the next request, or closed. */
  release(isReusable: boolean): void {
    this.user = undefined;
    this.socket.resume();
    if (!isReusable || this.socket.destroyed || !this.#seat.giveIdle(this)) this.destroy();
  }

  destroy(): void {
    this.user = undefined;
    this.#seat.dropIdle(this);
    this.socket.destroy();
    this.#plain.destroy();
  }

  #awaitConnection(event: 'connect' | 'secureConnect', connectMs: number): void {
    const timer = setTimeout(() => {
      this.#fail(504);
    }, connectMs);
    timer.unref();
    const settled = (): void => {
      clearTimeout(timer);
    };
    this.socket.once(event, settled).once('close', settled);
  }

  #listen(): void {
    this.socket
      .on('data', (bytes: Buffer) => {
        if (this.user === undefined) this.destroy();
        else this.user.received(bytes);
      })
      .on('drain', () => this.user?.drained())
      .on('timeout', () => {
        if (this.user === undefined) this.destroy();
        else this.user.silent();
      })
      .on('end', () => {
        if (this.user === undefined) this.destroy();
        else this.user.ended();
      })
      .on('error', (error: NodeJS.ErrnoException) => {
        this.#fail(error.code === 'ETIMEDOUT' ? 504 : 502);
      })
      .on('close', () => {
        this.#fail(502);
      });
    if (this.#plain !== this.socket)
      this.#plain.on('error', () => {
        this.#fail(502);
      });
  }

  #fail(status: 502 | 504): void {
    const { user } = this;
    this.destroy();
    user?.failed(status);
  }
}
