/** The kernel's own account of where packets went: what rule sets mark with `meta nftrace set 1` is told rule by rule. */
import type { NodeName } from '../../plan/plan.ts';
import type { Namespace } from '../namespaces.ts';
import type { TraceEvent } from './event.ts';
import type { Flow, Hop } from './hops.ts';
import { ask, call } from '../libc.ts';
import { inside } from '../namespaces.ts';
import { messagesIn } from '../netlink/message.ts';
import { nft } from '../rulesets.ts';
import { traceEventOf } from './event.ts';
import { hopsOf } from './hops.ts';

const netlinkFamily = 16;
const rawAndCloseOnExec = 3 | 0o2000000 | 0o4000;
const netfilter = 12;
const traceGroup = 9;
const noRoom = 105;

/** A hop with the `comment` of the rule that decided, where it has one. */
export interface Explained extends Hop {
  readonly rule?: string;
}

export interface Traced {
  namespaceOf(node: NodeName): Namespace;
  rulesetOf(node: NodeName): string;
}

/** Listens from when it is made until it is closed. */
export class Tracer {
  readonly #kernel: Traced;
  readonly #sockets = new Map<NodeName, number>();
  readonly #events = new Map<NodeName, TraceEvent[]>();
  readonly #comments = new Map<string, Promise<ReadonlyMap<string, string>>>();
  readonly #bytes = Buffer.alloc(64 * 1024);

  constructor(kernel: Traced, nodes: readonly NodeName[]) {
    this.#kernel = kernel;
    for (const node of nodes) {
      const namespace = kernel.namespaceOf(node);
      const fd = inside(namespace, () =>
        call('socket', netlinkFamily, rawAndCloseOnExec, netfilter),
      );
      this.#sockets.set(node, fd);
      call('bind', fd, groupAddress(), 12);
      this.#events.set(node, []);
    }
  }

  /** From the sender on; first what was asked, then what was answered. */
  async hops(flow: Flow): Promise<Explained[]> {
    this.#read();
    const told = [...this.#events].map(([node, events]) => ({ node, events }));
    return Promise.all(
      hopsOf(flow, told).map(async (hop) => {
        const rule = (await this.#commentsOf(hop.node)).get(keyOf(hop.by));
        return { ...hop, ...(rule !== undefined && { rule }) };
      }),
    );
  }

  /** Of what came before, nothing is told any more. */
  forget(): void {
    this.#read();
    for (const events of this.#events.values()) events.length = 0;
  }

  close(): void {
    for (const fd of this.#sockets.values()) call('close', fd);
    this.#sockets.clear();
  }

  #read(): void {
    for (const [node, fd] of this.#sockets) {
      const own = this.#events.get(node) ?? [];
      while (this.#readInto(own, fd));
    }
  }

  /** What came while there was no room is lost; what comes later is not. */
  #readInto(events: TraceEvent[], fd: number): boolean {
    const length = ask('recv', fd, this.#bytes, this.#bytes.length, 0);
    for (const message of messagesIn(this.#bytes.subarray(0, Math.max(0, length)))) {
      const event = traceEventOf(message);
      if (event !== undefined) events.push(event);
    }
    return length >= 0 || length === -noRoom;
  }

  /** Once per text of a rule set: the kernel numbers its rules when they are loaded. */
  #commentsOf(node: NodeName): Promise<ReadonlyMap<string, string>> {
    const key = `${node} ${this.#kernel.rulesetOf(node)}`;
    const known = this.#comments.get(key) ?? this.#readComments(node);
    this.#comments.set(key, known);
    return known;
  }

  async #readComments(node: NodeName): Promise<ReadonlyMap<string, string>> {
    const words = ['-j', '-a', 'list', 'ruleset'];
    const { code, out, words: said } = await nft(words, this.#kernel.namespaceOf(node));
    if (code !== 0) throw new Error(`the rule set of ${node} cannot be read: ${said.trim()}`);
    return commentsIn(out);
  }
}

interface Listed {
  readonly nftables: readonly {
    readonly rule?: {
      readonly table: string;
      readonly chain: string;
      readonly handle: number;
      readonly comment?: string;
    };
  }[];
}

/** By table, chain and handle. */
export function commentsIn(json: string): Map<string, string> {
  const { nftables } = JSON.parse(json) as Listed;
  return new Map(
    nftables.flatMap(({ rule }) =>
      rule?.comment === undefined ? [] : [[keyOf(rule), rule.comment] as const],
    ),
  );
}

function keyOf({ table, chain, handle }: Hop['by']): string {
  return JSON.stringify([table, chain, handle]);
}

function groupAddress(): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16LE(netlinkFamily, 0);
  bytes.writeUInt32LE(1 << (traceGroup - 1), 8);
  return bytes;
}
