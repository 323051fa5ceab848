/** Where the kernel lost which probe: one event of its trace for each packet that a rule dropped. */
import type { Walk } from '../../../../lib/network/question.ts';
import type { KernelGate } from '../../../../lib/targets/packets/compile/gates.ts';
import type { Kernel } from '../../../../lib/targets/packets/kernel/kernel.ts';
import { ask, call } from '../../../../lib/targets/packets/kernel/libc.ts';
import { inside } from '../../../../lib/targets/packets/kernel/namespaces.ts';
import { messagesIn } from '../../../../lib/targets/packets/kernel/netlink/message.ts';
import type { Probe } from '../../../../lib/targets/packets/kernel/sockets/probe.ts';
import type { Losses } from '../../../../lib/targets/packets/kernel/sockets/sockets.ts';
import { commentsOf, ruleKey } from '../../../../lib/targets/packets/kernel/trace/comments.ts';
import { traceEventOf } from '../../../../lib/targets/packets/kernel/trace/event.ts';
import type { Packet } from '../../../../lib/targets/packets/kernel/trace/packet.ts';
import type { Plan } from '../../../../lib/targets/packets/plan/plan.ts';

/** A probe's packet was dropped there. */
export interface Drop {
  readonly node: string;
  /** None where a policy dropped it, which no rule of the compiler leaves anything to. */
  readonly gate: KernelGate | undefined;
  /** `either` where the ports do not tell. */
  readonly way: Way | 'either';
}

type Way = Walk['gates'][number]['way'];

interface Reader {
  readonly node: string;
  readonly fd: number;
  readonly comments: ReadonlyMap<string, string>;
}

const netlinkFamily = 16;
const rawAndNonBlocking = 3 | 0o2000000 | 0o4000;
const netfilter = 12;
const traceGroup = 9;
const noRoom = 105;

/** Of one batch of probes at a time, each with a source port of its own. */
export class Drops implements Losses {
  private readonly readers: readonly Reader[];
  private readonly gates: ReadonlyMap<string, KernelGate>;
  private readonly bytes = Buffer.alloc(64 * 1024);
  private readonly byPort = new Map<string, Probe>();
  /** What a NAT gateway gives another port: below 1024. Known by the port that they go to. */
  private readonly byFarPort = new Map<string, Probe>();
  private readonly drops = new Map<Probe, Drop>();
  /** Events that no probe of the batch explains. */
  strangers = 0;

  constructor(kernel: Kernel, plan: Plan, gates: ReadonlyMap<string, KernelGate>) {
    this.gates = gates;
    this.readers = plan.nodes
      .filter(({ ruleset }) => ruleset.includes('nftrace'))
      .map(({ name }) => readerOf(kernel, name));
  }

  /** Whatever comes from now on is of these. */
  expect(batch: readonly Probe[]): void {
    this.look();
    this.drops.clear();
    this.byPort.clear();
    this.byFarPort.clear();
    for (const probe of batch) {
      this.byPort.set(`${probe.protocol} ${probe.localPort ?? 0}`, probe);
      if (isMoved(probe)) this.byFarPort.set(`${probe.protocol} ${probe.port ?? 0}`, probe);
    }
  }

  of(probe: Probe): Drop | undefined {
    return this.drops.get(probe);
  }

  isLost(probe: Probe): boolean {
    return this.drops.has(probe);
  }

  look(): void {
    for (const reader of this.readers) while (this.readOne(reader));
  }

  close(): void {
    for (const { fd } of this.readers) call('close', fd);
  }

  /** What came while there was no room is lost: those probes are asked again. */
  private readOne(reader: Reader): boolean {
    const length = ask('recv', reader.fd, this.bytes, this.bytes.length, 0);
    for (const message of messagesIn(this.bytes.subarray(0, Math.max(0, length)))) {
      const event = traceEventOf(message);
      if (event?.verdict !== 'drop' || event.packet === undefined) continue;
      const comment = reader.comments.get(ruleKey(event.table, event.handle ?? 0)) ?? '';
      this.note(event.packet, { node: reader.node, gate: this.gates.get(comment) });
    }
    return length >= 0 || length === -noRoom;
  }

  private note(packet: Packet, at: Pick<Drop, 'node' | 'gate'>): void {
    const found = this.probeOf(packet);
    if (found === undefined) this.strangers++;
    else if (!this.drops.has(found.probe)) this.drops.set(found.probe, { ...at, way: found.way });
  }

  private probeOf(packet: Packet): { probe: Probe; way: Drop['way'] } | undefined {
    const { protocol, from, to } = packet;
    if (protocol === 'icmp') return this.echo(packet);
    const asked = this.byPort.get(`${protocol} ${from.port}`);
    if (asked?.port === to.port) {
      const isEither = from.port === to.port && protocol === 'udp';
      return { probe: asked, way: isEither ? 'either' : wayOf(packet) };
    }
    const answered = this.byPort.get(`${protocol} ${to.port}`);
    if (answered?.port === from.port) return { probe: answered, way: 'reply' };
    return this.moved(packet);
  }

  private echo({ from, isAnswer }: Packet): { probe: Probe; way: Way } | undefined {
    const probe = this.byPort.get(`icmp ${from.port}`);
    return probe && { probe, way: isAnswer ? 'reply' : 'request' };
  }

  private moved({ protocol, from, to }: Packet): { probe: Probe; way: Way } | undefined {
    const asked = this.byFarPort.get(`${protocol} ${to.port}`);
    if (asked !== undefined) return { probe: asked, way: 'request' };
    const answered = this.byFarPort.get(`${protocol} ${from.port}`);
    return answered && { probe: answered, way: 'reply' };
  }
}

/** Of TCP the flags tell, whatever the ports are. */
function wayOf({ protocol, isAnswer }: Packet): Way {
  return protocol === 'tcp' && isAnswer ? 'reply' : 'request';
}

export function isMoved({ protocol, localPort = 0 }: Probe): boolean {
  return protocol !== 'icmp' && localPort < 1024;
}

function readerOf(kernel: Kernel, node: string): Reader {
  const namespace = kernel.namespaceOf(node);
  const fd = inside(namespace, () => call('socket', netlinkFamily, rawAndNonBlocking, netfilter));
  const group = Buffer.alloc(12);
  group.writeUInt16LE(netlinkFamily, 0);
  group.writeUInt32LE(1 << (traceGroup - 1), 8);
  call('bind', fd, group, group.length);
  return { node, fd, comments: commentsOf(namespace) };
}
