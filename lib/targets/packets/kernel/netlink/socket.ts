/** An rtnetlink socket in a namespace: many requests in one go, every answer read. */
import type { Namespace } from '../namespaces.ts';
import type { Answer } from './answers.ts';
import type { Message, Request } from './message.ts';
import { call, errnoName, errnoWords, setOption } from '../libc.ts';
import { inside } from '../namespaces.ts';
import { answersIn } from './answers.ts';
import { encoded, flag, messagesIn } from './message.ts';

const netlinkFamily = 16;
const rawAndCloseOnExec = 3 | 0o2000000;
const route = 0;
const solNetlink = 270;
const capAck = [solNetlink, 10] as const;
const extendedAck = [solNetlink, 11] as const;
const dontWait = 0x40;

/** Answers queue up in a receive buffer that an ordinary user cannot enlarge; should all of a chunk fail, they still fit. */
const chunkLength = 64;

/** A request that the kernel refused. */
export class NetlinkError extends Error {
  override readonly name = 'NetlinkError';
  readonly code: string;
  constructor(about: string, { errno, words }: Pick<Answer, 'errno' | 'words'>) {
    super(`${about}: ${errnoWords(errno)}${words === undefined ? '' : `, ${words}`}`);
    this.code = errnoName(errno);
  }
}

export class NetlinkSocket {
  readonly #fd: number;
  readonly #answers = Buffer.alloc(64 * 1024);
  #sequence = 0;

  constructor(namespace: Namespace) {
    this.#fd = inside(namespace, () => call('socket', netlinkFamily, rawAndCloseOnExec, route));
    setOption(this.#fd, capAck, 1);
    setOption(this.#fd, extendedAck, 1);
  }

  /** In order. All are tried; the first that was refused is thrown. */
  send(requests: readonly Request[]): void {
    const refused: NetlinkError[] = [];
    for (let at = 0; at < requests.length; at += chunkLength)
      refused.push(...this.#sendChunk(requests.slice(at, at + chunkLength)));
    const [first] = refused;
    if (first !== undefined) throw first;
  }

  /** One request whose answer is one message; none where it is refused. */
  get(request: Request): Message | undefined {
    this.#sequence += 1;
    this.#write(encoded(request, this.#sequence));
    const bytes = Buffer.from(this.#read());
    return answersIn(bytes).length > 0 ? undefined : [...messagesIn(bytes)][0];
  }

  close(): void {
    call('close', this.#fd);
  }

  /** What is refused is always answered; what is done only on request, so the last one asks for all. */
  #sendChunk(requests: readonly Request[]): NetlinkError[] {
    const first = this.#sequence + 1;
    const last = requests.length - 1;
    const bytes = Buffer.concat(
      requests.map((request, index) =>
        encoded(request, first + index, index === last ? request.flags : request.flags & ~flag.ack),
      ),
    );
    this.#sequence += requests.length;
    this.#write(bytes);
    return this.#answersUntil(this.#sequence).flatMap((answer) => {
      const request = requests[answer.sequence - first];
      if (request === undefined || answer.errno === 0) return [];
      if (request.fine?.includes(errnoName(answer.errno)) === true) return [];
      return [new NetlinkError(request.about, answer)];
    });
  }

  /** The kernel has answered by the time that `send` is back. */
  #answersUntil(sequence: number): Answer[] {
    const found: Answer[] = [];
    while (found.at(-1)?.sequence !== sequence) found.push(...answersIn(this.#read()));
    return found;
  }

  #write(bytes: Buffer): void {
    call('send', this.#fd, bytes, bytes.length, 0);
  }

  #read(): Buffer {
    const length = call('recv', this.#fd, this.#answers, this.#answers.length, dontWait);
    return this.#answers.subarray(0, length);
  }
}
