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
  every: Every,
  host: Host,
): Promise<EveryResult> {
  const { faults, before } = every;
  const shape = { ...breaking, stays: before !== undefined };
  const stages = breaking.lab.stages.filter((each) => faults.some(({ stage }) => stage === each));
  const results: FaultResult[] = [];
  const shown = before?.stage ?? stages.at(-1) ?? shownStage(breaking.lab);
  let repaired: readonly Judged[] = [];
  try {
    for (const stage of stages) {
      const broken = await breakStage(shape, { ...every, stage }, host);
      results.push(...broken.results);
      repaired = broken.repaired;
    }
    const whole = stages.at(-1) === shown ? repaired : await judgeWhole(shape, shown, host);
    const { id: lab, target } = breaking;
    return { lab, target, results, afterwards: countsOf(whole), stage: shown };
  } finally {
    if (before === undefined) await endOf(breaking, host);
  }
}

/** The faults of one stage, each made in place of the one before; judged whole before the first and after the last. */
async function breakStage(
  breaking: Breaking,
  { stage, faults, thorough }: Every & { readonly stage: string },
  host: Host,
): Promise<{ readonly results: readonly FaultResult[]; readonly repaired: readonly Judged[] }> {
  const width = Math.max(...faults.map(({ id }) => id.length));
  const say = ({ outcome, id, reason }: FaultResult): void => {
    host.say(`  ${outcome.padEnd(10)}  ${id.padEnd(width)}  ${reason}`);
  };
  const without = await judgeWhole(breaking, stage, host);
  const results: FaultResult[] = [];
  for (const fault of faults.filter((each) => each.stage === stage)) {
    const result = await tryFault(breaking, { fault, without, thorough }, host);
    results.push(result);
    say(result);
  }
  const isBroken = results.some(({ outcome }) => outcome === 'caught' || outcome === 'missed');
  const repaired = isBroken ? await judgeWhole(breaking, stage, host) : without;
  const afterwards = results.map((each) => unlessLame(each, repaired));
  afterwards.filter((each, index) => each !== results[index]).forEach(say);
  return { results: afterwards, repaired };
}

/** A fault is repaired where every check that fell holds again once the faults of its stage are gone. */
function unlessLame(result: FaultResult, repaired: readonly Judged[]): FaultResult {
  const lame = repaired.find(
    ({ check, outcome }) => result.fell.includes(check) && outcome !== 'held',
  );
  if (lame === undefined) return result;
  const reason = `${lame.check} did not hold again after the repair: ${lame.reason}`;
  return { ...result, outcome: 'missed', reason };
}

async function endOf({ id, target }: Breaking, host: Host): Promise<void> {
  const state = target === 'model' ? undefined : readState(id);
  if (state !== undefined) await takeDown(state, host);
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
  return resultOf(asked, { fault, without: same }, host);
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
