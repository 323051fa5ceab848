/** One flow tried in the kernel: what the far end said, whom it saw, and which rule lost it. */
import { addressText } from '../../../network/blocks.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { connectionTables } from '../kernel/namespaces.ts';
import type { Answer } from '../kernel/sockets/probe.ts';
import { Sockets } from '../kernel/sockets/sockets.ts';
import { Tracer, type Explained } from '../kernel/trace/tracer.ts';
import type { Endpoint } from '../kernel/sockets/address.ts';
import type { NodeName } from '../plan/plan.ts';
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
const looks = 15;

interface Ear {
  readonly tracer: Tracer;
  readonly nodes: readonly NodeName[];
  users: number;
}

/** Source ports as Linux takes them, one after the other: by it the kernel's word on a packet is known. */
const [firstPort, lastPort] = [32_768, 60_999];

function portAfter(port: number): number {
  return port >= lastPort ? firstPort : port + 1;
}

export class Tries {
  private readonly kernel: Kernel;
  private readonly nodes: () => readonly NodeName[];
  private lastPort = firstPort;
  private ear: Ear | undefined;

  /** @param nodes those that have rules */
  constructor(kernel: Kernel, nodes: () => readonly NodeName[]) {
    this.kernel = kernel;
    this.nodes = nodes;
  }

  async try(trying: Trying): Promise<Tried> {
    const { tracer, leave } = this.listen();
    const sockets = new Sockets((node) => this.kernel.namespaceOf(node));
    const local = {
      address: addressText(trying.from.address),
      port: trying.sourcePort ?? (this.lastPort = portAfter(this.lastPort)),
    };
    let timer: NodeJS.Timeout | undefined;
    try {
      const lost = new Promise<Tried>((resolve) => {
        timer = setInterval(() => {
          void this.lost(tracer, trying, local).then((found) => {
            if (found !== undefined) resolve({ end: 'timeout', to: trying.to, ...found });
          });
        }, looks);
      });
      return await Promise.race([this.sent(sockets, trying, local), lost]);
    } finally {
      clearInterval(timer);
      sockets.close();
      leave();
    }
  }

  /** All that are under way listen together, as long as the network stays as it is. */
  private listen(): { readonly tracer: Tracer; readonly leave: () => void } {
    const nodes = this.nodes();
    const isSame = this.ear?.nodes.join(' ') === nodes.join(' ');
    const ear =
      this.ear !== undefined && isSame
        ? this.ear
        : { tracer: new Tracer(this.kernel, nodes), nodes, users: 0 };
    this.ear = ear;
    ear.users += 1;
    return {
      tracer: ear.tracer,
      leave: () => {
        ear.users -= 1;
        if (ear.users > 0) return;
        if (ear === this.ear) ear.tracer.forget();
        else ear.tracer.close();
      },
    };
  }

  private async sent(
    sockets: Sockets,
    { from, to, protocol, port }: Trying,
    local: Endpoint,
  ): Promise<Tried> {
    let saw: string | undefined;
    if (protocol === 'udp' && to.node !== undefined) respond(sockets, to.node, port);
    const probe = {
      ...{ from: from.node, protocol, to: addressText(to.address), port },
      ...{ localAddress: local.address, localPort: local.port },
      onOpen: () => (saw = this.seen(to, port, local.port)),
    };
    const [answer = { outcome: 'timeout' as const }] = await sockets.probe([probe], silence);
    const seen = peerOf(answer) ?? saw;
    return { end: answer.outcome, to, ...(seen === undefined ? {} : { seen }) };
  }

  /** Who has just connected to that port, by the far namespace's own table. */
  private seen(to: Goal, port: number, localPort: number): string | undefined {
    if (to.node === undefined) return undefined;
    const tables = connectionTables(this.kernel.namespaceOf(to.node));
    const peers = tables.flatMap((each) => peersIn(each, port));
    return (peers.find((each) => each.port === localPort) ?? peers.at(-1))?.address;
  }

  /** Known by the sender's port, which no gateway here changes without need. */
  private async lost(
    tracer: Tracer,
    { protocol, port }: Trying,
    local: Endpoint,
  ): Promise<Pick<Tried, 'drop' | 'isAnswerLost'> | undefined> {
    const isAsked = ({ from, to }: Explained): boolean =>
      from.port === local.port && (protocol === 'icmp' || to.port === port);
    const isAnswer = ({ from, to }: Explained): boolean =>
      to.port === local.port && (protocol === 'icmp' || from.port === port);
    const lost = (await tracer.losses()).find((each) => isAsked(each) || isAnswer(each));
    if (lost?.rule === undefined) return undefined;
    return { drop: lost.rule, isAnswerLost: isAnswer(lost) && !isAsked(lost) };
  }
}

function peerOf({ seen }: Answer): string | undefined {
  return seen?.peer.address.replace(/^::ffff:/, '');
}

/** Somebody to answer where nobody listens: what is asked is whether a datagram gets there and back. */
function respond(sockets: Sockets, node: NodeName, port: number): void {
  try {
    sockets.listen('udp', { node, port });
  } catch {
    // The service of the instance has the port, and answers by itself or not.
  }
}
