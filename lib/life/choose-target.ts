/** Without `--on`: where the lab is up, else the target of this machine on which most of it can be seen. */
import { checksOf } from '../catalog.ts';
import { KitError } from '../errors.ts';
import type { Check } from '../lab.ts';
import { count } from '../output/table.ts';
import { readState, type LabState } from '../state/state.ts';
import { liveTarget, localTargets, parseTarget } from '../targets/index.ts';
import type { LiveTarget, TargetName, TargetPlace } from '../targets/target.ts';

export interface ChosenTarget {
  readonly target: TargetName;
  /** Why not a stronger one, as a sentence, and what to type; nothing where there is none or the person chose. */
  readonly lost?: { readonly says: string; readonly next: string };
}

/** @throws UnknownTarget, BadOption */
export async function chooseTarget(
  lab: string,
  typed: string | undefined,
  { endpoint }: TargetPlace = {},
): Promise<ChosenTarget> {
  if (endpoint !== undefined && typed !== 'localstack')
    throw new KitError('BadOption', '--endpoint is the address of a LocalStack', {
      next: `add --on localstack`,
    });
  if (typed !== undefined) return { target: parseTarget(typed) };
  const state = readState(lab);
  if (state === undefined) return strongestFor(lab);
  const says = whyDown(state);
  if (says === undefined) return { target: state.target };
  return { target: 'model', lost: { says, next: `./lab down ${lab} looks again` } };
}

/** Of a lab that `down` has taken down and not whole: why nothing runs that could be judged. */
export function whyDown(state: LabState | undefined): string | undefined {
  if (state?.left === undefined) return undefined;
  const { lab, target, left } = state;
  const things = `${count(left.length, 'thing')} of it ${left.length === 1 ? 'is' : 'are'}`;
  return `${lab} was taken down on ${target}, and ${things} still there`;
}

/** How much of a lab can be seen on a target. */
interface Sight {
  readonly target: TargetName;
  /** How many checks. */
  readonly seen: number;
  /** Was it probed? */
  readonly isKnown: boolean;
}

const model: Sight = { target: 'model', seen: 0, isKnown: false };

/** Never `aws`: what costs money is chosen by a person. */
export async function strongestFor(lab: string): Promise<ChosenTarget> {
  const checks = await checksOf(lab);
  let best = model;
  let lost: Sight & { readonly says?: string } = model;
  for (const target of await ownTargets()) {
    const sight = sightOf(target, checks);
    // Where less than half of it can be seen the model says more.
    if (sight.seen * 2 < checks.length || !outdoes(sight, best)) continue;
    const missing = target.missing();
    if (missing === undefined) best = sight;
    else if (outdoes(sight, lost)) lost = { ...sight, says: missing };
  }
  const { says } = lost;
  return best === model && says !== undefined
    ? { target: 'model', lost: { says, next: './lab doctor says how to repair it' } }
    : { target: best.target };
}

async function ownTargets(): Promise<readonly LiveTarget[]> {
  const targets = await Promise.all(localTargets.map((name) => liveTarget(name)));
  return targets.filter(({ isOwn }) => isOwn);
}

function sightOf(target: LiveTarget, checks: readonly Check[]): Sight {
  return {
    target: target.name,
    seen: checks.filter((check) => isServed(check, target)).length,
    isKnown: target.knownFeatures() !== undefined,
  };
}

/** What may be there does not outdo what is. */
function outdoes(one: Sight, other: Sight): boolean {
  return one.seen > other.seen && (one.isKnown || !other.isKnown);
}

/** By what is known of the target's features before it runs; where nothing is known yet they may be there. */
function isServed({ ways }: Check, target: LiveTarget): boolean {
  const { serves } = target;
  const features = target.knownFeatures();
  return ways.some(
    ({ needs, given }) =>
      needs.every((each) => serves.has(each)) && given.every((each) => features?.has(each) ?? true),
  );
}
