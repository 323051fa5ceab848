/** The targets by name, loaded when asked for. */
import { KitError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { LabState } from '../state/state.ts';
import {
  targetNames,
  type LiveTarget,
  type LiveTargetName,
  type TargetName,
  type TargetPlace,
} from './target.ts';

const live: Partial<Record<LiveTargetName, (at: TargetPlace) => Promise<LiveTarget>>> = {
  packets: async () => (await import('./packets/target.ts')).packets,
  emulator: async () => (await import('./emulator/emulator.ts')).emulator,
  localstack: async (at) => (await import('./localstack/localstack.ts')).localstackAt(at),
  aws: async () => (await import('./aws/aws.ts')).aws,
};

/** Targets that this version of the kit has, in the order in which they are offered. */
export const builtTargets: readonly TargetName[] = [
  ...(Object.keys(live) as TargetName[]),
  'model',
];

/**
 * Those on this machine: what runs there ends with a word, and costs nothing. Of two that show as much of a lab the first
 * is taken: packets that arrive before an API that is told of them.
 */
export const localTargets: readonly LiveTargetName[] = (
  ['packets', 'emulator', 'localstack'] as const
).filter((each) => Object.hasOwn(live, each));

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
export async function liveTarget(name: TargetName, at: TargetPlace = {}): Promise<LiveTarget> {
  const load = live[name as LiveTargetName];
  if (load === undefined)
    throw new KitError('NotLive', `nothing is brought up on ${name}: it proves from the template`, {
      next: `./lab check with --on ${name} judges there`,
    });
  return load(at);
}

/** The target that a lab is up on, at the place where it is. */
export function targetOf({ target, live: notes }: LabState): Promise<LiveTarget> {
  return liveTarget(target, { run: notes });
}
