/** `lab up LAB`: brings a lab to life, or lets it grow to another stage. */
import { assemblyOf } from '../assembly/assembly.ts';
import { exitCodes, KitError } from '../errors.ts';
import { bring, isCurrent, withLab } from '../life/live.ts';
import { chooseTarget } from '../life/choose-target.ts';
import type { Host, Outcome } from '../output/host.ts';
import { count, seconds } from '../output/table.ts';
import { stageInWords } from '../stages.ts';
import { readState, type LabState } from '../state/state.ts';
import { liveTarget } from '../targets/index.ts';
import type { LiveTarget, LiveTargetName, UpSummary } from '../targets/target.ts';
import { isOn, textOption, type Typed } from './command.ts';
import { typedLab, type TypedLab } from './lab-words.ts';

/** Shown, and nothing made. */
interface Shown {
  readonly lab: string;
  readonly stage: string;
  readonly target: LiveTargetName;
  readonly wouldMake: readonly string[];
}
interface Made extends UpSummary {
  readonly lab: string;
  readonly stage: string;
  readonly stageInWords: string;
  readonly target: LiveTargetName;
  readonly title: string;
  readonly firstCall: string | null;
  /** It was up in just this shape before. */
  readonly already: boolean;
  readonly milliseconds: number;
}

type Data = Made | Shown;

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const since = performance.now();
  const asked = await typedLab(typed);
  const { target: name, lost } = await chooseTarget(asked.id, textOption(typed, 'on'), asked);
  if (lost !== undefined) throw new KitError('TargetMissing', lost.says, { next: lost.next });
  if (name === 'model' && textOption(typed, 'on') === undefined)
    throw new KitError('NotLive', `${asked.id} proves most on model, where nothing is brought up`, {
      next: `./lab check ${asked.id} judges it; ./lab up ${asked.id} --on emulator brings up what runs there`,
    });
  const target = await liveTarget(name, asked);
  if (isOn(typed, 'dry-run')) return shown(asked, target, host);
  return withLab(asked.id, { host, command: `up ${asked.id}` }, async () => {
    const before = readState(asked.id);
    const already = before?.target === name && isSame(before, asked);
    const stage = stageInWords(asked.lab, asked.stage);
    const says = `${asked.id}, ${stage}, on ${target.title}`;
    const state = already
      ? before
      : await bring({ ...asked, lab: asked.id, target: target.name, says }, host);
    const data = {
      ...target.summary(state),
      lab: asked.id,
      stage: asked.stage,
      stageInWords: stage,
      target: target.name,
      title: target.title,
      firstCall: asked.lab.firstCall ?? null,
      already,
      milliseconds: performance.now() - since,
    };
    return { data, exitCode: exitCodes.asTold };
  });
}

/** @throws BadOption where the target has nothing to show beforehand */
async function shown(
  { id: lab, stage, parameters }: TypedLab,
  target: LiveTarget,
  host: Host,
): Promise<Outcome<Shown>> {
  if (target.preview === undefined)
    throw new KitError(
      'BadOption',
      `--dry-run is for a target that costs money, not ${target.name}`,
      {
        next: `./lab synth ${lab} prints the template`,
      },
    );
  await target.enter?.();
  host.progress(`synthesizing ${lab}`);
  const { folder } = await assemblyOf({ lab, stage, parameters });
  const request = { lab, stage, parameters, folder, stays: false, note: () => undefined };
  const wouldMake = await target.preview(request, host);
  return { data: { lab, stage, target: target.name, wouldMake }, exitCode: exitCodes.asTold };
}

/** Up at this stage, with these parameters, whole, and nothing of the lab has been edited since. */
function isSame(state: LabState, { stage, parameters }: TypedLab): boolean {
  if (state.phase !== 'up' || state.stage !== stage || state.fault !== undefined) return false;
  if (JSON.stringify(state.parameters) !== JSON.stringify(parameters)) return false;
  return isCurrent(state);
}

export function text(data: Data): readonly string[] {
  if ('wouldMake' in data) return [...data.wouldMake, 'Nothing was made.'];
  const { real, completed, leftOut, dropped } = data.preflight;
  const done = completed.length === 0 ? '' : ` (${completed.join(', ')})`;
  const made = [
    `  pre-flight  ${real} real · ${completed.length} completed by API${done} · ${leftOut.length} left out`,
    ...leftOut.map((each) => `              left out: ${each}`),
    ...(dropped.length === 0
      ? []
      : [
          `              ${count(dropped.length, 'property').replace('propertys', 'properties')} without effect here (--json names them)`,
        ]),
    `  deployed    ${seconds(data.deployedMilliseconds)}`,
    `Up in ${seconds(data.milliseconds)}. ${data.closing}`,
  ];
  const already = [`${data.lab} is up already, ${data.stageInWords}, on ${data.title}.`];
  return [...(data.already ? already : made), ...useLines(data)];
}

function useLines({ lab, addresses, users, firstCall }: Made): readonly string[] {
  const known = users.length === 0 ? '' : `     users ${users.join(', ')}`;
  return [
    ...Object.entries(addresses).map(
      ([place, address]) => `  address     ${address}     ${place}${known}`,
    ),
    ...(firstCall === null || !canBeCalled(firstCall, { addresses, users })
      ? []
      : [`  try         ./lab call ${lab} ${firstCall}      (--curl prints the curl line)`]),
    `  next        ./lab check ${lab}`,
  ];
}

/** Not where the API or the user was left out. */
function canBeCalled(
  firstCall: string,
  { addresses, users }: Pick<Made, 'addresses' | 'users'>,
): boolean {
  const [, user] = / --as (\S+)/.exec(firstCall) ?? [];
  return Object.keys(addresses).length > 0 && (user === undefined || users.includes(user));
}
