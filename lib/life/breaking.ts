/** A fault made in a lab on a target, and what the checks say without it and under it. */
import { assemblyOf } from '../assembly/assembly.ts';
import type { Disturbance } from '../capabilities.ts';
import { faultResult, notMade, type FaultResult } from '../checks/faults.ts';
import { Unavailable } from '../errors.ts';
import { judgeChecks, type Judged } from '../checks/runner.ts';
import type { Check, CounterExample, Lab } from '../lab.ts';
import type { Host } from '../output/host.ts';
import type { Parameters } from '../parameters.ts';
import { readState } from '../state/state.ts';
import { targetOf } from '../targets/index.ts';
import type { Judge, LiveTargetName, TargetName } from '../targets/target.ts';
import { attach, bring } from './live.ts';

/** The lab that is broken, and which of its checks are asked. */
export interface Breaking {
  readonly id: string;
  readonly lab: Lab;
  readonly target: TargetName;
  readonly parameters: Parameters;
  readonly checks: readonly Check[];
  /** Does the lab stay up, broken, when the command ends? */
  readonly stays: boolean;
  /** The stage at which the lab was up before, where it was. */
  readonly wholeStage?: string | undefined;
}

export interface Broken {
  readonly result: FaultResult;
  readonly without: readonly Judged[];
  readonly under: readonly Judged[];
}

/** Verdicts of the lab as it is meant to be, at the stage of the fault. */
export function judgeWhole(
  breaking: Breaking,
  stage: string,
  host: Host,
): Promise<readonly Judged[]> {
  return judgeShape(breaking, { stage }, host);
}

/** Makes the fault and judges. Where it is a mistake the lab is left with it; a disturbance ends with the judging. */
export async function judgeBroken(
  breaking: Breaking,
  { fault, without }: { fault: CounterExample; without: readonly Judged[] },
  host: Host,
): Promise<Broken> {
  const { id, stage, disturb } = fault;
  if (disturb !== undefined) return judgeDisturbed(breaking, { fault, without, disturb }, host);
  const under = await judgeShape(breaking, { stage, fault: id }, host);
  const result = faultResult(fault, without, under);
  if (result.outcome !== 'missed' || result.fell.length > 0) return { result, without, under };
  const isWithout = await isWithoutEffect(breaking, fault);
  return { result: isWithout ? notMade(fault, noEffect(breaking)) : result, without, under };
}

function noEffect({ target }: Breaking): string {
  return `what it changes has no effect on ${target}`;
}

/** Is nothing that has an effect on the target, where the lab is up, other than without the mistake? */
async function isWithoutEffect(
  { id, target, parameters }: Breaking,
  { id: fault, stage }: CounterExample,
): Promise<boolean> {
  const state = target === 'model' ? undefined : readState(id);
  if (state === undefined) return false;
  const live = await targetOf(state);
  const whole = await assemblyOf({ lab: id, stage, parameters });
  const broken = await assemblyOf({ lab: id, stage, parameters, fault });
  return (await live.hasSameEffect?.(whole.folder, broken.folder)) ?? false;
}

interface Disturbed {
  readonly fault: CounterExample;
  readonly without: readonly Judged[];
  readonly disturb: Disturbance;
}

async function judgeDisturbed(
  breaking: Breaking,
  { fault, without, disturb }: Disturbed,
  host: Host,
): Promise<Broken> {
  const { stage } = fault;
  const judge = await judgeOf(breaking, { stage }, host);
  const { during } = judge.capabilities;
  if (during === undefined)
    return { result: notMade(fault, judge.lacks('during')), without, under: [] };
  try {
    const under = await during(disturb, () => judgeBy(judge, breaking, { stage, host }));
    return { result: faultResult(fault, without, under), without, under };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { result: notMade(fault, error.message), without, under: [] };
  }
}

interface Shape {
  readonly stage: string;
  readonly fault?: string;
}

async function judgeShape(
  breaking: Breaking,
  shape: Shape,
  host: Host,
): Promise<readonly Judged[]> {
  const judge = await judgeOf(breaking, shape, host);
  const under = shape.fault === undefined ? '' : ` under ${shape.fault}`;
  host.progress(`judging ${breaking.id} at ${shape.stage}${under}`);
  return judgeBy(judge, breaking, { stage: shape.stage, host });
}

function judgeOf(breaking: Breaking, shape: Shape, host: Host): Promise<Judge> {
  const { target } = breaking;
  return target === 'model' ? onModel(breaking, shape) : live(breaking, { ...shape, target }, host);
}

function judgeBy(
  judge: Judge,
  { id, lab, checks }: Breaking,
  { stage, host }: { readonly stage: string; readonly host: Host },
): Promise<readonly Judged[]> {
  return judgeChecks({ lab: id, stage, stages: lab.stages, checks }, judge, {
    signal: host.signal,
  });
}

async function onModel(
  { id, parameters }: Breaking,
  { stage, fault }: Shape,
): ReturnType<typeof attach> {
  const { modelOf } = await import('../targets/model/model.ts');
  return modelOf((await assemblyOf({ lab: id, stage, parameters, fault })).folder, parameters);
}

async function live(
  { id, parameters, stays, wholeStage }: Breaking,
  { stage, fault, target }: Shape & { target: LiveTargetName },
  host: Host,
): ReturnType<typeof attach> {
  const wanted = { lab: id, target, stage, parameters, fault, stays, wholeStage };
  return attach(await bring(wanted, host), host);
}
