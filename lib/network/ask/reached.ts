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

/** One leg and nothing else. */
export function reachedBy(network: Network, question: Question): Reached {
  const leg = { question, answer: answer(network, question) };
  return { ...leg.answer, legs: [leg] };
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
