/**
 * One request and its response between a client and a target. Neither body is gathered: what comes is passed on, and who
 * sends is held while the other does not take.
 */
import type { Socket } from 'node:net';
import { failure, type Answer } from './answers.ts';
import { MalformedBody, responseFraming, type Framing } from './framing.ts';
import {
  changesOf,
  isUpgrade,
  keepsOpen,
  requestText,
  responseText,
  type Arrival,
} from './forwarded.ts';
import { headLength, limits, readResponse, type RequestHead, type ResponseHead } from './head.ts';
import type { Door, Picked } from './routing.ts';
import type { Flight, Seat } from './seat.ts';
import { connectionTo, type TargetConnection, type User } from './target-connection.ts';

/** What an exchange does with its client. */
export interface Client {
  readonly socket: Socket;
  readonly arrival: Arrival;
  /** The connection takes no request after this one. */
  readonly isLast: boolean;
  /** Nothing of the response is out yet: one of our own instead. */
  answer(answer: Answer, isClosing: boolean): void;
  /** The response is out. */
  finish(isClosing: boolean): void;
  /** A part of the response is out, and no more will come. */
  abort(): void;
}

export interface Request {
  readonly head: RequestHead;
  readonly framing: Framing;
  readonly keepsAlive: boolean;
}

interface Response {
  readonly head: ResponseHead;
  readonly framing: Framing;
  /** In chunks that the target did not make. */
  readonly isChunked: boolean;
  readonly isClosing: boolean;
}

/** Chunks of up to this are joined with the head: one write costs less than copying. */
const joined = 16 * 1024;

export class Exchange implements User, Flight {
  readonly #door: Door;
  readonly #client: Client;
  readonly #request: Request;
  readonly #picked: Picked;
  readonly #seat: Seat;
  readonly #connection: TargetConnection;
  #response: Response | undefined;
  #unread: Buffer | undefined;
  #isTunnel = false;
  #isOver = false;
  #hasExcess = false;

