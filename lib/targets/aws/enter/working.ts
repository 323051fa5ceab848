/** A sandbox that is worked in: somebody to speak to, and how long to wait between two questions. */
import type { Host } from '../../../output/host.ts';
import { pause } from '../../api/waiting.ts';
import type { Sandbox } from './sandbox.ts';

export interface Working {
  readonly sandbox: Sandbox;
  readonly host: Host;
  readonly pace: Pace;
}

export interface Pace {
  readonly pollMilliseconds: number;
  /** How long AWS is given to remove the network interfaces of deleted functions. */
  readonly interfacesMilliseconds: number;
}

/**
 * Reads of CloudFormation are throttled per account, so AWS is asked seldom; a stand-in on this machine answers at once.
 * Network interfaces of functions: up to 45 minutes have been seen, the documentation of Lambda names 20.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function workIn(sandbox: Sandbox, host: Host): Working {
  const pollMilliseconds = sandbox.endpoint === undefined ? 3000 : 100;
  return { sandbox, host, pace: { pollMilliseconds, interfacesMilliseconds: 45 * 60_000 } };
}

/** Waits until the next question. @throws where the person has pressed Ctrl-C */
export async function untilNext({ host, pace }: Working): Promise<void> {
  await pause(pace.pollMilliseconds);
  host.signal.throwIfAborted();
}
