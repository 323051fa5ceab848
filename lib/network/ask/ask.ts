/** A question between places -> one answer: every member, either family, through the load balancer's listeners. */
import type { Network } from '../network.ts';
import type { Internet, Point, Question, Verdict } from '../question.ts';
import { allPorts, type Range } from '../services.ts';
import { throughListeners } from './listeners.ts';
import { bestOf, oneLeg, rank, reachedBy, type Reached } from './reached.ts';
import { familiesOf, type Place } from './places.ts';
import { answerOf } from './served.ts';

export interface Asked {
  readonly from: Place;
  readonly to: Place;
  /** IANA number; 1 is an echo request and its answer. */
  readonly protocol: number;
  readonly ports: Range;
  /** @default what the starting end uses: Linux 32768-60999, a host of the internet 1024-65535 */
  readonly sourcePorts?: Range;
}

export function ask(network: Network, asked: Asked): Reached {
  const pairs = asked.from.members.flatMap((from) =>
    asked.to.members.map((to) => bestOf(legsBetween(network, asked, { from, to }))),
  );
  return allOf(pairs);
}

interface Pair {
  readonly from: readonly (Point | Internet)[];
  readonly to: readonly (Point | Internet)[];
}

function legsBetween(network: Network, asked: Asked, { from, to }: Pair): readonly Reached[] {
  const combined = from.flatMap((one) =>
    to.flatMap((other) =>
      familiesOf(one, other).map((family) => ({ from: one, to: other, family }) as const),
    ),
  );
  return combined.map((each) => {
    const { protocol, ports } = asked;
    const sourcePorts = asked.sourcePorts ?? clientPorts(network, each.from);
    const echo = protocol === 1 && each.family === 6;
    const question: Question = {
      ...each,
      protocol: echo ? 58 : protocol,
      ports: echo ? [128, 128] : ports,
      sourcePorts,
    };
    const { balancer, served } = asked.to;
    if (served !== undefined) return oneLeg(question, answerOf(served, question));
    if (balancer !== undefined) return throughListeners(network, question, balancer);
    return reachedBy(network, question);
  });
}

function clientPorts(network: Network, from: Point | Internet): Range {
  const own = from.kind === 'interface' ? network.interfaces.get(from.id) : undefined;
  return own?.clientPorts ?? [1024, allPorts[1]];
}

/** Every member must get through; what does not, decides. */
function allOf(all: readonly Reached[]): Reached {
  const legs = all.flatMap((each) => each.legs);
  const worst = all.reduce((one, each) => (rank[each.verdict] < rank[one.verdict] ? each : one));
  const verdict = together(all.map((each) => each.verdict));
  const others = legs.filter((each) => !worst.legs.includes(each));
  return { ...worst, verdict, legs: [...worst.legs, ...others] };
}

function together(verdicts: readonly Verdict[]): Verdict {
  const [first = 'no'] = verdicts;
  if (verdicts.every((each) => each === first)) return first;
  return verdicts.includes('depends') ? 'depends' : 'partial';
}
