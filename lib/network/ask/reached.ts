/** What became of a question: the answer, and the legs that it rests on. */
import type { Network } from '../network.ts';
import type { Answer, Question, Verdict } from '../question.ts';
import { answer } from '../sets/answer.ts';

/** One pair of points, and what became of its packets. */
export interface Leg {
  readonly question: Question;
  readonly answer: Answer;
}

export interface Reached extends Answer {
  /** The legs that were asked; the first decided. */
  readonly legs: readonly [Leg, ...Leg[]];
}

/** What the network alone makes of it: no listener, no served place. */
export function reachedBy(network: Network, question: Question): Reached {
  return oneLeg(question, answer(network, question));
}

/** One leg and nothing else: its answer is the whole. */
export function oneLeg(question: Question, became: Answer): Reached {
  return { ...became, legs: [{ question, answer: became }] };
}

/** The further, the higher. */
export const rank: Readonly<Record<Verdict, number>> = { yes: 3, partial: 2, depends: 1, no: 0 };

/** Either family will do. */
export function bestOf(all: readonly Reached[]): Reached {
  const [first, ...more] = all;
  if (first === undefined) throw new Error('two places have no family of addresses in common');
  return more.reduce(
    (best, each) => (rank[each.verdict] > rank[best.verdict] ? each : best),
    first,
  );
}
