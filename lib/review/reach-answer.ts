/** An answer of the network as plain data, with names, lines and words: what `--json` prints. */
import { meaningOf, type Meaning } from '../network/ask/codes.ts';
import type { Explained } from '../network/ask/explain.ts';
import { ask, type Asked } from '../network/ask/ask.ts';
import type { Flow } from '../network/ask/flow.ts';
import type { Leg, Reached } from '../network/ask/reached.ts';
import type { Summary } from '../network/ask/summary.ts';
import { traceOf } from '../network/ask/trace.ts';
import { onlyText, reasonOf } from '../network/ask/words.ts';
import { addressText, blockText, type Family } from '../network/blocks.ts';
import { nameOf } from '../network/names.ts';
import type { Network } from '../network/network.ts';
import type { Answer, Code, Gate, Internet, Point, Verdict } from '../network/question.ts';
import type { Range } from '../network/services.ts';
import { portsText } from '../network/sets/intervals.ts';
import type { Written, WrittenAt } from './sources.ts';

export interface Hop {
  readonly way: Gate['way'];
  readonly gate: Gate['kind'];
  readonly at: string;
  readonly outcome: Gate['outcome'];
  readonly code: Code | null;
  readonly says: string;
  readonly rule: (Partial<Written> & { readonly says: string }) | null;
  /** Of the rule's resource; else of the gate's. */
  readonly source: string | null;
}

export interface LegData {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  readonly verdict: Verdict;
  readonly hops: readonly Hop[];
}

export interface Only {
  readonly ports: string | null;
  readonly sourcePorts: string | null;
  readonly hosts: readonly string[] | null;
}

export interface ReachAnswer {
  readonly from: string;
  readonly to: string;
  /** `tcp/443` as typed. */
  readonly flow: string;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly only: Only | null;
  readonly dependsOn: readonly string[];
  readonly seenAs: string | null;
  readonly code: (Meaning & { readonly code: Code }) | null;
  /** Hop by hop; of a Network Load Balancer the client's leg and the target's. */
  readonly legs: readonly LegData[];
  /** With --explain, unless it is reachable: what would open it, or why nothing small does. */
  readonly opening: { readonly changes: readonly string[]; readonly why: string | null } | null;
}

interface FlowQuestion {
  /** With the hosts that only the question speaks of. */
  readonly network: Network;
  readonly asked: Omit<Asked, keyof Flow>;
  readonly flow: Flow;
}

interface Wanted {
  /** `tcp/443` as typed. */
  readonly typedFlow: string;
  /** Where it is asked for. */
  readonly explain?: ((network: Network, asked: Asked) => Explained) | undefined;
  readonly writtenAt: WrittenAt;
}

export function answerTo(
  { network, asked, flow }: FlowQuestion,
  { typedFlow, explain, writtenAt }: Wanted,
): ReachAnswer {
  const question = { ...asked, ...flow };
  const reached = ask(network, question);
  const { verdict, dependsOn = [] } = reached;
  return {
    from: asked.from.name,
    to: asked.to.name,
    flow: typedFlow,
    verdict,
    reason: reasonOf(network, reached) ?? null,
    only: onlyData(reached.only),
    dependsOn,
    seenAs: seenAsOf(network, reached),
    code: meaningFor(reached),
    legs: shownLegs(reached).map((leg) => legData(network, leg, writtenAt)),
    opening: verdict === 'yes' ? null : openingOf(explain?.(network, question)),
  };
}

function seenAsOf(network: Network, { seenAs }: Reached): string | null {
  return seenAs === undefined ? null : nameOf(network, seenAs);
}

function meaningFor({ verdict, because }: Reached): ReachAnswer['code'] {
  const code = verdict === 'depends' ? undefined : because?.code;
  return code === undefined ? null : { code, ...meaningOf(code) };
}

function openingOf(explained: Explained | undefined): ReachAnswer['opening'] {
  return explained === undefined ? null : { changes: explained.says, why: explained.why };
}

function onlyData(only: Answer['only']): Only | null {
  if (only === undefined) return null;
  const text = (ranges: readonly Range[] | undefined): string | null =>
    ranges === undefined ? null : portsText(ranges);
  return {
    ports: text(only.ports),
    sourcePorts: text(only.sourcePorts),
    hosts: only.hosts?.map(blockText) ?? null,
  };
}

/** The leg that decided; where that begins at a load balancer's node, the way to it first. */
function shownLegs({ legs }: Reached): readonly Leg[] {
  const [first] = legs;
  const { from, through } = first.question;
  const node = through ?? (from.kind === 'interface' ? from.id : undefined);
  const front = legs.find(
    ({ question: { to, through: other } }) =>
      other === undefined && to.kind === 'interface' && to.id === node,
  );
  return front === undefined || front === first ? [first] : [front, first];
}

function legData(network: Network, leg: Leg, writtenAt: WrittenAt): LegData {
  const { from, to, through, family } = leg.question;
  const sender = pointText(network, from);
  const node = through === undefined ? undefined : nameOf(network, through);
  return {
    from: node === undefined ? sender : `${node}, with the address of ${sender}`,
    to: pointText(network, to),
    family,
    verdict: leg.answer.verdict,
    hops: traceOf(network, leg).gates.map((gate) => hopOf(network, gate, writtenAt)),
  };
}

function pointText(network: Network, point: Point | Internet): string {
  if (point.kind === 'internet') return 'internet';
  if (point.kind === 'host') return addressText(point.address);
  if (point.kind === 'service') return point.list.service ?? nameOf(network, point.list.id);
  return nameOf(network, point.kind === 'public' ? point.of : point.id);
}

function hopOf(network: Network, gate: Gate, writtenAt: WrittenAt): Hop {
  const { way, kind, at, outcome, code = null, says, rule } = gate;
  const written = rule === undefined ? null : writtenAt(rule.id);
  return {
    ...{ way, gate: kind, at: nameOf(network, at), outcome, code, says },
    rule: rule === undefined ? null : { says: rule.says, ...written },
    source: written?.source ?? writtenAt(at)?.source ?? null,
  };
}

export interface Service {
  readonly protocol: Summary['protocol'];
  /** What gets through, or may; none: nothing does. */
  readonly open: readonly {
    readonly ports: string;
    readonly verdict: Verdict;
    readonly reason: string | null;
    readonly seenAs: string | null;
  }[];
  /** Why the rest does not. */
  readonly reason: string | null;
}

export interface ReachServices {
  readonly from: string;
  readonly to: string;
  readonly services: readonly Service[];
}

export function servicesTo(network: Network, summaries: readonly Summary[]): readonly Service[] {
  return summaries.map(({ protocol, pieces, whole }) => ({
    protocol,
    open: pieces.map(({ ports, reached }) => ({
      ports: protocol === 'icmp' ? 'echo' : portsText(ports),
      verdict: reached.verdict,
      reason: pieceReason(reached),
      seenAs: seenAsOf(network, reached),
    })),
    reason:
      whole.verdict === 'yes'
        ? null
        : ((whole.because && reasonOf(network, { verdict: 'no', because: whole.because })) ?? null),
  }));
}

function pieceReason({ verdict, only, dependsOn = [] }: Reached): string | null {
  if (verdict === 'yes') return null;
  return verdict === 'depends' ? `depends on: ${dependsOn.join(', ')}` : `only ${onlyText(only)}`;
}
