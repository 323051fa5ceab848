/** Many connections, datagrams and echo requests at once, between any nodes; and who takes and answers them there. */
import type { NodeName } from '../../plan/plan.ts';
import type { NamespaceOf } from '../wire.ts';
import type { Listening } from '../../plan/wire.ts';
import type { Answer, Probe, Seen } from './probe.ts';
import { ask, call } from '../libc.ts';
import { boundSocket, closeNow, endpointOf, ownEndpoint, room, socketType } from './address.ts';
import { begun, connectionError, mark, markLength, openedFor, outcomeOf } from './probe.ts';
import { Watch, ready } from './watch.ts';

/** As many connections may wait to be taken. */
const backlog = 4096;
/** Fewer than the descriptors of a process. */
const atOnce = 4000;
/** A responder's receive buffer holds some 250 datagrams. */
const betweenLooks = 64;
const flagsOfTaken = 0o2000000 | 0o4000;
/** For a listener of these sockets to have read the mark of an open connection; others never do. */
const graceMilliseconds = 50;
/** Between two looks at what is lost. */
const lookMilliseconds = 5;

const unspecified = new Set(['0.0.0.0', '::']);

/** What is known of packets on their way, by whom it is known. */
export interface Losses {
  /** Reads what has been told: a queue of the kernel holds some 200 events. */
  look(): void;
  /** Nobody will answer: waiting is of no use. */
  isLost(probe: Probe): boolean;
}

interface Pending {
  readonly probe: Probe;
  readonly fd: number;
  /** Once the connection is open. */
  isOpen: boolean;
  seen?: Seen;
  grace?: NodeJS.Timeout;
  readonly finish: (answer: Answer) => void;
}

export class Sockets {
  readonly #namespaceOf: NamespaceOf;
  readonly #watch = new Watch();
  readonly #listening = new Set<number>();
  readonly #taken = new Set<number>();
  readonly #pending = new Map<number, Pending>();
  readonly #bytes = Buffer.alloc(2048);
  #number = 0;

  /** @param namespaceOf as of `Kernel` */
  constructor(namespaceOf: NamespaceOf) {
    this.#namespaceOf = namespaceOf;
  }

