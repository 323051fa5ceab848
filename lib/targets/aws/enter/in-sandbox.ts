/** The one way into the sandbox for whatever is done there. */
import { AwsRefusal } from '../../../capabilities.ts';
import { messageOf } from '../../../errors.ts';
import type { Host } from '../../../output/host.ts';
import { enterSandbox } from './account.ts';
import { explainedFailure } from './failures.ts';
import { workIn, type Working } from './working.ts';

/** Enters and does the work. What AWS refuses on the way becomes a sentence. */
export async function inSandbox<T>(host: Host, work: (working: Working) => Promise<T>): Promise<T> {
  const sandbox = await enterSandbox();
  try {
    return await work(workIn(sandbox, host));
  } catch (error) {
    throw host.signal.aborted ? error : explainedFailure(error, asked(error));
  }
}

/** A refusal for want of a permission names the action; any other names itself. */
function asked(error: unknown): string {
  if (error instanceof AwsRefusal && !/AccessDenied|Unauthorized/.test(error.code))
    return 'what was asked';
  return messageOf(error).split('\n')[0] ?? '';
}
