/** One engine of the network model against the other, on the same packets. */
import type { Network } from '../../../lib/network/network.ts';
import type { Packet, Question, Walk } from '../../../lib/network/question.ts';
import type { answer } from '../../../lib/network/sets/answer.ts';
import type { judge, outcomeFor } from '../../../lib/network/sets/judge.ts';
import type { walk } from '../../../lib/network/walk/walk.ts';
import { Chance } from './chance.ts';
import { randomNetwork } from './network.ts';
import { probesOf, type Probe } from './probes.ts';

export interface Engines {
  readonly walk: typeof walk;
  readonly judge: typeof judge;
  readonly outcomeFor: typeof outcomeFor;
  readonly answer: typeof answer;
}

export interface Difference {
  readonly seed: number;
  readonly network: Network;
  readonly question: Question;
  readonly packet: Packet;
  readonly walked: string;
  readonly judged: string;
}

/** What a seed stands for. */
export interface Case {
  readonly seed: number;
  readonly network: Network;
  readonly probes: readonly Probe[];
}

export function caseOf(seed: number, size: readonly [number, number]): Case {
  const network = randomNetwork(seed);
  return { seed, network, probes: probesOf(network, new Chance(~seed), size) };
}

/** Every packet that the engines judge differently. `each` sees what the walker said. */
export function* differences(
  engines: Engines,
  { seed, network, probes }: Case,
  each: (walked: Walk) => void = () => undefined,
): Generator<Difference> {
  for (const { question, packets } of probes) {
    const parts = engines.judge(network, question);
    for (const packet of packets) {
      const walked = engines.walk(network, packet);
      each(walked);
      const judged = engines.outcomeFor(parts, packet);
      if (walked.arrives !== judged)
        yield { seed, network, question, packet, walked: saysWalk(walked), judged };
    }
  }
}

/** `no SUBNET_ACL_RESTRICTION`, `yes`, `depends` */
export function saysWalk({ arrives, gates }: Walk): string {
  const last = gates.at(-1);
  return arrives === 'no' ? `no ${last?.code ?? ''}` : arrives;
}

export function walkedAlone({ walk }: Engines, network: Network, packet: Packet): string {
  return saysWalk(walk(network, packet));
}

export function judgedAlone(
  { judge, outcomeFor }: Engines,
  network: Network,
  { question, packet }: Pick<Difference, 'question' | 'packet'>,
): string {
  return outcomeFor(judge(network, question), packet);
}
