/** The targets by name, loaded when asked for. */
import { KitError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { targetNames, type LiveTarget, type LiveTargetName, type TargetName } from './target.ts';

const live: Partial<Record<LiveTargetName, () => Promise<LiveTarget>>> = {
  emulator: async () => (await import('./emulator/emulator.ts')).emulator,
};

/** Targets that this version of the kit has, the strongest first. */
export const builtTargets: readonly TargetName[] = [
  ...(Object.keys(live) as TargetName[]),
  'model',
];

/** @throws UnknownTarget */
export function parseTarget(typed: string): TargetName {
  const found = targetNames.find((each) => each === typed);
  if (found === undefined)
    throw new KitError('UnknownTarget', `no target is called '${typed}'`, {
      next: nearest(typed, targetNames) ?? `there are: ${builtTargets.join(', ')}`,
    });
  if (!builtTargets.includes(found))
    throw new KitError('UnknownTarget', `target '${found}' is not built yet`, {
      next: `there are: ${builtTargets.join(', ')}`,
    });
  return found;
}

/** @throws NotLive where nothing is brought up on the target */
export async function liveTarget(name: TargetName): Promise<LiveTarget> {
  const load = live[name as LiveTargetName];
  if (load === undefined)
    throw new KitError('NotLive', `nothing is brought up on ${name}: it proves from the template`, {
      next: `./lab check with --on ${name} judges there`,
    });
  return load();
}
