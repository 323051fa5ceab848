/** `lab break LAB EXPERIMENT`: a mistake on purpose; `--all`: every one, made, judged and repaired. */
import { checksOf, experimentsOf, faultOf } from '../catalog.ts';
import { exitCodes, KitError } from '../errors.ts';
import type { Experiment } from '../lab.ts';
import { breakEvery, type EveryResult } from '../life/break-every.ts';
import { judgeBroken, judgeWhole, type Breaking, type Broken } from '../life/breaking.ts';
import { chooseTarget } from '../life/choose-target.ts';
import { bring, takeDown, withLab } from '../life/live.ts';
import { predictionOf } from '../life/prediction.ts';
import { everyLines, singleLines } from '../output/experiments.ts';
import type { Host, Outcome } from '../output/host.ts';
import { wrapped } from '../output/table.ts';
import { sourceLine } from '../source-line.ts';
import { readState } from '../state/state.ts';
import { targetNames, type TargetName } from '../targets/target.ts';
import { isOn, textOption, type Typed } from './command.ts';
import { typedLab } from './lab-words.ts';

export interface SingleData extends Broken {
  readonly lab: string;
  readonly target: string;
  readonly experiment: Pick<Experiment, 'id' | 'says' | 'lesson' | 'alsoFails' | 'stage'>;
  readonly predicted: readonly string[] | null;
  readonly stays: boolean;
  readonly firstCall: string | undefined;
}
type Data = SingleData | EveryResult;

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const every = isOn(typed, 'all');
  const breaking = await brokenLab(typed, !every);
  const { id, target } = breaking;
  const experiment = await typedExperiment(typed, id);
  const work = async (): Promise<Outcome<Data>> => {
    refuseElsewhere(breaking);
    return experiment === undefined
      ? breakAll(breaking, isOn(typed, 'thorough'), host)
      : orAsBefore(breaking, host, () =>
          breakOne(breaking, { experiment, predict: textOption(typed, 'predict') }, host),
        );
  };
  return target === 'model' ? work() : withLab(id, { host, command: `break ${id}` }, work);
}

async function brokenLab(typed: Typed, stays: boolean): Promise<Breaking> {
  const { id, lab, parameters } = await typedLab(typed);
  const { target } = await chooseTarget(id, textOption(typed, 'on'));
  const running = target === 'model' ? undefined : readState(id);
  return {
    ...{ id, lab, target, wholeStage: running?.stage },
    // What is up keeps what was chosen for it.
    parameters: running?.parameters ?? parameters,
    checks: await checksOf(id),
    stays: stays && target !== 'model',
  };
}

/** The experiment that was typed, or nothing for `--all`. @throws MissingWord, BadOption, UnknownExperiment */
async function typedExperiment(typed: Typed, lab: string): Promise<Experiment | undefined> {
  const every = isOn(typed, 'all');
  const word = typed.words[1];
  if (every && textOption(typed, 'predict') !== undefined)
    throw new KitError('BadOption', '--predict is for one experiment, not for --all');
  if (every === (word !== undefined)) throw await whichExperiment(lab, word);
  return word === undefined ? undefined : knownExperiment(lab, word);
}

function refuseElsewhere({ id, target }: Breaking): void {
  const running = target === 'model' ? undefined : readState(id);
  if (running === undefined) return;
  if (running.target !== target)
    throw new KitError('UpElsewhere', `${id} is up on ${running.target}, not on ${target}`, {
      next: `./lab down ${id} first`,
    });
  if (running.fault !== undefined)
    throw new KitError('BrokenAlready', `${id} is broken already, by '${running.fault}'`, {
      next: `./lab repair ${id} first`,
    });
}

async function whichExperiment(lab: string, word: string | undefined): Promise<KitError> {
  if (word !== undefined)
    return new KitError('BadOption', `--all makes every experiment; leave '${word}' out, or --all`);
  const ids = (await experimentsOf(lab)).map(({ id }) => id);
  return new KitError('MissingWord', 'break needs an experiment, or --all', {
    next: `there are: ${ids.join(', ')}`,
  });
}

