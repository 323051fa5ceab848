/** Where the body of an HTTP/1 message ends. Bodies are passed on as they come; only their end is looked for. */
import { words, type Header, type RequestHead, type ResponseHead } from './head.ts';

export interface Framing {
  readonly kind: 'none' | 'length' | 'chunked' | 'until close';
  readonly isDone: boolean;
  /** How many of these bytes are the body's. @throws MalformedBody */
  take(bytes: Buffer): number;
  /** Of `chunked`: what is in the chunks goes there. */
  unwrap?(to: (data: Buffer) => void): void;
  readonly isUnwrapped?: boolean;
}

export class MalformedBody extends Error {
  override readonly name = 'MalformedBody';
}

/**
 * A status where the length is not to be told: two lengths are a request smuggled in, and any coding but `chunked` is 501.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-501-issues
 */
export function requestFraming(head: RequestHead): Framing | number {
  const codings = codingsOf(head);
  if (codings.length > 0) {
    if (codings.join() !== 'chunked') return 501;
    return head.version === '1.0' ? 400 : new Chunked();
  }
  const length = lengthOf(head);
  if (length === 'malformed') return 400;
  return length === undefined ? nothing : new Counted(length);
}

/** Undefined where the response is malformed. */
export function responseFraming(head: ResponseHead, method: string): Framing | undefined {
  if (method === 'HEAD' || isBodiless(head.status)) return nothing;
  const codings = codingsOf(head);
  if (codings.length > 0) return codings.join() === 'chunked' ? new Chunked() : undefined;
  const length = lengthOf(head);
  if (length === 'malformed') return undefined;
  return length === undefined ? new UntilClose() : new Counted(length);
}

function codingsOf(head: RequestHead | ResponseHead): readonly string[] {
  return words(head, 'transfer-encoding').filter((each) => each !== 'identity');
}

function isBodiless(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}

function lengthOf(of: { readonly headers: readonly Header[] }): number | 'malformed' | undefined {
  let length: string | undefined;
  for (const { lower, value } of of.headers) {
    if (lower !== 'content-length') continue;
    if (!/^\d{1,15}$/.test(value) || (length ?? value) !== value) return 'malformed';
    length = value;
  }
  return length === undefined ? undefined : Number(length);
}

const nothing: Framing = { kind: 'none', isDone: true, take: () => 0 };

class Counted implements Framing {
  readonly kind = 'length';
  #left: number;
  constructor(length: number) {
    this.#left = length;
  }
  get isDone(): boolean {
    return this.#left === 0;
  }
  take(bytes: Buffer): number {
    const taken = Math.min(bytes.length, this.#left);
    this.#left -= taken;
    return taken;
  }
}

class UntilClose implements Framing {
  readonly kind = 'until close';
  readonly isDone = false;
  take(bytes: Buffer): number {
    return bytes.length;
  }
}

const lf = 10;

/** Chunk by chunk: a line with the size, the data, and after the chunk of size 0 trailers up to an empty line. */
class Chunked implements Framing {
  readonly kind = 'chunked';
  isDone = false;
  #inside: 'size' | 'data' | 'after' | 'trailer' = 'size';
  #left = 0;
  #line = '';
  #to: ((data: Buffer) => void) | undefined;

  unwrap(to: (data: Buffer) => void): void {
    this.#to = to;
  }

  get isUnwrapped(): boolean {
    return this.#to !== undefined;
  }

  take(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && !this.isDone)
      at = this.#inside === 'data' ? this.#data(bytes, at) : this.#oneLine(bytes, at);
    return at;
  }

  #data(bytes: Buffer, at: number): number {
    const taken = Math.min(bytes.length - at, this.#left);
    this.#left -= taken;
    this.#to?.(bytes.subarray(at, at + taken));
    if (this.#left === 0) this.#inside = 'after';
    return at + taken;
  }

  #oneLine(bytes: Buffer, at: number): number {
    const lineEnd = bytes.indexOf(lf, at);
    const upTo = lineEnd < 0 ? bytes.length : lineEnd + 1;
    this.#line += bytes.toString('latin1', at, upTo);
    if (this.#line.length > 16 * 1024) throw new MalformedBody('a line of a chunk is too long');
    if (lineEnd >= 0) this.#lineRead();
    return upTo;
  }

  #lineRead(): void {
    const line = this.#line;
    this.#line = '';
    if (!line.endsWith('\r\n')) throw new MalformedBody('a line ends without CR');
    if (this.#inside === 'size') this.#size(line);
    else if (this.#inside === 'after') this.#after(line);
    else if (line === '\r\n') this.isDone = true;
  }

  #size(line: string): void {
    const size = /^([0-9a-fA-F]{1,12})[ \t]*(?:;.*)?\r\n$/.exec(line)?.[1];
    if (size === undefined) throw new MalformedBody('no size of a chunk');
    this.#left = parseInt(size, 16);
    this.#inside = this.#left === 0 ? 'trailer' : 'data';
  }

  #after(line: string): void {
    if (line !== '\r\n') throw new MalformedBody('a chunk is longer than its size');
    this.#inside = 'size';
  }
}
