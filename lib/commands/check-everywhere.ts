/** `lab check LAB --on all`: one matrix of every target that is there. Counts of targets are never added up. */
import { countsOf, exitCodeOf, type Counts } from '../checks/counts.ts';
import type { Judged } from '../checks/runner.ts';
import { exitCodes } from '../errors.ts';
import { judgeEverywhere, type NotJudged } from '../life/judge-everywhere.ts';
import type { ToJudgeLab } from '../life/judge.ts';
import type { Host, Outcome } from '../output/host.ts';
import { matrixLines } from '../output/matrix.ts';
import { seconds, wrappedColumns } from '../output/table.ts';
import { stageInWords } from '../stages.ts';
import type { TargetName } from '../targets/target.ts';

interface Column {
  readonly target: TargetName;
  /** The target with its version. */
  readonly title: string;
  readonly verdicts: readonly Judged[];
  readonly counts: Counts;
  readonly notExercised: readonly string[];
}

export interface OnAll {
  readonly lab: string;
  readonly target: 'all';
  /** In the order of the lab's stages. */
  readonly stages: readonly { readonly stage: string; readonly stageInWords: string }[];
  readonly columns: readonly Column[];
  readonly notJudged: readonly NotJudged[];
  readonly milliseconds: number;
}

export async function judgedEverywhere(
  asked: Omit<ToJudgeLab, 'target'>,
  host: Host,
): Promise<Outcome<OnAll>> {
  const since = performance.now();
  const { judgements, notJudged } = await judgeEverywhere(asked, host);
  const columns = judgements.map(({ target, title, verdicts, notExercised }) => ({
    ...{ target, title, verdicts, notExercised },
    counts: countsOf(verdicts),
  }));
  const stages = asked.lab.stages.filter((stage) =>
    judgements.some((each) => each.stages.includes(stage)),
  );
  const data: OnAll = {
    lab: asked.id,
    target: 'all',
    stages: stages.map((stage) => ({ stage, stageInWords: stageInWords(asked.lab, stage) })),
    columns,
    notJudged,
    milliseconds: performance.now() - since,
  };
  return { data, exitCode: worst(columns.map(({ counts }) => exitCodeOf(counts))) };
}

/** One target that judged something is enough; one check otherwise than told is too much. */
function worst(codes: readonly number[]): number {
  if (codes.includes(exitCodes.otherwise)) return exitCodes.otherwise;
  return codes.includes(exitCodes.asTold) ? exitCodes.asTold : exitCodes.nothingJudged;
}

export function everywhereText(data: OnAll): readonly string[] {
  const { lab, stages, columns, notJudged, milliseconds } = data;
  return [
    ...stages.flatMap(({ stage, stageInWords: words }) => [
      `${lab}, ${words}`,
      ...matrixLines(
        columns.map(({ target, verdicts }) => ({
          target,
          verdicts: verdicts.filter((each) => each.stage === stage),
        })),
      ),
    ]),
    'Judged on:',
    ...wrappedColumns(columns.map(sums), 2),
    ...(notJudged.length === 0 ? [] : ['Not judged on:']),
    ...wrappedColumns(
      notJudged.map(({ target, reason }) => [target, reason]),
      2,
    ),
    `In ${seconds(milliseconds)}. Each target counts for itself; unverified is not green.`,
    ...(columns.length < 2
      ? []
      : [`Which target is right about AWS where they differ: labs/${lab}/README.md`]),
  ];
}

function sums({ title, counts, notExercised }: Column): readonly string[] {
  const { held, failed, unverified } = counts;
  const words = `${held} held, ${failed} failed, ${unverified} unverified`;
  return [title, [words, ...notExercised].join('. ')];
}
