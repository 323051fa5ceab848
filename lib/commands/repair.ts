/** `lab repair LAB`: takes back what break did, and judges again. */
import { checksOf } from '../catalog.ts';
import { countsOf, exitCodeOf, type Counts } from '../checks/counts.ts';
import { judgeChecks, type Judged } from '../checks/runner.ts';
import { KitError } from '../errors.ts';
import { attach, bring, withLab, type Wanted } from '../life/live.ts';
import type { Host, Outcome } from '../output/host.ts';
import { seconds } from '../output/table.ts';
import { verdictLines } from '../output/verdicts.ts';
import { readState, type LabState } from '../state/state.ts';
import type { Typed } from './command.ts';
import { typedLab } from './lab-words.ts';

interface Data {
  readonly lab: string;
  /** What it was broken with, or nothing where it was whole. */
  readonly fault: string | null;
  readonly verdicts: readonly Judged[];
  readonly counts: Counts;
  readonly repairedMilliseconds: number;
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const { id, lab } = await typedLab(typed);
  return withLab(id, { host, command: `repair ${id}` }, async () => {
    const before = readState(id);
    if (before === undefined)
      throw new KitError('NotUp', `${id} is not up, so nothing of it is broken`, {
        next: `./lab up ${id}`,
      });
    const since = performance.now();
    const state = before.fault === undefined ? before : await bring(wholeAgain(before), host);
    const repairedMilliseconds = performance.now() - since;
    host.progress(`judging ${id}`);
    const asked = { lab: id, stage: state.stage, stages: lab.stages, checks: await checksOf(id) };
    const verdicts = await judgeChecks(asked, await attach(state, host), { signal: host.signal });
    const counts = countsOf(verdicts);
    const data = { lab: id, fault: before.fault ?? null, verdicts, counts, repairedMilliseconds };
    return { data, exitCode: exitCodeOf(counts) };
  });
}

function wholeAgain({ lab, target, stage, parameters, wholeStage = stage }: LabState): Wanted {
  return { lab, target, stage: wholeStage, parameters };
}

export function text({
  lab,
  fault,
  verdicts,
  counts,
  repairedMilliseconds,
}: Data): readonly string[] {
  const notAsTold = verdicts.filter(({ asTold }) => asTold === false);
  const { held, failed, unverified, otherwise } = counts;
  const sums = [
    `${held} held`,
    ...(failed > otherwise ? [`${failed - otherwise} failed as told`] : []),
    ...(otherwise > 0 ? [`${otherwise} not as told`] : []),
    ...(unverified > 0 ? [`${unverified} unverified here`] : []),
  ].join(', ');
  return [
    fault === null
      ? `${lab} was not broken; ${sums}.`
      : `Repaired in ${seconds(repairedMilliseconds)}; ${sums}.`,
    ...verdictLines(notAsTold, { all: true }),
    `./lab down ${lab} removes it and looks that nothing is left.`,
  ];
}
