/** A lab judged on a target: as it is up, or brought up for it and taken down again. */
import { join } from 'node:path';
import { assemblyOf } from '../assembly/assembly.ts';
import { countsOf } from '../checks/counts.ts';
import { judgeChecks, type Judged } from '../checks/runner.ts';
import { KitError } from '../errors.ts';
import type { Check, Lab } from '../lab.ts';
import type { Host } from '../output/host.ts';
import type { Parameters } from '../parameters.ts';
import { recordEvidence } from '../state/evidence.ts';
import { readState, type LabState } from '../state/state.ts';
import { recorded } from '../targets/recording/recording.ts';
import type { Judge, LiveTargetName, TargetName } from '../targets/target.ts';
import { kitVersion } from '../version.ts';
import { whyDown } from './choose-target.ts';
import { attach, bring, isCurrent, refuseElsewhere, takeDown, withLab } from './live.ts';

export interface ToJudgeLab {
  readonly id: string;
  readonly lab: Lab;
  readonly target: TargetName;
  readonly endpoint?: string | undefined;
  /** A folder for a redacted recording of what is asked and answered. */
  readonly record?: string | undefined;
  readonly typedStage: string | undefined;
  readonly stage: string;
  readonly parameters: Parameters;
  readonly checks: readonly Check[];
  readonly everyStage: boolean;
}

export interface Judgement {
  readonly target: TargetName;
  /** The target with its version. */
  readonly title: string;
  readonly stages: readonly string[];
  readonly verdicts: readonly Judged[];
  readonly notExercised: readonly string[];
}

export async function judgeLab(asked: ToJudgeLab, host: Host): Promise<Judgement> {
  return asked.target === 'model'
    ? judgeOnModel(asked, host)
    : judgeLive(asked, asked.target, host);
}

async function judgeOnModel(asked: ToJudgeLab, host: Host): Promise<Judgement> {
  const { modelOf } = await import('../targets/model/model.ts');
  const stages = asked.everyStage ? asked.lab.stages : [asked.stage];
  const verdicts: Judged[] = [];
  for (const stage of stages) {
    host.progress(`synthesizing ${asked.id} at ${stage}`);
    const { folder } = await assemblyOf({ lab: asked.id, stage, parameters: asked.parameters });
    verdicts.push(
      ...(await judgeStage(asked, stage, { judge: modelOf(folder, asked.parameters), host })),
    );
  }
  return { target: 'model', title: 'model', stages, verdicts, notExercised: [] };
}

async function judgeLive(
  asked: ToJudgeLab,
  target: LiveTargetName,
  host: Host,
): Promise<Judgement> {
  return withLab(asked.id, { host, command: `check ${asked.id}` }, async () => {
    const running = readState(asked.id);
    refuseLeftovers(running);
    refuseElsewhere({ lab: asked.id, target }, running);
    refuseAtOtherStage(asked, running);
    if (running !== undefined) {
      warnWhereOutdated(running, host);
      return judgeRunning(asked, [running], host);
    }
    try {
      return await judgeRunning(asked, broughtUp(asked, target, host), host);
    } finally {
      const state = readState(asked.id);
      if (state !== undefined) await takeDown(state, host);
    }
  });
}

/**
 * What `down` could not remove is no lab, and nothing is brought up on top of it.
 * @throws LeftBehind
 */
function refuseLeftovers(found: LabState | undefined): void {
  const says = whyDown(found);
  if (found === undefined || says === undefined) return;
  throw new KitError('LeftBehind', says, {
    next: `./lab down ${found.lab} looks again; --on model judges the template meanwhile`,
  });
}

/** What runs is what is judged: a change since is not in it. */
function warnWhereOutdated(running: LabState, host: Host): void {
  if (isCurrent(running)) return;
  const { lab } = running;
  host.warn(
    `The files of ${lab} or of the kit changed since it came up; what runs is judged. ./lab up ${lab} takes the change.`,
  );
}

/** Every stage that is asked for, one growing out of the other. */
async function* broughtUp(
  asked: ToJudgeLab,
  target: LiveTargetName,
  host: Host,
): AsyncGenerator<LabState> {
  for (const stage of asked.everyStage ? asked.lab.stages : [asked.stage])
    yield await bring({ ...asked, lab: asked.id, target, stage, stays: false }, host);
}

async function judgeRunning(
  asked: ToJudgeLab,
  states: Iterable<LabState> | AsyncIterable<LabState>,
  host: Host,
): Promise<Judgement> {
  const stages: string[] = [];
  const verdicts: Judged[] = [];
  const notExercised = new Set<string>();
  let title: string = asked.target;
  for await (const state of states) {
    const judge = recordedWhere(asked, state, await attach(state, host));
    ({ title } = judge);
    stages.push(state.stage);
    if (judge.notExercised !== undefined) notExercised.add(judge.notExercised);
    verdicts.push(...(await judgeStage(asked, state.stage, { judge, host })));
  }
  return { target: asked.target, title, stages, verdicts, notExercised: [...notExercised] };
}

function recordedWhere({ id, record }: ToJudgeLab, state: LabState, judge: Judge): Judge {
  if (record === undefined) return judge;
  const { stage, live } = state;
  return recorded(judge, join(record, stage), { lab: id, stage, live });
}

/** What is up is judged as it is: another stage would be another lab. */
function refuseAtOtherStage(
  { id, lab, typedStage, everyStage }: ToJudgeLab,
  running: LabState | undefined,
): void {
  if (running === undefined) return;
  const down = { next: `./lab down ${id} first, then it is brought up for the check` };
  if (everyStage && lab.stages.length > 1)
    throw new KitError(
      'UpAtOneStage',
      `${id} is up at stage ${running.stage}; every stage needs it down`,
      down,
    );
  if (typedStage !== undefined && typedStage !== running.stage)
    throw new KitError(
      'UpAtOneStage',
      `${id} is up at stage ${running.stage}, not at ${typedStage}`,
      {
        next: `./lab up ${id} --stage ${typedStage} lets it grow`,
      },
    );
}

interface Judging {
  readonly judge: Judge;
  readonly host: Host;
}

async function judgeStage(
  asked: ToJudgeLab,
  stage: string,
  { judge, host }: Judging,
): Promise<readonly Judged[]> {
  let done = 0;
  const verdicts = await judgeChecks(
    { lab: asked.id, stage, stages: asked.lab.stages, checks: asked.checks },
    judge,
    {
      signal: host.signal,
      onJudged: ({ check }) => {
        done += 1;
        host.progress(
          `judging ${asked.id} at ${stage}: ${done} of ${asked.checks.length}, last ${check}`,
        );
      },
    },
  );
  const warning = recordEvidence({
    lab: asked.id,
    target: judge.target,
    stage,
    at: new Date().toISOString(),
    counts: countsOf(verdicts),
    versions: `kit ${kitVersion()}, ${judge.title}, Node ${process.versions.node}`,
  });
  if (warning !== undefined) host.warn(warning);
  return verdicts;
}
