/** A connection that a client made: its requests, one after the other. */
import type { Socket } from 'node:net';
import { answerOf, answerText, failure, type Answer } from './answers.ts';
import { Exchange, type Client, type Request } from './exchange.ts';
import { requestFraming } from './framing.ts';
import { forwardedAddresses, keepsOpen, type Arrival } from './forwarded.ts';
import { header, headLength, limits, readRequest, type RequestHead } from './head.ts';
import { askedOf, pick, type Door } from './routing.ts';

/**
 * How long a client may keep a connection, however busy it is.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#http-client-keep-alive-duration
 */
const keepAliveMs = 3600 * 1000;
/** For the client to read the last answer, before what it still sends would reset the connection. */
const lingerMs = 2000;

export class ClientConnection implements Client {
  readonly socket: Socket;
  readonly arrival: Arrival;
  readonly #door: Door;
  readonly #born = performance.now();
  #unread: Buffer | undefined;
  #exchange: Exchange | undefined;
  #head: RequestHead | undefined;
  #isClosing = false;
  /** The last answer is out. */
  #isOver = false;

  constructor(socket: Socket, door: Door) {
    this.socket = socket;
    this.#door = door;
    this.arrival = {
      client: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
      clientPort: socket.remotePort ?? 0,
      protocol: door.listener.protocol === 'HTTPS' ? 'https' : 'http',
      port: door.listener.port,
      address: door.node.address,
    };
    socket.setNoDelay(true);
    socket.setTimeout(door.shared.balancer.idleTimeoutSeconds * 1000);
    socket
      .on('data', (bytes: Buffer) => {
        this.#received(bytes);
      })
      .on('drain', () => this.#exchange?.clientDrained())
      .on('timeout', () => {
        this.#silent();
      })
      .on('error', () => socket.destroy())
      .on('close', () => this.#exchange?.clientGone());
  }

  get isBusy(): boolean {
    return this.#exchange !== undefined || this.#unread !== undefined;
  }

  /** No further request is taken; one under way is answered. */
  retire(): void {
    if (this.isBusy) this.#isClosing = true;
    else this.socket.end();
  }

  answer(answer: Answer, isClosing: boolean): void {
    const isLast = isClosing || this.isLast;
    const asking = {
      isHead: this.#head?.method === 'HEAD',
      isClosing: isLast,
      isClassic: this.#door.shared.balancer.kind === 'classic',
    };
    this.socket.write(answerText(answer, asking));
    this.finish(isLast);
  }

  finish(isClosing: boolean): void {
    this.#exchange = undefined;
    this.#head = undefined;
    if (isClosing || this.isLast) {
      this.#close();
      return;
    }
    this.socket.resume();
    const { socket } = this;
    if (this.#unread !== undefined)
      setImmediate(() => {
        if (this.#exchange === undefined && !socket.destroyed) this.#read(Buffer.alloc(0));
      });
  }

  abort(): void {
    this.#exchange = undefined;
    this.socket.destroy();
  }

  get isLast(): boolean {
    return this.#isClosing || performance.now() - this.#born > keepAliveMs;
  }

  /** What still comes is taken and thrown away, lest a reset overtakes the answer. */
  #close(): void {
    this.#isOver = true;
    this.#unread = undefined;
    const { socket } = this;
    socket.removeAllListeners('data');
    socket.resume();
    socket.end();
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    socket.once('close', () => {
      clearTimeout(timer);
    });
  }

  #silent(): void {
    if (this.#exchange !== undefined) this.#exchange.clientSilent();
    else if (this.#unread !== undefined) this.#refuse(408);
    else if (!this.#isOver) this.socket.end();
  }

  #received(bytes: Buffer): void {
    const taken = this.#exchange?.take(bytes) ?? 0;
    if (taken === bytes.length || this.#isOver) return;
    const rest = taken === 0 ? bytes : bytes.subarray(taken);
    if (this.#exchange === undefined) this.#read(rest);
    else this.#keepForLater(rest);
  }

  /** The next request of a client that does not wait for answers. */
  #keepForLater(bytes: Buffer): void {
    this.#unread = this.#unread === undefined ? bytes : Buffer.concat([this.#unread, bytes]);
    this.socket.pause();
  }

  #read(bytes: Buffer): void {
    const all = this.#unread === undefined ? bytes : Buffer.concat([this.#unread, bytes]);
    const length = headLength(all);
    if (length < 0) {
      this.#unread = all;
      const status = refusalOf(all);
      if (status !== undefined) this.#refuse(status);
      return;
    }
    this.#unread = undefined;
    const head = readRequest(all.toString('latin1', 0, length));
    if (typeof head === 'number') this.#refuse(head);
    else this.#begin(head, all.subarray(length));
  }

  #begin(head: RequestHead, rest: Buffer): void {
    this.#head = head;
    const framing = requestFraming(head);
    const status = typeof framing === 'number' ? framing : faultOf(head);
    if (typeof framing === 'number' || status !== undefined) {
      this.#refuse(status ?? 400);
      return;
    }
    this.#serve({ head, framing, keepsAlive: keepsAlive(head) }, rest);
  }

  #serve(request: Request, rest: Buffer): void {
    const asked = askedOf(request.head, this.arrival);
    const action = this.#door.route(asked)?.action;
    if (action === undefined) this.#reply(failure(503), request, rest);
    else if (action.kind !== 'forward') this.#reply(answerOf(action, asked), request, rest);
    else {
      const picked = pick(this.#door, action, request.head);
      const { seat } = picked;
      if (seat === undefined) this.#reply(failure(503), request, rest);
      else this.#send(new Exchange(this.#door, this, { request, picked, seat }), request, rest);
    }
  }

  #send(exchange: Exchange, { head }: Request, rest: Buffer): void {
    this.#exchange = exchange;
    if (header(head, 'expect')?.toLowerCase() === '100-continue' && head.version === '1.1')
      this.socket.write('HTTP/1.1 100 Continue\r\n\r\n');
    if (rest.length > 0) this.#received(rest);
  }

  /** A body that is still to come is not waited for. */
  #reply(answer: Answer, { head, framing, keepsAlive: keeps }: Request, rest: Buffer): void {
    const taken = framing.take(rest);
    if (taken < rest.length) this.#unread = rest.subarray(taken);
    this.#log(head, answer.status);
    this.answer(answer, !keeps || !framing.isDone);
  }

  #refuse(status: number): void {
    if (this.#head !== undefined) this.#log(this.#head, status);
    this.answer(failure(status), true);
  }

  #log({ method, target }: RequestHead, status: number): void {
    const { node, shared } = this.#door;
    const { client } = this.arrival;
    shared.log?.({
      node: node.name,
      client,
      method,
      target,
      status,
      targetStatus: undefined,
      sentTo: undefined,
    });
  }
}

/** Of a head that is not all there. */
function refusalOf(bytes: Buffer): number | undefined {
  const lineEnd = bytes.indexOf('\n');
  if (lineEnd < 0) return bytes.length > limits.requestLine ? 414 : undefined;
  if (lineEnd > limits.requestLine) return 414;
  if (bytes[lineEnd - 1] !== 13) return 400;
  return bytes.length > limits.requestHead ? 400 : undefined;
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#load-balancer-http-error-codes */
function faultOf(head: RequestHead): number | undefined {
  if (head.method === 'TRACE') return 405;
  if (head.version === '1.1' && header(head, 'host') === undefined) return 400;
  return forwardedAddresses(head) > limits.forwardedFor ? 463 : undefined;
}

/** Two ways to tell the length may be read in two ways: the connection does not outlive the request. */
function keepsAlive(head: RequestHead): boolean {
  const hasTwoLengths =
    header(head, 'transfer-encoding') !== undefined && header(head, 'content-length') !== undefined;
  return !hasTwoLengths && keepsOpen(head);
}
