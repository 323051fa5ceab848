/** `lab up LAB`: brings a lab to life, or lets it grow to another stage. */
import { exitCodes, KitError } from '../errors.ts';
import { bring, isCurrent, withLab } from '../life/live.ts';
import { chooseTarget } from '../life/choose-target.ts';
import type { Host, Outcome } from '../output/host.ts';
import { count, seconds } from '../output/table.ts';
import { stageInWords } from '../stages.ts';
import { readState, type LabState } from '../state/state.ts';
import { liveTarget } from '../targets/index.ts';
import type { LiveTargetName, UpSummary } from '../targets/target.ts';
import { textOption, type Typed } from './command.ts';
import { typedLab, type TypedLab } from './lab-words.ts';

interface Data extends UpSummary {
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

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const since = performance.now();
  const asked = await typedLab(typed);
  const { target: name, lost } = await chooseTarget(asked.id, textOption(typed, 'on'));
  if (lost !== undefined)
    throw new KitError('TargetMissing', lost, { next: './lab doctor says how to repair it' });
  const target = await liveTarget(name);
  return withLab(asked.id, { host, command: `up ${asked.id}` }, async () => {
    const before = readState(asked.id);
    const already = before !== undefined && isSame(before, asked);
    const stage = stageInWords(asked.lab, asked.stage);
    if (!already) host.say(`${asked.id}, ${stage}, on ${target.title}`);
    const state = already
      ? before
      : await bring({ ...asked, lab: asked.id, target: target.name }, host);
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

/** Up at this stage, with these parameters, whole, and nothing of the lab has been edited since. */
function isSame(state: LabState, { stage, parameters }: TypedLab): boolean {
  if (state.stage !== stage || state.fault !== undefined) return false;
  if (JSON.stringify(state.parameters) !== JSON.stringify(parameters)) return false;
  return isCurrent(state);
}

export function text(data: Data): readonly string[] {
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
    `Up in ${seconds(data.milliseconds)}. Listens on 127.0.0.1 only; your AWS credentials were not read.`,
  ];
  const already = [`${data.lab} is up already, ${data.stageInWords}, on ${data.title}.`];
  return [...(data.already ? already : made), ...useLines(data)];
}

function useLines({ lab, addresses, users, firstCall }: Data): readonly string[] {
  const known = users.length === 0 ? '' : `     users ${users.join(', ')}`;
  return [
    ...Object.entries(addresses).map(
      ([place, address]) => `  address     ${address}     ${place}${known}`,
    ),
    ...(firstCall === null
      ? []
      : [`  try         ./lab call ${lab} ${firstCall}      (--curl prints the curl line)`]),
    `  next        ./lab check ${lab}`,
  ];
}
