/** One flow tried in the kernel: what the far end said, whom it saw, and which rule lost it. */
import { readFileSync } from 'node:fs';
import { addressText } from '../../../network/blocks.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { inside } from '../kernel/namespaces.ts';
import { Sockets } from '../kernel/sockets/sockets.ts';
import { Tracer } from '../kernel/trace/tracer.ts';
import type { NodeName } from '../plan/plan.ts';
import type { Wire } from '../plan/wire.ts';
import type { Goal, Spot } from './spots.ts';
import { peersIn } from './peers.ts';

export interface Trying {
  readonly from: Spot;
  readonly to: Goal;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port: number;
  readonly sourcePort?: number;
}

export interface Tried {
  readonly end: 'open' | 'refused' | 'timeout' | 'unreachable';
  readonly to: Goal;
  /** The address that the far end saw. */
  readonly seen?: string;
  /** The comment of the rule that dropped it. */
  readonly drop?: string;
  /** It was dropped on its way back. */
  readonly isAnswerLost?: boolean;
}

/** Milliseconds: silence in a network of this machine. A dropped packet is told of by the kernel long before. */
const silence = 1000;
const looks = 40;

const ends: Readonly<Record<string, Tried['end']>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  ETIMEDOUT: 'timeout',
  EPERM: 'timeout',
};

export class Tries {
  private readonly kernel: Kernel;
  private readonly wire: Wire;
  private readonly nodes: () => readonly NodeName[];

  /** @param nodes those that have rules */
  constructor(kernel: Kernel, wire: Wire, nodes: () => readonly NodeName[]) {
    this.kernel = kernel;
    this.wire = wire;
    this.nodes = nodes;
  }

  async try(trying: Trying): Promise<Tried> {
    const tracer = new Tracer(this.kernel, this.nodes());
    try {
      return await (trying.protocol === 'tcp'
        ? this.connection(trying, tracer)
        : this.message(trying, tracer));
    } finally {
      tracer.close();
    }
  }

  private connection(trying: Trying, tracer: Tracer): Promise<Tried> {
    const { from, to, port, sourcePort } = trying;
    const socket = this.wire.connect(from.node, {
      ...{ address: addressText(to.address), port, localAddress: addressText(from.address) },
      ...(sourcePort === undefined ? {} : { localPort: sourcePort }),
    });
    return new Promise((resolve) => {
      const since = performance.now();
      let isOver = false;
      const done = (tried: Tried): void => {
        if (isOver) return;
        isOver = true;
        clearInterval(timer);
        socket.destroy();
        resolve(tried);
      };
      const look = async (): Promise<void> => {
        const isLate = performance.now() - since > silence;
        const local = {
          address: addressText(from.address),
          port: socket.localPort ?? sourcePort ?? 0,
        };
        const lost = await this.lost(tracer, trying, local);
        if (lost !== undefined || isLate) done({ end: 'timeout', to, ...lost });
      };
      const timer = setInterval(() => void look(), looks);
      socket.once('connect', () => {
        done({ end: 'open', to, ...this.seen(to, port, socket.localPort) });
      });
      socket.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
        done({ end: ends[code] ?? 'unreachable', to });
      });
    });
  }

  /** Who has just connected to that port, by the far namespace's own table. */
  private seen(to: Goal, port: number, localPort: number | undefined): Pick<Tried, 'seen'> {
    if (to.node === undefined) return {};
    const files = inside(this.kernel.namespaceOf(to.node), () =>
      ['tcp', 'tcp6'].map((name) => readFileSync(`/proc/thread-self/net/${name}`, 'utf8')),
    );
    const peers = files.flatMap((file) => peersIn(file, port));
    const own = peers.find((each) => each.port === localPort) ?? peers.at(-1);
    return own === undefined ? {} : { seen: own.address };
  }

  private async message(trying: Trying, tracer: Tracer): Promise<Tried> {
    const { from, to, protocol, port, sourcePort } = trying;
    const sockets = new Sockets((node) => this.kernel.namespaceOf(node));
    try {
      if (protocol === 'udp' && to.node !== undefined) respond(sockets, to.node, port);
      const probe = {
        ...{ from: from.node, protocol, to: addressText(to.address), port },
        ...{ localAddress: addressText(from.address) },
        ...(sourcePort === undefined ? {} : { localPort: sourcePort }),
      };
      const [answer] = await sockets.probe([probe], silence);
      if (answer === undefined) return { end: 'timeout', to };
      const { outcome, local, seen } = answer;
      const lost =
        outcome === 'timeout' && local !== undefined
          ? await this.lost(tracer, trying, local)
          : undefined;
      return {
        end: outcome,
        to,
        ...(seen === undefined ? {} : { seen: seen.peer.address }),
        ...lost,
      };
    } finally {
      sockets.close();
    }
  }

  private async lost(
    tracer: Tracer,
    { to, protocol, port }: Trying,
    from: { readonly address: string; readonly port: number },
  ): Promise<Pick<Tried, 'drop' | 'isAnswerLost'> | undefined> {
    const flow = {
      protocol,
      from,
      to: { address: addressText(to.address), port: protocol === 'icmp' ? 0 : port },
    };
    const dropped = (await tracer.hops(flow)).find(({ verdict }) => verdict === 'dropped');
    if (dropped?.rule === undefined) return undefined;
    return { drop: dropped.rule, isAnswerLost: dropped.isAnswer };
  }
}

/** Somebody to answer where nobody listens: what is asked is whether a datagram gets there and back. */
function respond(sockets: Sockets, node: NodeName, port: number): void {
  try {
    sockets.listen('udp', { node, port });
  } catch {
    // The service of the instance has the port, and answers by itself or not.
  }
}
