/** Stages are asked by name and counted from 1 where a person types a number. Pure. */
import { KitError } from './errors.ts';
import type { Check, Lab, Telling } from './lab.ts';
import { nearest } from './nearest.ts';

/** Has the architecture grown at least this far? */
export function reached<Stage extends string>(
  stages: readonly Stage[],
  now: Stage,
): (stage: Stage) => boolean {
  return (stage) => stages.indexOf(stage) <= stages.indexOf(now);
}

/** The stage that `up` and `check` take when nobody says otherwise. */
export function shownStage(lab: Lab): string {
  return lab.shows ?? lab.stages.at(-1) ?? '';
}

/**
 * The stage that a person typed, by name or by number from 1.
 * @throws UnknownStage
 */
export function parseStage(lab: Lab, typed: string): string {
  const byNumber = /^\d+$/.test(typed) ? lab.stages[Number(typed) - 1] : undefined;
  const stage = byNumber ?? lab.stages.find((each) => each === typed);
  if (stage !== undefined) return stage;
  const list = lab.stages.map((each, index) => `${index + 1} ${each}`).join(', ');
  throw new KitError('UnknownStage', `no stage is called '${typed}'; there are: ${list}`, {
    next: nearest(typed, lab.stages),
  });
}

/** `2 of 4 (personal-files)` */
export function stageInWords(lab: Lab, stage: string): string {
  return `stage ${lab.stages.indexOf(stage) + 1} of ${lab.stages.length} (${stage})`;
}

/** What is told of the check at this stage: the last entry at or before it. */
export function toldAt(check: Check, stages: readonly string[], now: string): Telling {
  const upToNow = stages.slice(0, stages.indexOf(now) + 1);
  const entries = upToNow.map((stage) => check.told?.[stage]);
  return entries.findLast((each) => each !== undefined) ?? 'holds';
}