  constructor(
    door: Door,
    client: Client,
    {
      request,
      picked,
      seat,
    }: { readonly request: Request; readonly picked: Picked; readonly seat: Seat },
  ) {
    this.#door = door;
    this.#client = client;
    this.#request = request;
    this.#picked = picked;
    this.#seat = seat;
    seat.enter(this);
    const { balancer, around } = door.shared;
    this.#connection = connectionTo(seat, picked.group?.settings.protocol === 'HTTPS', {
      idleMs: balancer.idleTimeoutSeconds * 1000,
      connectMs: 10_000 * around.scale,
    });
    this.#connection.user = this;
    const text = requestText(request.head, client.arrival, balancer);
    this.#connection.socket.write(text, 'latin1');
  }

  /** Bytes of the client: how many of them belong to this request. */
  take(bytes: Buffer): number {
    if (this.#isOver) return 0;
    const taken = this.#isTunnel ? bytes.length : this.#takeBody(bytes);
    if (taken === 0) return taken;
    const part = taken === bytes.length ? bytes : bytes.subarray(0, taken);
    if (!this.#connection.socket.write(part)) this.#client.socket.pause();
    return taken;
  }

  #takeBody(bytes: Buffer): number {
    try {
      return this.#request.framing.take(bytes);
    } catch (error) {
      if (!(error instanceof MalformedBody)) throw error;
      this.#fail(400);
      return 0;
    }
  }

  drained(): void {
    this.#client.socket.resume();
  }

  /** The client takes more. */
  clientDrained(): void {
    this.#connection.socket.resume();
  }

  /** The client is gone, whether or not it has sent all. */
  clientGone(): void {
    if (this.#isOver) return;
    const isDone = this.#request.framing.isDone;
    this.#over(isDone ? 460 : 400);
  }

  /** The client neither sends nor takes. What the target owes, the target's own clock tells. */
  clientSilent(): void {
    if (this.#isTunnel) this.silent();
    else if (!this.#request.framing.isDone) this.#fail(408);
  }

  received(bytes: Buffer): void {
    try {
      if (this.#isTunnel) this.#pass(bytes);
      else if (this.#response === undefined) this.#readHead(bytes);
      else this.#readBody(this.#response, bytes);
    } catch (error) {
      if (!(error instanceof MalformedBody)) throw error;
      this.#fail(502);
    }
  }

  #readHead(bytes: Buffer): void {
    const all = this.#unread === undefined ? bytes : Buffer.concat([this.#unread, bytes]);
    const length = headLength(all);
    this.#unread = length < 0 ? all : undefined;
    if (Math.max(length, this.#unread?.length ?? 0) > limits.responseHead) this.#fail(502);
    else if (length >= 0) this.#headRead(all.toString('latin1', 0, length), all.subarray(length));
  }

  #headRead(text: string, rest: Buffer): void {
    const head = readResponse(text);
    if (head === undefined) this.#fail(502);
    else if (head.status === 101) this.#upgrade(head, rest);
    else if (head.status < 200) this.#readHeadAgain(rest);
    else this.#begin(head, rest);
  }

  /** 100 Continue was answered before the target was asked. */
  #readHeadAgain(rest: Buffer): void {
    if (rest.length > 0) this.#readHead(rest);
  }

  #begin(head: ResponseHead, rest: Buffer): void {
    const framing = responseFraming(head, this.#request.head.method);
    if (framing === undefined) {
      this.#fail(502);
      return;
    }
    const {
      keepsAlive,
      framing: asked,
      head: { version },
    } = this.#request;
    const changes = changesOf(framing, version);
    const isClosing = !keepsAlive || this.#client.isLast || !asked.isDone || changes.isUnended;
    const cookies = this.#picked.cookies(head);
    const text = responseText(head, { isClosing, ...changes, cookies });
    if (changes.isUnchunked)
      framing.unwrap?.((data) => {
        this.#pass(data);
      });
    this.#response = { head, framing, isChunked: changes.isChunked, isClosing };
    this.#write(text, rest, changes.isChunked || changes.isUnchunked);
  }

  #write(text: string, rest: Buffer, isChanged: boolean): void {
    const { socket } = this.#client;
    const { framing } = this.#response ?? {};
    if (framing === undefined || isChanged || rest.length > joined) {
      socket.write(text, 'latin1');
      if (this.#response !== undefined) this.#readBody(this.#response, rest);
      return;
    }
    const taken = framing.take(rest);
    this.#hasExcess = taken < rest.length;
    if (!socket.write(text + rest.toString('latin1', 0, taken), 'latin1')) this.#hold();
    if (framing.isDone) this.#complete();
  }

  #readBody({ framing, isChunked }: Response, bytes: Buffer): void {
    const taken = framing.take(bytes);
    this.#hasExcess ||= taken < bytes.length;
    if (taken > 0 && !framing.isUnwrapped) {
      const part = taken === bytes.length ? bytes : bytes.subarray(0, taken);
      if (isChunked) this.#client.socket.write(`${part.length.toString(16)}\r\n`);
      this.#pass(part);
      if (isChunked) this.#client.socket.write('\r\n');
    }
    if (framing.isDone) this.#complete();
  }

  #pass(bytes: Buffer): void {
    if (!this.#client.socket.write(bytes)) this.#hold();
  }

  #hold(): void {
    this.#connection.socket.pause();
  }

  #upgrade(head: ResponseHead, rest: Buffer): void {
    if (!isUpgrade(this.#request.head)) {
      this.#fail(502);
      return;
    }
    this.#isTunnel = true;
    const cookies = this.#picked.cookies(head);
    const added = { isClosing: false, isChunked: false, isUnchunked: false, cookies };
    this.#response = { head, framing: this.#request.framing, isChunked: false, isClosing: true };
    this.#client.socket.write(responseText(head, added), 'latin1');
    if (rest.length > 0) this.#pass(rest);
  }

  ended(): void {
    if (this.#isTunnel) this.#complete();
    else if (this.#response?.framing.kind === 'until close') {
      if (this.#response.isChunked) this.#client.socket.write('0\r\n\r\n');
      this.#complete();
    } else this.#fail(502);
  }

  failed(status: 502 | 504): void {
    this.#fail(status);
  }

  silent(): void {
    if (this.#isTunnel) this.#complete();
    else if (this.#request.framing.isDone) this.#fail(504);
  }

  cut(): void {
    this.#fail(502);
  }

  #complete(): void {
    const response = this.#response;
    if (response === undefined) return;
    const { head, framing, isClosing } = response;
    const isDone = this.#request.framing.isDone;
    const isWhole = isDone && framing.isDone && !this.#hasExcess && !this.#isTunnel;
    this.#over(head.status, isWhole && keepsOpen(head));
    this.#client.finish(isClosing || !isDone);
  }

  #fail(status: number): void {
    if (this.#isOver) return;
    this.#over(status);
    if (this.#response !== undefined) this.#client.abort();
    else {
      const isDone = this.#request.framing.isDone;
      this.#client.answer(failure(status), !isDone || !this.#request.keepsAlive);
    }
  }

  #over(status: number, isReusable = false): void {
    this.#isOver = true;
    this.#connection.release(isReusable);
    this.#seat.leave(this);
    this.#door.shared.log?.({
      node: this.#door.node.name,
      client: this.#client.arrival.client,
      method: this.#request.head.method,
      target: this.#request.head.target,
      status,
      targetStatus: this.#response?.head.status,
      sentTo: this.#seat.place.key,
    });
  }
}
