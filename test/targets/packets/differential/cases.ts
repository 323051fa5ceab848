/** Packets for a random network: many are walked, and of every fate about as many are sent. */
import { randomNetwork } from '../../../network/random/network.ts';
import { probesOf } from '../../../network/random/probes.ts';
import { Chance } from '../../../network/random/chance.ts';
import type { Network } from '../../../../lib/network/network.ts';
import type { Packet, Walk } from '../../../../lib/network/question.ts';
import { walk } from '../../../../lib/network/walk/walk.ts';
import { Settler, type Settled } from '../../../../lib/targets/packets/settle/settle.ts';
import { asAccepted, asPlayed } from './accepted.ts';
import { hasPublicInside, towards } from './towards.ts';
import { tryOf, type NotTried, type Try } from './probing.ts';

export interface Size {
  /** Packets that are walked; most of a random network's come to nothing at the first gate. */
  readonly candidates: number;
  /** Of these so many are sent at most: half of them arrive. */
  readonly tries: number;
}

export interface Case {
  readonly seed: number;
  readonly settled: Settled;
  /** What the model is asked of. */
  readonly played: Network;
  readonly tries: readonly Walked[];
  /** Candidates that no socket can send, or the kernel cannot carry: how many, by name. */
  readonly leftOut: ReadonlyMap<string, number>;
}

export interface Walked extends Try {
  readonly walked: Walk;
}

/** How often each fate was drawn, over all networks of a run: what is rare goes first. */
export type Fates = Map<string, number>;

export function settledOf(seed: number): Settled {
  return new Settler().settle(asAccepted(randomNetwork(seed)));
}

export function caseOf(seed: number, { candidates, tries }: Size, fates: Fates): Case {
  const settled = settledOf(seed);
  const chance = new Chance(~seed);
  const played = asPlayed(settled.network);
  const leftOut = new Map<string, number>();
  const all = probesOf(settled.network, chance, [candidates / 4, 4])
    .flatMap((each) => each.packets)
    .map((packet) => withPort(packet, chance))
    .flatMap((packet) => {
      const tried = triedIn(settled, played, packet);
      if ('probe' in tried) return tried;
      leftOut.set(tried.why, (leftOut.get(tried.why) ?? 0) + 1);
      return [];
    });
  for (const packet of variants(all, fates, chance)) {
    const tried = triedIn(settled, played, packet);
    if ('probe' in tried) all.push(tried);
  }
  const half = (isYes: boolean): readonly Walked[] =>
    drawn(
      all.filter(({ walked: { arrives } }) => arrives === (isYes ? 'yes' : 'no')),
      tries / 2,
      fates,
    );
  return { seed, settled, played, tries: apart([...half(true), ...half(false)]), leftOut };
}

/** What the model says, with whichever walker. */
export function walkOf(
  { settled, played }: Pick<Case, 'settled' | 'played'>,
  packet: Packet,
  walker: typeof walk = walk,
): Walk {
  const address = isNamed(packet) ? namedAddress(settled, packet) : undefined;
  return walker(address === undefined ? played : towards(played, address), packet);
}

/** From inside to what has no address in the model. */
function isNamed({ from, to }: Packet): boolean {
  return from.kind !== 'host' && (to.kind === 'public' || to.kind === 'service');
}

/** Of what a packet goes to by name. */
function namedAddress({ public4, services }: Settled, { to }: Packet): bigint | undefined {
  if (to.kind === 'public') return public4.get(to.of);
  return to.kind === 'service' ? services.get(to.list.service ?? '')?.first : undefined;
}

function triedIn(settled: Settled, played: Network, packet: Packet): Walked | NotTried {
  const tried = tryOf(settled, packet);
  if (!('probe' in tried)) return tried;
  if (isNamed(packet) && hasPublicInside(played))
    return { why: 'to a public address, beside a route to public addresses inside a VPC' };
  const walked = walkOf({ settled, played }, packet);
  const why = limitOf(settled.network, packet, walked);
  return why === undefined ? { ...tried, walked } : { why };
}

/** What the kernel cannot play as AWS has it, or plays where the model does not say. */
function limitOf(network: Network, packet: Packet, walked: Walk): string | undefined {
  if (isByGroupOfAppliance(network, packet, walked))
    return 'a rule by group of an appliance, for what has no reference';
  if (isIntoClosed(network, walked)) return 'an answer into a VPC that has no internet gateway';
  return isBackUnderOtherAddress(walked) ? 'back to its sender, under another address' : undefined;
}

