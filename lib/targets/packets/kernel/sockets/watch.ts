/** Many file descriptors in one epoll, which stands in Node's own loop. */
import { call, whenReadable } from '../libc.ts';

const add = 1;
const forget = 2;
/** `struct epoll_event` is packed on x86-64 alone. */
const [eventLength, dataAt] = process.arch === 'x64' ? [12, 4] : [16, 8];
const atOnce = 512;

export const ready = { read: 0x1, write: 0x4 } as const;

export class Watch {
  readonly #epoll = call('epoll_create1', 0o2000000);
  readonly #events = Buffer.alloc(eventLength * atOnce);
  readonly #handlers = new Map<number, () => void>();
  readonly #stop: () => void;

  constructor() {
    this.#stop = whenReadable(this.#epoll, () => {
      this.drain();
    });
  }

  /** @param when of `ready`; errors and the other side's end are always told */
  add(fd: number, when: number, run: () => void): void {
    this.#handlers.set(fd, run);
    call('epoll_ctl', this.#epoll, add, fd, event(fd, when));
  }

  /** Before the descriptor is closed. */
  forget(fd: number): void {
    if (this.#handlers.delete(fd)) call('epoll_ctl', this.#epoll, forget, fd, event(fd, 0));
  }

  /** Everything that has happened until now. */
  drain(): void {
    for (let count = atOnce; count === atOnce;) {
      count = call('epoll_wait', this.#epoll, this.#events, atOnce, 0);
      // Handlers may end in this again, with other events in the buffer.
      const fds = Array.from({ length: count }, (_, index) =>
        this.#events.readInt32LE(index * eventLength + dataAt),
      );
      for (const fd of fds) this.#handlers.get(fd)?.();
    }
  }

  close(): void {
    this.#stop();
    this.#handlers.clear();
    call('close', this.#epoll);
  }
}

function event(fd: number, when: number): Buffer {
  const bytes = Buffer.alloc(eventLength);
  bytes.writeUInt32LE(when, 0);
  bytes.writeInt32LE(fd, dataAt);
  return bytes;
}
