/** `check --on all`: every target that is there, one after the other, each judged as if it were asked alone. */
import { KitError } from '../errors.ts';
import type { Host } from '../output/host.ts';
import { readState, type LabState } from '../state/state.ts';
import { liveTarget } from '../targets/index.ts';
import { targetNames, type LiveTargetName, type TargetName } from '../targets/target.ts';
import { whyDown } from './choose-target.ts';
import { judgeLab, type Judgement, type ToJudgeLab } from './judge.ts';

export interface NotJudged {
  readonly target: TargetName;
  readonly reason: string;
}

export interface Everywhere {
  readonly judgements: readonly Judgement[];
  readonly notJudged: readonly NotJudged[];
}

/** Where the lab is up it is judged as it is; elsewhere it is brought up for it and taken down, on this machine only. */
export async function judgeEverywhere(
  asked: Omit<ToJudgeLab, 'target'>,
  host: Host,
): Promise<Everywhere> {
  const judgements: Judgement[] = [];
  const notJudged: NotJudged[] = [];
  for (const target of targetNames) {
    try {
      const reason = await obstacle(asked.id, target);
      if (reason === undefined) {
        host.progress(`judging ${asked.id} on ${target}`);
        judgements.push(await judgeLab({ ...asked, target }, host));
      } else notJudged.push({ target, reason });
    } catch (error) {
      notJudged.push({ target, reason: refusalIn(error, target) });
    }
  }
  return { judgements, notJudged };
}

/** A target that is refused takes nothing from the others. What model refuses is wrong for all. @throws the rest */
function refusalIn(error: unknown, target: TargetName): string {
  if (target === 'model' || !(error instanceof KitError)) throw error;
  return error.message;
}

async function obstacle(lab: string, target: TargetName): Promise<string | undefined> {
  if (target === 'model') return undefined;
  const state = readState(lab);
  const down = whyDown(state);
  if (down !== undefined) return `${down}; ./lab down ${lab} looks again`;
  return state?.target === target ? undefined : whyNotBrought(lab, target, state);
}

async function whyNotBrought(
  lab: string,
  target: LiveTargetName,
  state: LabState | undefined,
): Promise<string | undefined> {
  if (target === 'aws') return `not up there: ./lab up ${lab} --on aws`;
  if (state !== undefined)
    return `${lab} is up on ${state.target}; ./lab down ${lab} first, then every target is judged`;
  return (await liveTarget(target)).missing();
}
