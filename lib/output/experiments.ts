/** What came of breaking a lab, as lines. Pure. */
import { columns, count, wrapped } from './table.ts';

interface Line {
  readonly check: string;
  readonly outcome: string;
  readonly reason: string;
}

export interface ShownBreak {
  readonly lab: string;
  readonly target: string;
  readonly experiment: {
    readonly id: string;
    readonly lesson: string;
    readonly alsoFails?: Readonly<Record<string, string>>;
  };
  readonly predicted: readonly string[] | null;
  readonly stays: boolean;
  /** Words of `lab call` that show the lab alive. */
  readonly firstCall?: string | undefined;
  readonly result: {
    readonly outcome: string;
    readonly reason: string;
    readonly named: readonly string[];
    readonly fell: readonly string[];
  };
  readonly under: readonly Line[];
}

/** One experiment: what fell and why, the grade, the lesson, what to do next. */
export function singleLines(data: ShownBreak): readonly string[] {
  const { experiment, result, under } = data;
  const fallen = under.filter(({ check }) => result.fell.includes(check));
  return [
    ...fallenLines(fallen, experiment),
    `  ${restInWords(under.filter((each) => !fallen.includes(each)))}`,
    ...(result.outcome === 'caught' ? [] : [`Not as told: ${result.reason}`]),
    ...gradeLines(data),
    `Lesson  ${wrapped(experiment.lesson, 8)}`,
    ...nextLines(data),
  ];
}

function fallenLines(
  fallen: readonly Line[],
  experiment: ShownBreak['experiment'],
): readonly string[] {
  const widest = Math.max(0, ...fallen.map(({ check }) => check.length));
  return columns(
    fallen.map(({ check, reason }) => [
      'failed',
      check,
      wrapped(whyOf(check, reason, experiment), widest + 12),
    ]),
    2,
  );
}

/** The others, by what became of them: `held    4 others, 1 failed as before, 2 unverified here` */
function restInWords(rest: readonly Line[]): string {
  const of = (outcome: string): number => rest.filter((each) => each.outcome === outcome).length;
  const parts = [
    count(of('held'), 'other'),
    ...(of('failed') === 0 ? [] : [`${of('failed')} failed before too`]),
    ...(of('unverified') === 0 ? [] : [`${of('unverified')} unverified here`]),
  ];
  return `held    ${parts.join(', ')}`;
}

function whyOf(
  check: string,
  reason: string,
  { alsoFails = {} }: ShownBreak['experiment'],
): string {
  const besides = alsoFails[check];
  return besides === undefined ? reason : `falls besides: ${besides} (${reason})`;
}

function gradeLines({ predicted, result }: ShownBreak): readonly string[] {
  if (predicted === null) return [];
  const right = result.named.filter((each) => predicted.includes(each));
  const wrong = predicted.filter((each) => !result.fell.includes(each));
  const besides = wrong.length === 0 ? '' : ` Still held: ${wrong.join(', ')}.`;
  return [`You named ${right.length} of ${result.named.length}.${besides}`];
}

function nextLines({ lab, target, stays, firstCall }: ShownBreak): readonly string[] {
  if (!stays) return [`Nothing is left broken, nothing is to repair: on ${target} nothing runs.`];
  const look = firstCall === undefined ? 'status' : `call ${lab} ${firstCall}`;
  return [`Still broken, look around: ./lab ${look}      then: ./lab repair ${lab}`];
}

export interface ShownEvery {
  readonly stage: string;
  readonly lab: string;
  readonly target: string;
  readonly results: readonly { readonly outcome: string; readonly byReading: boolean }[];
  readonly afterwards: {
    readonly held: number;
    readonly failed: number;
    readonly unverified: number;
  };
}

/** The sums after every experiment; the rows were said while they came in. */
export function everyLines({
  lab,
  target,
  results,
  afterwards,
  stage,
}: ShownEvery): readonly string[] {
  const of = (outcome: string): number => results.filter((each) => each.outcome === outcome).length;
  const caught = results.filter(({ outcome }) => outcome === 'caught');
  const byReading = caught.filter((each) => each.byReading).length;
  const read =
    byReading === 0 ? '' : ` (${byReading} of them only by reading back what was changed)`;
  const bad = [
    ...(of('missed') === 0 ? [] : [`${of('missed')} missed`]),
    ...(of('refused') === 0 ? [] : [`${of('refused')} refused`]),
    ...(of('not judged') === 0 ? [] : [`${of('not judged')} not judged on ${target}`]),
  ];
  const { held, failed, unverified } = afterwards;
  return [
    `${caught.length} of ${results.length} experiments caught${read}${bad.length === 0 ? '' : `, ${bad.join(', ')}`}.`,
    `${lab} afterwards, at stage ${stage}: ${held} held, ${failed} failed, ${unverified} unverified.`,
  ];
}
