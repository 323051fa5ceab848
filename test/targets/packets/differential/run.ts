/** Random networks in the kernel: every packet is walked by the model and sent by a socket. Both must say the same. */
import { addressText } from '../../../../lib/network/blocks.ts';
import type { Network } from '../../../../lib/network/network.ts';
import type { Packet, Walk } from '../../../../lib/network/question.ts';
import { walk } from '../../../../lib/network/walk/walk.ts';
import { compile } from '../../../../lib/targets/packets/compile/compile.ts';
import { Kernel } from '../../../../lib/targets/packets/kernel/kernel.ts';
import type { Answer } from '../../../../lib/targets/packets/kernel/sockets/probe.ts';
import { Sockets } from '../../../../lib/targets/packets/kernel/sockets/sockets.ts';
import { Settler, type Settled } from '../../../../lib/targets/packets/settle/settle.ts';
import { Chance } from '../../../network/random/chance.ts';
import { randomNetwork } from '../../../network/random/network.ts';
import { probesOf } from '../../../network/random/probes.ts';
import { tryOf, world, type Try } from './probing.ts';

export interface Size {
  /** Packets that are walked; most of a random network's come to nothing at the first gate. */
  readonly candidates: number;
  /** Of these so many are sent at most: half of them arrive, and of every fate there are about as many. */
  readonly tries: number;
}

export interface Probed {
  readonly tried: Try;
  readonly walked: Walk;
  readonly answer: Answer;
}

/** Milliseconds that a silence takes to be one. */
const first = 250;
const again = 1500;

export interface Case {
  readonly seed: number;
  readonly settled: Settled;
  readonly tries: readonly Try[];
}

export function caseOf(seed: number, { candidates, tries }: Size): Case {
  const network: Network = randomNetwork(seed);
  const settled = new Settler().settle(network);
  const chance = new Chance(~seed);
  const probes = probesOf(settled.network, chance, [candidates / 4, 4]);
  const all = probes
    .flatMap((each) => each.packets)
    .map((packet) => withPort(packet, chance))
    .flatMap((packet) => tryOf(settled, packet) ?? []);
  const kinds = new Map<string, Try[]>();
  for (const each of all) {
    const kind = fateOf(walk(settled.network, each.packet));
    if (kind !== undefined) kinds.set(kind, [...(kinds.get(kind) ?? []), each]);
  }
  const half = (isYes: boolean): readonly Try[] => {
    const some = [...kinds].filter(([kind]) => kind.startsWith('yes') === isYes);
    return drawn(
      some.map(([, each]) => each),
      tries / 2,
    );
  };
  return { seed, settled, tries: apart([...half(true), ...half(false)]) };
}

/** What decided, and by which kind of thing; nothing where the model does not know. */
function fateOf({ arrives, gates }: Walk): string | undefined {
  if (arrives === 'depends') return undefined;
  if (arrives === 'yes') return `yes by ${gates.map(({ kind }) => kind).join(', ')}`;
  const last = gates.at(-1);
  return `no ${last?.way ?? ''} ${last?.kind ?? ''} ${last?.code ?? ''}`;
}

/** One of each kind, then another of each, until there are enough. */
function drawn(kinds: readonly (readonly Try[])[], count: number): readonly Try[] {
  const chosen: Try[] = [];
  for (let round = 0; chosen.length < count; round++) {
    const next = kinds.flatMap((each) => each[round] ?? []);
    if (next.length === 0) break;
    chosen.push(...next);
  }
  return chosen.slice(0, count);
}

/** Nobody can send from a port on which somebody listens at the same place. */
function apart(tries: readonly Try[]): readonly Try[] {
  const taken = new Set(
    tries.flatMap(({ listening, probe: { protocol } }) =>
      listening === undefined ? [] : `${protocol} ${listening.node} ${listening.port}`,
    ),
  );
  return tries.filter(
    ({ probe: { protocol, from, localPort = 0 } }) =>
      !taken.has(`${protocol} ${from} ${localPort}`),
  );
}

