/** The one way into the sandbox for whatever is done there. */
import { messageOf } from '../../errors.ts';
import type { Host } from '../../output/host.ts';
import { enterSandbox } from './account.ts';
import { explainedFailure } from './failures.ts';
import { workIn, type Working } from './working.ts';

/** Enters and does the work. What AWS refuses on the way becomes a sentence. */
export async function inSandbox<T>(host: Host, work: (working: Working) => Promise<T>): Promise<T> {
  const sandbox = await enterSandbox();
  try {
    return await work(workIn(sandbox, host));
  } catch (error) {
    const [what = ''] = messageOf(error).split('\n');
    throw host.signal.aborted ? error : explainedFailure(error, what);
  }
}