  /** TCP connections are taken; datagrams of UDP are sent back. */
  listen(protocol: 'tcp' | 'udp', at: Listening): void {
    const type = protocol === 'tcp' ? socketType.stream : socketType.datagram;
    const fd = boundSocket(this.#namespaceOf(at.node), type, at);
    if (protocol === 'tcp') call('listen', fd, backlog);
    this.#listening.add(fd);
    this.#watch.add(fd, ready.read, () => {
      if (protocol === 'tcp') this.#take(fd, at.node);
      else this.#echo(fd, at.node);
    });
  }

  /** Answers in the order of the probes. What nobody answers within this time, or what is known to be lost, is a time-out. */
  async probe(probes: readonly Probe[], milliseconds: number, losses?: Losses): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let at = 0; at < probes.length; at += atOnce) {
      const some = probes.slice(at, at + atOnce);
      answers.push(...(await this.#probeAtOnce(some, milliseconds, losses)));
    }
    return answers;
  }

  close(): void {
    for (const number of [...this.#pending.keys()]) this.#end(number, { outcome: 'timeout' });
    for (const fd of [...this.#listening, ...this.#taken]) {
      this.#watch.forget(fd);
      closeNow(fd);
    }
    this.#listening.clear();
    this.#taken.clear();
    this.#watch.close();
  }

  async #probeAtOnce(
    probes: readonly Probe[],
    milliseconds: number,
    losses: Losses | undefined,
  ): Promise<Answer[]> {
    const numbers: number[] = [];
    const answers = probes.map(
      (probe) =>
        new Promise<Answer>((finish) => {
          numbers.push(this.#begin(probe, finish));
          if (numbers.length % betweenLooks !== 0) return;
          this.#watch.drain();
          losses?.look();
        }),
    );
    const looking =
      losses &&
      setInterval(() => {
        this.#giveUp(numbers, losses);
      }, lookMilliseconds);
    // What is already there counts, however long this process was busy.
    const timer = setTimeout(() => {
      this.#watch.drain();
      for (const number of numbers) this.#end(number, { outcome: 'timeout' });
    }, milliseconds);
    try {
      return await Promise.all(answers);
    } finally {
      clearTimeout(timer);
      clearInterval(looking);
      // Where one could not be begun, the others are of no use.
      for (const number of numbers) this.#end(number, { outcome: 'timeout' });
    }
  }

  /** An answer that is already there counts. */
  #giveUp(numbers: readonly number[], losses: Losses): void {
    losses.look();
    this.#watch.drain();
    for (const number of numbers) {
      const pending = this.#pending.get(number);
      if (pending !== undefined && !pending.isOpen && losses.isLost(pending.probe))
        this.#end(number, { outcome: 'timeout' });
    }
  }

  #begin(probe: Probe, finish: (answer: Answer) => void): number {
    const number = (this.#number += 1);
    const fd = openedFor(probe, this.#namespaceOf(probe.from));
    this.#pending.set(number, { probe, fd, isOpen: false, finish });
    const errno = begun(fd, probe, number);
    const isTcp = probe.protocol === 'tcp';
    if (errno !== 0) this.#endBy(number, errno);
    else
      this.#watch.add(fd, isTcp ? ready.write : ready.read, () => {
        if (isTcp) this.#connected(number);
        else this.#answered(number);
      });
    return number;
  }

  #connected(number: number): void {
    const pending = this.#pending.get(number);
    if (pending === undefined) return;
    const errno = connectionError(pending.fd);
    if (errno !== 0) {
      this.#endBy(number, errno);
      return;
    }
    this.#watch.forget(pending.fd);
    pending.isOpen = true;
    const { onOpen } = pending.probe;
    if (onOpen !== undefined) {
      onOpen(ownEndpoint(pending.fd));
      this.#end(number, { outcome: 'open' });
      return;
    }
    ask('send', pending.fd, mark(number), markLength, 0x4000);
    pending.grace = setTimeout(() => {
      this.#watch.drain();
      this.#end(number, { outcome: 'open' });
    }, graceMilliseconds);
  }

  #answered(number: number): void {
    const pending = this.#pending.get(number);
    if (pending === undefined) return;
    const length = ask('recv', pending.fd, this.#bytes, this.#bytes.length, 0);
    if (length >= 0) this.#end(number, { outcome: 'open' });
    else this.#endBy(number, -length);
  }

  #endBy(number: number, errno: number): void {
    this.#end(number, outcomeOf(errno));
  }

  #end(number: number, { outcome, reason }: Answer): void {
    const pending = this.#pending.get(number);
    if (pending === undefined) return;
    const { fd, isOpen, seen, grace, finish } = pending;
    this.#pending.delete(number);
    clearTimeout(grace);
    const local = ownEndpoint(fd);
    this.#watch.forget(fd);
    closeNow(fd);
    finish({
      outcome: isOpen ? 'open' : outcome,
      ...(reason !== undefined && { reason }),
      ...(!unspecified.has(local.address) && { local }),
      ...(seen !== undefined && { seen }),
    });
  }

  #take(listening: number, node: NodeName): void {
    for (;;) {
      const { bytes, length } = room();
      const fd = ask('accept4', listening, bytes, length, flagsOfTaken);
      if (fd < 0) return;
      this.#taken.add(fd);
      this.#watch.add(fd, ready.read, () => {
        const read = ask('recv', fd, this.#bytes, markLength, 0);
        if (read === markLength) this.#see(this.#bytes, { node, peer: endpointOf(bytes) });
        this.#taken.delete(fd);
        this.#watch.forget(fd);
        closeNow(fd);
      });
    }
  }

  #echo(fd: number, node: NodeName): void {
    for (;;) {
      const { bytes, length } = room();
      const read = ask('recvfrom', fd, this.#bytes, this.#bytes.length, 0, bytes, length);
      if (read < 0) return;
      this.#see(this.#bytes, { node, peer: endpointOf(bytes) });
      ask('sendto', fd, this.#bytes, read, 0, bytes, length.readUInt32LE());
    }
  }

  #see(bytes: Buffer, seen: Seen): void {
    const number = bytes.readUInt32BE();
    const pending = this.#pending.get(number);
    if (pending === undefined) return;
    pending.seen = seen;
    if (pending.isOpen) this.#end(number, { outcome: 'open' });
  }
}
