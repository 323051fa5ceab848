/**
 * All packets of a question at once: which surely get through, which may, and which gate took the rest.
 * `yes`: all of them surely; `no`: none; `partial`: some, and it is known which; `depends`: that is not known.
 */
import type { Id, Network } from '../network.ts';
import type { Answer, Gate, Question, Verdict } from '../question.ts';
import { type Box, asked, coversBox } from './boxes.ts';
import { intersection, isEmpty } from './intervals.ts';
import { type End, isSettled } from './journey.ts';
import { type Part, judge } from './judge.ts';
import { onlyOf } from './only.ts';
import type { Obstacle } from './obstacles.ts';
import type { Mark } from './travel.ts';

export function answer(network: Network, question: Question): Answer {
  return answerOf(judge(network, question), question);
}

export function answerOf(parts: readonly Part[], question: Question): Answer {
  const verdict = verdictOf(parts, asked(question));
  const decisive = decisiveMark(parts, verdict);
  const only = verdict === 'partial' ? onlyOf(parts, question) : undefined;
  const seenAs = verdict === 'no' ? undefined : seenAsOf(parts);
  return {
    verdict,
    ...(only && { only }),
    ...(decisive && { because: gateOf(decisive) }),
    ...(verdict === 'depends' && { dependsOn: reasonsOf(parts) }),
    ...(seenAs !== undefined && { seenAs }),
  };
}

export function verdictOf(parts: readonly Part[], whole: Box): Verdict {
  const outcomes = parts.map(({ outcome }) => outcome);
  if (outcomes.every(({ possible }) => possible.length === 0)) return 'no';
  if (!outcomes.every(isSettled)) return 'depends';
  return outcomes.every(({ sure }) => coversBox(sure, whole)) ? 'yes' : 'partial';
}

/** Of a `no` the gate that took the last of what was left, of a `partial` the first that took anything. */
export function decisiveMark(parts: readonly Part[], verdict: Verdict): Mark | undefined {
  if (verdict !== 'no' && verdict !== 'partial') return undefined;
  const taking = parts
    .flatMap(({ outcome }) => outcome.ends)
    .flatMap(marksOf)
    .filter(({ loss }) => !isEmpty(loss.taken));
  return taking.reduce<Mark | undefined>((best, mark) => {
    if (best === undefined) return mark;
    const isBetter = verdict === 'no' ? mark.index > best.index : mark.index < best.index;
    return isBetter ? mark : best;
  }, undefined);
}

/** In the order of the way. */
export function marksOf({ lastMark }: End): readonly Mark[] {
  const marks: Mark[] = [];
  for (let mark = lastMark; mark !== undefined; mark = mark.previous) marks.push(mark);
  return marks.reverse();
}

function gateOf(mark: Mark): Gate {
  const { kind, at, rule, code, says }: Obstacle = mark.explain(mark.loss);
  return { way: mark.way, kind, at, outcome: 'blocked', ...(rule && { rule }), code, says };
}

/** What is in doubt of the packets that nothing else has stopped, each reason once. */
function reasonsOf(parts: readonly Part[]): readonly string[] {
  const ends = parts
    .filter(({ outcome }) => !isSettled(outcome))
    .flatMap(({ outcome }) => outcome.ends);
  const doubtful = ends.flatMap((end) =>
    marksOf(end).filter(
      ({ side, loss }) => !isEmpty(intersection(loss.doubtful, end.possible[side])),
    ),
  );
  const reasons = doubtful.flatMap((mark) => {
    const { reasons: some = [], says } = mark.explain(mark.loss);
    return some.length > 0 ? some : [says];
  });
  return [...new Set(reasons)];
}

/** Where all that gets through shows the same address. */
function seenAsOf(parts: readonly Part[]): Id | undefined {
  const open = parts.filter(({ outcome }) => outcome.possible.length > 0);
  const ends = open.flatMap(({ outcome }) => outcome.ends);
  const [first, ...others] = new Set(
    ends.filter(({ isComplete }) => isComplete).map((end) => end.seenAs),
  );
  return others.length === 0 ? first : undefined;
}