/** The request left by a peering connection, its answer by an internet gateway: the model asks nobody at the other end. */
function isIntoClosed({ subnets }: Network, { gates }: Walk): boolean {
  return gates.some(({ kind, at }) => kind === 'internet gateway' && subnets.has(at));
}

/** The model takes it for a circle. A sender that forwards would send it on: by its address it is not its own. */
function isBackUnderOtherAddress({ gates }: Walk): boolean {
  const last = gates.at(-1);
  if (last?.code !== 'KIT_ROUTE_LOOP') return false;
  return gates.some(
    ({ way, kind, outcome }) =>
      way === last.way &&
      outcome === 'passed' &&
      (kind === 'internet gateway' || kind === 'NAT gateway'),
  );
}

/** A limit of the compiler: the namespace in which an appliance's groups are judged sees addresses, not by which link they came. */
function isByGroupOfAppliance(
  { interfaces }: Network,
  { from, to }: Packet,
  { gates }: Walk,
): boolean {
  if (gates.at(-1)?.code !== 'SG_REFERENCES_NOT_PRESERVED') return false;
  const isAppliance = [from, to].some(
    (each) => each.kind === 'interface' && interfaces.get(each.id)?.checksSourceDest === false,
  );
  return isAppliance || gates.some(({ kind }) => kind === 'source/destination check');
}

/** So many packets of a fate are varied. */
const fromEach = 12;

/** Twice so many variants: the more, the rarer the fate has been until now. */
function wantedOf(count: number, usual: number): number {
  if (count > usual) return 0;
  if (count > usual / 2) return 12;
  return count > usual / 4 ? 48 : 160;
}

const ports = [1, 22, 53, 80, 443, 1023, 1024, 5000, 8080, 32_768, 49_152, 65_535];

/** Of fates that are rare until now, the same ends with other ports. */
function variants(all: readonly Walked[], fates: Fates, chance: Chance): readonly Packet[] {
  const counted = new Map<string, number>();
  const usual =
    [...fates.values()].reduce((sum, count) => sum + count, 0) / Math.max(1, fates.size);
  return all.flatMap((each) => {
    const fate = fateOf(each);
    const found = counted.get(fate) ?? 0;
    counted.set(fate, found + 1);
    const count = fates.get(fate) ?? 0;
    const wanted = wantedOf(count, usual);
    if (wanted === 0 || found >= fromEach) return [];
    const { packet } = each;
    const isEcho = each.probe.protocol === 'icmp';
    return Array.from({ length: Math.ceil(wanted / 2) }, () => ({
      ...packet,
      port: isEcho ? packet.port : chance.one(ports),
      sourcePort: 1024 + chance.below(64_000),
    }));
  });
}

/** What decided; of what arrives, by which kinds of things. */
function fateOf({ packet: { family, protocol }, walked: { arrives, gates } }: Walked): string {
  if (arrives === 'yes')
    return `yes ${family} ${protocol} by ${gates.map(({ kind }) => kind).join(', ')}`;
  const { way = '', kind = '', code = '' } = gates.at(-1) ?? {};
  return `no ${way} ${kind} ${code}`;
}

/** Always of the fate that was drawn least. */
function drawn(all: readonly Walked[], count: number, fates: Fates): readonly Walked[] {
  const left = byFate(all);
  const chosen: Walked[] = [];
  while (chosen.length < count && left.size > 0) {
    const fate = rarest([...left.keys()], fates);
    const own = left.get(fate) ?? [];
    const next = own.pop();
    if (next !== undefined) chosen.push(next);
    if (own.length === 0) left.delete(fate);
    fates.set(fate, (fates.get(fate) ?? 0) + 1);
  }
  return chosen;
}

function byFate(all: readonly Walked[]): Map<string, Walked[]> {
  const found = new Map<string, Walked[]>();
  for (const each of all) {
    const fate = fateOf(each);
    const own = found.get(fate);
    if (own === undefined) found.set(fate, [each]);
    else own.push(each);
  }
  return found;
}

function rarest(names: readonly string[], fates: Fates): string {
  const counted = names.map((name) => ({ name, count: fates.get(name) ?? 0 }));
  return counted.reduce((one, other) => (other.count < one.count ? other : one)).name;
}

/** Nobody can send from a port on which somebody listens at the same place. */
function apart(tries: readonly Walked[]): readonly Walked[] {
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
