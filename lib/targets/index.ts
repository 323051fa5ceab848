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

const live: Readonly<Record<LiveTargetName, (at: TargetPlace) => Promise<LiveTarget>>> = {
  packets: async () => (await import('./packets/target.ts')).packets,
  emulator: async () => (await import('./emulator/emulator.ts')).emulator,
  localstack: async (at) => (await import('./localstack/localstack.ts')).localstackAt(at),
  aws: async () => (await import('./aws/aws.ts')).aws,
};

/**
 * Those on this machine: what runs there ends with a word, and costs nothing. Of two that show as much of a lab the first
 * is taken: packets that arrive before an API that is told of them.
 */
export const localTargets: readonly LiveTargetName[] = ['packets', 'emulator', 'localstack'];

/** @throws UnknownTarget */
export function parseTarget(typed: string): TargetName {
  const found = targetNames.find((each) => each === typed);
  if (found === undefined)
    throw new KitError('UnknownTarget', `no target is called '${typed}'`, {
      next: nearest(typed, targetNames) ?? `there are: ${targetNames.join(', ')}`,
    });
  return found;
}

/** @throws NotLive where nothing is brought up on the target */
export async function liveTarget(name: TargetName, at: TargetPlace = {}): Promise<LiveTarget> {
  if (name === 'model')
    throw new KitError('NotLive', `nothing is brought up on ${name}: it proves from the template`, {
      next: `./lab check with --on ${name} judges there`,
    });
  return live[name](at);
}

/** The target that a lab is up on, at the place where it is. */
export function targetOf({ target, live: notes }: LabState): Promise<LiveTarget> {
  return liveTarget(target, { run: notes });
}
