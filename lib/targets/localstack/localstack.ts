/** Target `localstack`: the door of this folder. */
import type { LiveTarget, TargetPlace } from '../target.ts';
import { emulatedTarget } from '../emulated/target.ts';
import { localstackAdapter } from './adapter.ts';
import { askedBy, chooseWay, wayOfRun } from './way.ts';

export { installLocalstack, installMegabytes } from './install/install.ts';
export { findAll, type Found } from './install/machine.ts';
export { forgetLocalstack, localstackState } from './state.ts';

/**
 * On the LocalStack that a lab is up on; else on the one at the address, else on the one that this machine has. Without
 * one it says what is missing.
 */
export async function localstackAt({ endpoint, run }: TargetPlace): Promise<LiveTarget> {
  const way =
    run === undefined ? await chooseWay(askedBy(process.env, endpoint)) : await wayOfRun(run);
  return emulatedTarget(localstackAdapter(way));
}