async function knownExperiment(lab: string, id: string): Promise<Experiment> {
  const found = (await experimentsOf(lab)).find((each) => each.id === id);
  if (found !== undefined) return found;
  // Says which there are.
  await faultOf(lab, id);
  throw new KitError(
    'UnknownExperiment',
    `'${id}' is a counter-example of ${lab}, kept for its test`,
    { next: `./lab show ${lab} names the experiments` },
  );
}

interface One {
  readonly experiment: Experiment;
  readonly predict: string | undefined;
}

async function breakOne(
  breaking: Breaking,
  { experiment, predict }: One,
  host: Host,
): Promise<Outcome<SingleData>> {
  const { id, target } = breaking;
  const without = await judgeWhole(breaking, experiment.stage, host);
  refuseUnfit(target, experiment, without);
  const at = sourceLine(`labs/${id}/experiments.ts`, `id: '${experiment.id}'`);
  if (breaking.wholeStage !== undefined && breaking.wholeStage !== experiment.stage)
    host.say(
      `${id} is at stage ${experiment.stage} for this; repair takes it back to ${breaking.wholeStage}.`,
    );
  host.say(`The mistake   ${wrapped(`${experiment.says} (${at})`, 14)}`);
  const predicted = await predictionOf(breaking.checks, predict, host);
  const broken = await judgeBroken(breaking, { fault: experiment, without }, host);
  if (broken.result.outcome === 'not judged')
    throw new KitError(
      'NotJudgedHere',
      `'${experiment.id}' cannot be made on ${target}: ${broken.result.reason}`,
      { next: `./lab break ${id} --all shows which can` },
    );
  const { stays, lab } = breaking;
  const data = {
    lab: id,
    target,
    experiment,
    predicted,
    stays,
    firstCall: experiment.look ?? lab.firstCall,
    ...broken,
  };
  return {
    data,
    exitCode: broken.result.outcome === 'caught' ? exitCodes.asTold : exitCodes.otherwise,
  };
}

/** An experiment that is refused leaves the lab as it was. */
async function orAsBefore<T>(
  { id, target }: Breaking,
  host: Host,
  work: () => Promise<T>,
): Promise<T> {
  const before = target === 'model' ? undefined : readState(id);
  try {
    return await work();
  } catch (error) {
    const state = target === 'model' ? undefined : readState(id);
    if (before !== undefined) await bring(before, host);
    else if (state !== undefined) await takeDown(state, host);
    throw error;
  }
}

/** @throws UnfitExperiment where it would teach nothing here */
function refuseUnfit(
  target: TargetName,
  { id, fails }: Experiment,
  without: Broken['without'],
): void {
  const others = targetNames.filter((each) => each !== target).map((each) => `--on ${each}`);
  const named = without.filter(({ check }) => fails.includes(check));
  const judged = named.filter(({ outcome }) => outcome !== 'unverified');
  const [first] = named;
  if (judged.length === 0)
    throw new KitError(
      'NotJudgedHere',
      `no check that '${id}' names is judged here: ${first?.reason ?? 'none is asked at its stage'}`,
      {
        next: `perhaps it is judged elsewhere: ${others.join(', ')}`,
      },
    );
  const unfit = judged.find(({ outcome }) => outcome !== 'held');
  if (unfit !== undefined)
    throw new KitError(
      'UnfitExperiment',
      `${unfit.check} does not hold without '${id}', so it would show nothing: ${unfit.reason}`,
    );
}

async function breakAll(
  breaking: Breaking,
  thorough: boolean,
  host: Host,
): Promise<Outcome<EveryResult>> {
  const before = breaking.target === 'model' ? undefined : readState(breaking.id);
  const data = await breakEvery(
    breaking,
    { faults: await experimentsOf(breaking.id), thorough, before },
    host,
  );
  if (before !== undefined) await bring({ ...before, lab: breaking.id }, host);
  const judged = data.results.filter(({ outcome }) => outcome !== 'not judged');
  const exitCode = judged.some(({ outcome }) => outcome !== 'caught')
    ? exitCodes.otherwise
    : judged.length === 0
      ? exitCodes.nothingJudged
      : exitCodes.asTold;
  return { data, exitCode };
}

export function text(data: Data): readonly string[] {
  return 'results' in data ? everyLines(data) : singleLines(data);
}
