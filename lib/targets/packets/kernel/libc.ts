/** The few functions of libc that Node has no word for. Loaded at the first call: a machine without them can import this. */
import { createRequire } from 'node:module';
import { getSystemErrorMap } from 'node:util';
import type * as Koffi from 'koffi';

type Argument = number | Buffer | null;
type Native = (...args: Argument[]) => number;

const prototypes = {
  accept4: 'int accept4(int, void *, void *, int)',
  bind: 'int bind(int, void *, uint)',
  close: 'int close(int)',
  connect: 'int connect(int, void *, uint)',
  epoll_create1: 'int epoll_create1(int)',
  epoll_ctl: 'int epoll_ctl(int, int, int, void *)',
  epoll_wait: 'int epoll_wait(int, void *, int, int)',
  getpeername: 'int getpeername(int, void *, void *)',
  getsockname: 'int getsockname(int, void *, void *)',
  getsockopt: 'int getsockopt(int, int, int, void *, void *)',
  listen: 'int listen(int, int)',
  poll: 'int poll(void *, ulong, int)',
  recv: 'long recv(int, void *, size_t, int)',
  recvfrom: 'long recvfrom(int, void *, size_t, int, void *, void *)',
  send: 'long send(int, void *, size_t, int)',
  sendto: 'long sendto(int, void *, size_t, int, void *, uint)',
  setns: 'int setns(int, int)',
  setsockopt: 'int setsockopt(int, int, int, void *, uint)',
  socket: 'int socket(int, int, int)',
  unshare: 'int unshare(int)',
} as const;

export type Call = keyof typeof prototypes;

/** A call that the kernel refused. */
export class LibcError extends Error {
  override readonly name = 'LibcError';
  readonly call: Call;
  /** `ENETUNREACH` */
  readonly code: string;
  constructor(call: Call, errno: number, about = '') {
    super(`${call}${about === '' ? '' : ` ${about}`}: ${errnoWords(errno)}`);
    this.call = call;
    this.code = errnoName(errno);
  }
}

/** @param errno positive, as in errno.h */
export function errnoName(errno: number): string {
  return getSystemErrorMap().get(-errno)?.[0] ?? `errno ${errno}`;
}

export function errnoWords(errno: number): string {
  const known = getSystemErrorMap().get(-errno);
  return known === undefined ? `errno ${errno}` : `${known[1]} (${known[0]})`;
}

const load = createRequire(import.meta.url);
let koffi: typeof Koffi | undefined;
let library: Koffi.LibraryHandle | undefined;
const natives = new Map<Call, Native>();

function loaded(): typeof Koffi {
  koffi ??= load('koffi') as typeof Koffi;
  return koffi;
}

function nativeOf(call: Call): Native {
  const known = natives.get(call);
  if (known !== undefined) return known;
  // The process itself: its libc, whichever it is.
  library ??= loaded().load(null);
  const native = library.func(prototypes[call]) as Native;
  natives.set(call, native);
  return native;
}

/** What the kernel answers: a number, or minus errno. */
export function ask(call: Call, ...args: Argument[]): number {
  const answer = nativeOf(call)(...args);
  return answer < 0 ? -loaded().errno() : answer;
}

/** As `ask`; an error is thrown. */
export function call(name: Call, ...args: Argument[]): number {
  const answer = ask(name, ...args);
  if (answer < 0) throw new LibcError(name, -answer);
  return answer;
}

/** Calls back, in Node's own loop, each time the file descriptor has something to read; gives what ends that. */
export function whenReadable(fd: number, run: () => void): () => void {
  const handle = loaded().node.poll(fd, { readable: true }, run);
  return () => {
    handle.stop();
    handle.close();
  };
}

/** An `int` option. */
export function setOption(fd: number, option: readonly [number, number], value: number): void {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  call('setsockopt', fd, ...option, bytes, 4);
}

export function optionOf(fd: number, option: readonly [number, number]): number {
  const [value, length] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32LE(4);
  call('getsockopt', fd, ...option, value, length);
  return value.readInt32LE();
}
