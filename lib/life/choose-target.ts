/** Without `--on`: where the lab is up, else the strongest target that this machine has for it. */
import { checksOf } from '../catalog.ts';
import type { Check } from '../lab.ts';
import { readState } from '../state/state.ts';
import { builtTargets, liveTarget, parseTarget } from '../targets/index.ts';
import type { TargetName } from '../targets/target.ts';

export interface ChosenTarget {
  readonly target: TargetName;
  /** Why not a stronger one, as a sentence; nothing where there is none or the person chose. */
  readonly lost?: string;
}

/** @throws UnknownTarget */
export async function chooseTarget(lab: string, typed: string | undefined): Promise<ChosenTarget> {
  if (typed !== undefined) return { target: parseTarget(typed) };
  const state = readState(lab);
  return state === undefined ? strongestFor(lab) : { target: state.target };
}

/** The strongest target of this machine on which a check of the lab can be judged by what is seen. */
export async function strongestFor(lab: string): Promise<ChosenTarget> {
  const checks = await checksOf(lab);
  let lost: string | undefined;
  for (const name of builtTargets.filter((each) => each !== 'model')) {
    const target = await liveTarget(name);
    if (!checks.some((check) => isServed(check, target.serves))) continue;
    const missing = target.missing();
    if (missing === undefined) return { target: name, ...(lost === undefined ? {} : { lost }) };
    lost ??= missing;
  }
  return { target: 'model', ...(lost === undefined ? {} : { lost }) };
}

function isServed({ ways }: Check, serves: ReadonlySet<string>): boolean {
  return ways.some((way) => way.needs.every((each) => serves.has(each)));
}
