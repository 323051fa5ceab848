/** A random network in the kernel, and its packets sent by sockets. */
import { addressText } from '../../../../lib/network/blocks.ts';
import { compile } from '../../../../lib/targets/packets/compile/compile.ts';
import { Kernel } from '../../../../lib/targets/packets/kernel/kernel.ts';
import { Sockets } from '../../../../lib/targets/packets/kernel/sockets/sockets.ts';
import type { Plan } from '../../../../lib/targets/packets/plan/plan.ts';
import type { Settled } from '../../../../lib/targets/packets/settle/settle.ts';
import type { Case, Walked } from './cases.ts';
import { differenceOf, type Told } from './comparing.ts';
import { Drops, isMoved } from './drops.ts';
import { world, type Try } from './probing.ts';

export interface Probed extends Walked {
  readonly told: Told;
  /** How they differ, if they do. */
  readonly differs: string | undefined;
}

export interface Compiler {
  readonly compile: typeof compile;
}

/** Milliseconds that a silence takes to be one, where no rule told of it. */
const first = 250;
const again = 1500;
/** Of one network; where more differ, it is not for a busy machine. */
const atMost = 5;

/** The network stands; what comes next is asking. */
export interface Ground {
  /** @param isSure false: whoever differs is not asked again */
  ask(isSure?: boolean): Promise<readonly Probed[]>;
  close(): void;
}

export async function groundOf(some: Case, compiler: Compiler = { compile }): Promise<Ground> {
  const { settled, tries } = some;
  const { plan: bare, gates } = compiler.compile(settled, {
    outside: [{ name: world, addresses: hostsIn(tries) }],
    playsForwarders: true,
  });
  const plan = impatient(bare);
  const kernel = new Kernel();
  const sockets = new Sockets((node) => kernel.namespaceOf(node));
  await kernel.apply(plan);
  const drops = new Drops(kernel, plan, gates);
  listen(sockets, tries, settled);
  return {
    ask: (isSure = true) => asked({ ...some, sockets, drops }, isSure),
    close: () => {
      drops.close();
      sockets.close();
      kernel.close();
    },
  };
}

function hostsIn(tries: readonly Try[]): readonly string[] {
  const hosts = tries.flatMap(({ packet: { from, to } }) =>
    [from, to].flatMap((each) => (each.kind === 'host' ? addressText(each.address) : [])),
  );
  return [...new Set(hosts)];
}

/** Nobody answers twice: what is lost of one batch does not come back in another. */
function impatient(plan: Plan): Plan {
  const settings = { 'ipv4/tcp_synack_retries': '0' };
  return {
    ...plan,
    nodes: plan.nodes.map((node) => ({ ...node, settings: { ...node.settings, ...settings } })),
  };
}

interface Asking extends Case {
  readonly sockets: Sockets;
  readonly drops: Drops;
}

async function asked(asking: Asking, isSure: boolean): Promise<readonly Probed[]> {
  const found: Probed[] = [];
  for (const batch of batches(asking.tries)) found.push(...(await sent(asking, batch, first)));
  return isSure ? surely(asking, found) : found;
}

async function sent(
  { sockets, drops, settled }: Asking,
  batch: readonly Walked[],
  milliseconds: number,
): Promise<readonly Probed[]> {
  const probes = batch.map(({ probe }) => probe);
  drops.expect(probes);
  const answers = await sockets.probe(probes, milliseconds, drops);
  drops.look();
  return batch.flatMap((each, index) => {
    const answer = answers[index];
    if (answer === undefined) return [];
    const told = { answer, drop: drops.of(each.probe) };
    return { ...each, told, differs: differenceOf(settled, each, told) };
  });
}

/** A busy machine may take longer: whoever differs is asked again, alone and patiently. */
async function surely(asking: Asking, found: readonly Probed[]): Promise<readonly Probed[]> {
  const sure: Probed[] = [];
  let left = atMost;
  for (const each of found)
    if (each.differs === undefined || left-- <= 0) sure.push(each);
    else sure.push(...(await sent(asking, [each], again)));
  return sure;
}

function listen(sockets: Sockets, tries: readonly Try[], settled: Settled): void {
  const seen = new Set<string>();
  for (const each of tries) {
    const { protocol } = each.probe;
    if (protocol === 'icmp') continue;
    for (const at of listenersFor(each, settled)) {
      const key = `${protocol} ${at.node} ${at.address} ${at.port}`;
      if (seen.has(key)) continue;
      seen.add(key);
      sockets.listen(protocol, at);
    }
  }
}

interface Listener {
  readonly node: string;
  readonly address: string;
  readonly port: number;
}

/** A service answers on the internet and in every endpoint; a host of the internet at this address alone. */
function listenersFor({ packet, probe, listening }: Try, settled: Settled): readonly Listener[] {
  const { to, port } = packet;
  if (to.kind === 'service')
    return serversOf(to.list.service ?? '', settled).map((node) => ({
      node,
      address: probe.to,
      port,
    }));
  if (listening === undefined) return [];
  const isOutside = listening.node === `outside ${world}`;
  return [{ node: listening.node, address: isOutside ? probe.to : '::', port }];
}

function serversOf(service: string, { services, network }: Settled): readonly string[] {
  if (!services.has(service)) return [];
  const endpoints = [...network.endpoints.values()].filter((each) => each.service === service);
  return [`outside ${service}`, ...endpoints.map(({ id }) => `endpoint ${id}`)];
}

/**
 * In each batch every source port occurs once: by it a packet is known wherever it is lost. What a NAT gateway gives another
 * port is known by the port that it goes to.
 */
function batches(tries: readonly Walked[]): readonly (readonly Walked[])[] {
  const all: { readonly taken: Set<string>; readonly tries: Walked[] }[] = [];
  for (const each of tries) {
    const { probe } = each;
    const words = [
      String(probe.localPort ?? 0),
      ...(isMoved(probe) ? [`far ${probe.protocol} ${probe.port ?? 0}`] : []),
    ];
    let batch = all.find(({ taken }) => !words.some((word) => taken.has(word)));
    if (batch === undefined) {
      batch = { taken: new Set(), tries: [] };
      all.push(batch);
    }
    for (const word of words) batch.taken.add(word);
    batch.tries.push(each);
  }
  return all.map((each) => each.tries);
}
