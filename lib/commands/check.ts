/** `lab check LAB`: judges the checks, where the lab is up or on the strongest target here. */
import { resolve } from 'node:path';
import { checksOf } from '../catalog.ts';
import { countsOf, exitCodeOf, type Counts } from '../checks/counts.ts';
import type { Judged } from '../checks/runner.ts';
import { KitError } from '../errors.ts';
import type { Check } from '../lab.ts';
import { chooseTarget } from '../life/choose-target.ts';
import { judgeLab, type Judgement } from '../life/judge.ts';
import { watchLab } from '../life/watch.ts';
import { nearest } from '../nearest.ts';
import type { Host, Outcome } from '../output/host.ts';
import { count, seconds } from '../output/table.ts';
import { verdictLines } from '../output/verdicts.ts';
import { stageInWords, toldAt } from '../stages.ts';
import { refuseUnfit } from '../targets/recording/recording.ts';
import type { TargetName } from '../targets/target.ts';
import { everywhereText, judgedEverywhere, type OnAll } from './check-everywhere.ts';
import { readyFor, writeJUnit } from './check-junit.ts';
import { isOn, listOption, textOption, type Typed } from './command.ts';
import { typedLab, type TypedLab } from './lab-words.ts';

/** Judged on one target. */
export interface OnOne {
  readonly lab: string;
  readonly target: TargetName;
  /** The target with its version. */
  readonly title: string;
  readonly verdicts: readonly Judged[];
  readonly counts: Counts;
  readonly notExercised: readonly string[];
  readonly milliseconds: number;
  /** How many checks are asked at each judged stage, of how many. */
  readonly asked: readonly {
    readonly stage: string;
    readonly stageInWords: string;
    readonly checks: number;
  }[];
  readonly all: number;
}
type Data = OnOne | OnAll;

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  refuseBoth(typed, 'watch', 'json');
  refuseBoth(typed, 'stage', 'all-stages');
  const junit = textOption(typed, 'junit');
  if (junit !== undefined) readyFor(junit);
  const outcome = await judged(typed, host);
  if (junit !== undefined) writeJUnit(junit, outcome.data, host);
  return outcome;
}

async function judged(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const asked = await typedLab(typed);
  const checks = await chosenChecks(asked.id, listOption(typed, 'only'));
  const everyStage = isOn(typed, 'all-stages');
  const on = textOption(typed, 'on');
  if (on === 'all') {
    refuseBoth(typed, 'on', 'watch');
    return judgedEverywhere({ ...asked, checks, everyStage }, host);
  }
  const { target, lost } = await chooseTarget(asked.id, on, asked);
  if (lost !== undefined) host.warn(`On ${target}, because ${lost.says}`);
  const since = performance.now();
  if (isOn(typed, 'watch')) await watchLab(asked.id, wordsOf(typed), host);
  host.signal.throwIfAborted();
  const judgement = await judgeLab(
    { ...asked, target, checks, everyStage, record: recordFolder(typed, target) },
    host,
  );
  const data = dataOf(asked, checks, { judgement, milliseconds: performance.now() - since });
  return { data, exitCode: exitCodeOf(data.counts) };
}

/** What was typed, once more, without `--watch`. */
function wordsOf({ words, options }: Typed): readonly string[] {
  const rest = Object.entries(options).filter(([name]) => name !== 'watch' && name !== 'json');
  return [
    ...words,
    ...rest.flatMap(([name, value]) =>
      typeof value === 'boolean'
        ? [`--${name}`]
        : [value ?? []].flat().map((each) => `--${name}=${each}`),
    ),
  ];
}

/** @throws BadOption where nothing runs that could be recorded */
function recordFolder(typed: Typed, target: TargetName): string | undefined {
  const folder = textOption(typed, 'record');
  if (folder === undefined) return undefined;
  if (target !== 'model') {
    refuseUnfit(resolve(folder));
    return resolve(folder);
  }
  throw new KitError(
    'BadOption',
    '--record keeps what a running lab answered, and model runs none',
    {
      next: 'add --on emulator',
    },
  );
}

/** @throws BadOption where one leaves no sense to the other */
function refuseBoth({ options }: Typed, one: string, other: string): void {
  if (options[one] !== undefined && options[other] !== undefined)
    throw new KitError('BadOption', `--${one} and --${other} do not go together`);
}

/** @throws UnknownCheck */
async function chosenChecks(lab: string, ids: readonly string[]): Promise<readonly Check[]> {
  const checks = await checksOf(lab);
  const known = checks.map(({ id }) => id);
  const unknown = ids.find((each) => !known.includes(each));
  if (unknown !== undefined)
    throw new KitError('UnknownCheck', `${lab} has no check '${unknown}'`, {
      next: nearest(unknown, known) ?? `there are: ${known.join(', ')}`,
    });
  return ids.length === 0 ? checks : checks.filter(({ id }) => ids.includes(id));
}

function dataOf(
  { id, lab }: TypedLab,
  checks: readonly Check[],
  { judgement, milliseconds }: { judgement: Judgement; milliseconds: number },
): OnOne {
  const { target, title, verdicts, stages, notExercised } = judgement;
  return {
    lab: id,
    target,
    title,
    verdicts,
    counts: countsOf(verdicts),
    notExercised,
    milliseconds,
    asked: stages.map((stage) => ({
      stage,
      stageInWords: stageInWords(lab, stage),
      checks: checks.filter((check) => toldAt(check, lab.stages, stage) !== 'absent').length,
    })),
    all: checks.length,
  };
}

function applyInWords(checks: number, all: number): string {
  return all === 1
    ? `${count(checks, 'check')} applies`
    : `${checks} of ${count(all, 'check')} apply`;
}

export function text(data: Data, typed: Typed): readonly string[] {
  return 'columns' in data ? everywhereText(data) : oneText(data, typed);
}

function oneText(data: OnOne, typed: Typed): readonly string[] {
  const { counts } = data;
  const stages = data.asked.flatMap(({ stage, stageInWords: words, checks }) => [
    `${data.lab} on ${data.title}, ${words}: ${applyInWords(checks, data.all)}`,
    ...verdictLines(
      data.verdicts.filter((each) => each.stage === stage),
      { all: isOn(typed, 'all') },
    ),
  ]);
  const sums = `${counts.held} held, ${counts.failed} failed, ${counts.unverified} unverified in ${seconds(data.milliseconds)}.`;
  const otherwise = counts.otherwise === 0 ? '' : ` ${counts.otherwise} not as told.`;
  const notGreen = counts.unverified === 0 ? '' : ' Unverified is not green.';
  return [
    ...stages,
    `${sums}${otherwise}${notGreen}${data.notExercised.map((each) => ` ${each}`).join('')}`,
  ];
}