/** Most come from a port of their own, so that many can be sent at once. */
function withPort(packet: Packet, chance: Chance): Packet {
  return chance.is(0.25) ? packet : { ...packet, sourcePort: 1024 + chance.below(64_000) };
}

export async function probed({ settled, tries }: Case): Promise<readonly Probed[]> {
  const hosts = tries.flatMap(({ packet: { from, to } }) =>
    [from, to].flatMap((each) => (each.kind === 'host' ? addressText(each.address) : [])),
  );
  const outside = [{ name: world, addresses: [...new Set(hosts)] }];
  const { plan } = compile(settled, { outside, playsForwarders: true });
  const kernel = new Kernel();
  const namespaceOf = (node: string) => kernel.namespaceOf(node);
  const sockets = new Sockets(namespaceOf);
  try {
    await kernel.apply(plan);
    listen(sockets, tries, settled);
    const found: Probed[] = [];
    for (const batch of batches(tries)) {
      const answers = await sockets.probe(
        batch.map(({ probe }) => probe),
        first,
      );
      batch.forEach((tried, index) => {
        const answer = answers[index];
        if (answer !== undefined)
          found.push({ tried, walked: walk(settled.network, tried.packet), answer });
      });
    }
    return await surely(sockets, found);
  } finally {
    sockets.close();
    kernel.close();
  }
}

/** A busy machine may take longer: whoever differs is asked again, alone and patiently. */
async function surely(sockets: Sockets, found: readonly Probed[]): Promise<readonly Probed[]> {
  const sure: Probed[] = [];
  for (const each of found) {
    if (!differs(each)) sure.push(each);
    else {
      const [answer = each.answer] = await sockets.probe([each.tried.probe], again);
      sure.push({ ...each, answer });
    }
  }
  return sure;
}

export function differs({ walked, answer }: Probed): boolean {
  if (walked.arrives === 'depends') return false;
  return (walked.arrives === 'yes') !== hasArrived(answer);
}

export function hasArrived({ outcome }: Answer): boolean {
  return outcome === 'open' || outcome === 'refused';
}

function listen(sockets: Sockets, tries: readonly Try[], { services, network }: Settled): void {
  const seen = new Set<string>();
  const nodes = (service: string): readonly string[] => [
    `outside ${service}`,
    ...[...network.endpoints.values()]
      .filter((each) => each.service === service)
      .map(({ id }) => `endpoint ${id}`),
  ];
  for (const { probe, listening, packet } of tries) {
    if (probe.protocol === 'icmp') continue;
    const at =
      packet.to.kind === 'service' && services.has(packet.to.list.service ?? '')
        ? nodes(packet.to.list.service ?? '').map((node) => ({
            node,
            address: probe.to,
            port: packet.port,
          }))
        : listening === undefined
          ? []
          : [
              {
                ...listening,
                address:
                  listening.node === `outside ${world}` ? probe.to : (listening.address ?? ''),
              },
            ];
    for (const each of at) {
      const key = `${probe.protocol} ${each.node} ${each.address} ${each.port}`;
      if (seen.has(key)) continue;
      seen.add(key);
      sockets.listen(probe.protocol, each);
    }
  }
}

/** In each batch every source port occurs once: by it a packet is known wherever it is lost. */
function batches(tries: readonly Try[]): readonly (readonly Try[])[] {
  const all: { readonly ports: Set<number>; readonly tries: Try[] }[] = [];
  for (const each of tries) {
    const port = each.probe.localPort ?? 0;
    let batch = all.find(({ ports }) => !ports.has(port));
    if (batch === undefined) {
      batch = { ports: new Set(), tries: [] };
      all.push(batch);
    }
    batch.ports.add(port);
    batch.tries.push(each);
  }
  return all.map((each) => each.tries);
}
