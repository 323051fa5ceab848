/** Judges checks on a target: chooses ways, keeps bounds and order, turns what happens into verdicts. */
import { AwsRefusal, type Capabilities } from '../capabilities.ts';
import { KitError, LabBug, messageOf, NoAnswer, Unavailable } from '../errors.ts';
import type { Check, Telling, Way } from '../lab.ts';
import { toldAt } from '../stages.ts';
import type { Judge, TargetName } from '../targets/target.ts';
import { failed, unverified, type Strength, type Verdict } from '../verdict.ts';
import { chooseWay } from './ways.ts';

/** One check judged: the verdict, how it was reached, and how it compares with what is told. */
export interface Judged extends Verdict {
  readonly lab: string;
  readonly stage: string;
  readonly check: string;
  readonly says: string;
  readonly target: TargetName;
  readonly strength: Strength | null;
  /** Does what was seen agree with what is told? Nothing where it is unverified. */
  readonly asTold: boolean | null;
}

export interface ToJudge {
  readonly lab: string;
  readonly stage: string;
  readonly stages: readonly string[];
  readonly checks: readonly Check[];
}

export interface JudgeOptions {
  /** Called as each verdict comes in. */
  readonly onJudged?: (judged: Judged) => void;
  readonly signal?: AbortSignal;
}

/** A check that has not answered by then is failed for that reason: a hang must not hold the whole lab. */
const usualBoundSeconds = 60;
/** Checks of queues mostly wait; those that call a lot only queue in the emulator's one process. */
const atOnce = 12;

/** Verdicts in the order of the checks. Those told to be absent at this stage are not asked. */
export async function judgeChecks(
  { lab, stage, stages, checks }: ToJudge,
  judge: Judge,
  options: JudgeOptions = {},
): Promise<readonly Judged[]> {
  const asked = checks
    .map((check) => ({ check, told: toldAt(check, stages, stage) }))
    .filter(({ told }) => told !== 'absent');
  const verdicts = new Map<string, Judged>();
  const judgeOne = async ({ check, told }: (typeof asked)[number]): Promise<void> => {
    options.signal?.throwIfAborted();
    const choice = chooseWay(check, judge);
    const verdict =
      choice.way === undefined
        ? unverified(choice.reason)
        : await judged(choice.way, judge, check.id);
    const strength =
      choice.way === undefined || verdict.outcome === 'unverified' ? null : choice.strength;
    const whole = {
      lab,
      stage,
      check: check.id,
      says: check.says,
      target: judge.target,
      ...verdict,
      strength,
      asTold: isAsTold(verdict, told),
    };
    verdicts.set(check.id, whole);
    options.onJudged?.(whole);
  };
  // What breaks the lab for a while has it to itself.
  const disturbing = asked.filter(
    ({ check }) => chooseWay(check, judge).way?.needs.includes('during') === true,
  );
  await inTurns(
    asked.filter((each) => !disturbing.includes(each)),
    atOnce,
    judgeOne,
  );
  await inTurns(disturbing, 1, judgeOne);
  return asked.flatMap(({ check }) => verdicts.get(check.id) ?? []);
}

async function inTurns<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await work(next).catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      });
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** An exception is a bug of the lab, unless it says what it means: a refusal, silence, a thing that is not there, a lost target. */
async function judged(way: Way, judge: Judge, check: string): Promise<Verdict> {
  try {
    const capabilities = judge.forCheck?.(check) ?? judge.capabilities;
    return await bounded(way.judge(capabilities as Capabilities), judge.boundSeconds);
  } catch (error) {
    if (error instanceof Unavailable) return unverified(error.message);
    if (error instanceof AwsRefusal) return failed(`refused: ${error.code}: ${error.message}`);
    await judge.confirmAlive();
    if (error instanceof NoAnswer) return failed(error.message);
    if (error instanceof KitError) throw error;
    throw new LabBug(`the check '${check}' threw: ${messageOf(error)}${placeOf(error)}`, {
      cause: error,
    });
  }
}

/** Where in the lab it was thrown. */
function placeOf(error: unknown): string {
  const line = error instanceof Error ? /labs\/[^\s)]+/.exec(error.stack ?? '')?.[0] : undefined;
  return line === undefined ? '' : ` (${line})`;
}

async function bounded(
  verdict: Promise<Verdict>,
  boundSeconds = usualBoundSeconds,
): Promise<Verdict> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => {
      resolve(failed(`no answer within ${boundSeconds} s`));
    }, boundSeconds * 1000);
  });
  try {
    return await Promise.race([verdict, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isAsTold({ outcome, reason }: Verdict, told: Telling): boolean | null {
  if (outcome === 'unverified') return null;
  if (typeof told !== 'object') return outcome === 'held';
  return outcome === 'failed' && reason.includes(told.fails);
}
