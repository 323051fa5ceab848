/** Every fault of a lab on one target: made, judged, repaired; afterwards the lab is judged whole. */
import { countsOf, type Counts } from '../checks/counts.ts';
import { faultResult, notMade, type FaultResult } from '../checks/faults.ts';
import type { Judged } from '../checks/runner.ts';
import { KitError } from '../errors.ts';
import type { CounterExample } from '../lab.ts';
import type { Host } from '../output/host.ts';
import { readState, type LabState } from '../state/state.ts';
import { judgeBroken, judgeWhole, type Breaking } from './breaking.ts';
import { shownStage } from '../stages.ts';
import { takeDown } from './live.ts';

export interface EveryResult {
  readonly lab: string;
  readonly target: string;
  readonly results: readonly FaultResult[];
  /** The lab after the last repair, at the stage at which it was up, else at that of the last fault. */
  readonly afterwards: Counts;
  readonly stage: string;
}

export interface Every {
  readonly faults: readonly CounterExample[];
  /** Judge every check under every fault; otherwise, on a live target, those that it names. */
  readonly thorough: boolean;
  /** The lab as it was up before; it is left up, otherwise down. */
  readonly before?: LabState | undefined;
}

/** The caller holds the lab. */
export async function breakEvery(
  breaking: Breaking,
  { faults, thorough, before }: Every,
  host: Host,
): Promise<EveryResult> {
  const shape = { ...breaking, stays: before !== undefined };
  const inOrder = [...faults].sort(byStage(breaking.lab.stages));
  const whole = new Map<string, readonly Judged[]>();
  const results: FaultResult[] = [];
  try {
    const width = Math.max(0, ...inOrder.map(({ id }) => id.length));
    for (const fault of inOrder) {
      const without = whole.get(fault.stage) ?? (await judgeWhole(shape, fault.stage, host));
      whole.set(fault.stage, without);
      const result = await tryFault(shape, { fault, without, thorough }, host);
      results.push(result);
      host.say(`  ${result.outcome.padEnd(10)}  ${fault.id.padEnd(width)}  ${result.reason}`);
    }
    const stage = before?.stage ?? lastStage(breaking, inOrder);
    const afterwards = countsOf(await judgeWhole(shape, stage, host));
    return { lab: breaking.id, target: breaking.target, results, afterwards, stage };
  } finally {
    if (before === undefined) await endOf(breaking, host);
  }
}

async function endOf({ id, target }: Breaking, host: Host): Promise<void> {
  const state = target === 'model' ? undefined : readState(id);
  if (state !== undefined) await takeDown(state, host);
}

function lastStage({ lab }: Breaking, faults: readonly CounterExample[]): string {
  return faults.at(-1)?.stage ?? shownStage(lab);
}

interface Trial {
  readonly fault: CounterExample;
  readonly without: readonly Judged[];
  readonly thorough: boolean;
}

async function tryFault(
  breaking: Breaking,
  { fault, without, thorough }: Trial,
  host: Host,
): Promise<FaultResult> {
  const unjudged = faultResult(fault, without, []);
  if (unjudged.outcome === 'not judged' || unjudged.outcome === 'refused') return unjudged;
  const all = breaking.target === 'model' || thorough;
  const asked = { ...breaking, checks: all ? breaking.checks : namedBy(fault, breaking) };
  const same = without.filter(({ check }) => asked.checks.some(({ id }) => id === check));
  const result = await resultOf(asked, { fault, without: same }, host);
  if (result.outcome === 'not judged') return result;
  const repaired = await judgeWhole(asked, fault.stage, host);
  const lame = repaired.find(
    ({ check, outcome }) => result.fell.includes(check) && outcome !== 'held',
  );
  return lame === undefined
    ? result
    : {
        ...result,
        outcome: 'missed',
        reason: `${lame.check} did not hold again after the repair: ${lame.reason}`,
      };
}

/** A fault that the target does not let in cannot be seen by a check there. */
async function resultOf(
  breaking: Breaking,
  { fault, without }: Omit<Trial, 'thorough'>,
  host: Host,
): Promise<FaultResult> {
  try {
    return (await judgeBroken(breaking, { fault, without }, host)).result;
  } catch (error) {
    if (!(error instanceof KitError && error.code === 'DeploymentFailed')) throw error;
    return notMade(fault, `${breaking.target} refuses it: ${error.message}`);
  }
}

function namedBy(
  { fails, alsoFails = {} }: CounterExample,
  { checks }: Breaking,
): Breaking['checks'] {
  return checks.filter(({ id }) => fails.includes(id) || id in alsoFails);
}

function byStage(stages: readonly string[]): (a: CounterExample, b: CounterExample) => number {
  return (a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage);
}
