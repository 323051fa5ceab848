/** `lab clean`: removes everything the kit made or installed in its folder. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, KitError } from '../errors.ts';
import { diskUse } from '../life/disk-use.ts';
import { refuseToForget, sweepEverywhere } from '../life/tidy.ts';
import type { Host, Outcome } from '../output/host.ts';
import { made, root } from '../root.ts';
import { isLocked } from '../state/lock.ts';
import { runs } from '../state/runs.ts';
import { outsideLines } from '../state/system-packages.ts';
import { labsWithState } from '../state/state.ts';
import { isOn, type Typed } from './command.ts';

interface Data {
  readonly removed: readonly string[];
  readonly megabytes: number;
  /** What the kit had the system install and does not take away, one line each. */
  readonly outside: readonly string[];
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const labs = [...new Set([...labsWithState(), ...runs()])];
  const busy = labs.find(isLocked);
  if (busy !== undefined)
    throw new KitError('LabBusy', `another command works on ${busy}`, {
      next: 'wait until it ends',
    });
  for (const lab of labs) await refuseToForget(lab);
  const packages = !isOn(typed, 'keep-packages');
  const uses = diskUse().filter(({ path }) => packages || path !== 'node_modules');
  const megabytes = uses.reduce((sum, each) => sum + each.megabytes, 0);
  const up = labs.length === 0 ? '' : ` ${labs.join(', ')} will be down.`;
  if (
    !(await host.confirm(
      `Remove ${uses.map(({ path }) => path).join(', ')} (${megabytes} MB)?${up}`,
    ))
  )
    throw new KitError('NotConfirmed', 'nothing was removed', { next: 'answer y, or add --yes' });
  for (const lab of labs) await sweepEverywhere(lab);
  const outside = outsideLines();
  host.progress('removing');
  for (const folder of [made, join(root, 'cdk.out')])
    rmSync(folder, { recursive: true, force: true });
  if (packages) rmSync(join(root, 'node_modules'), { recursive: true, force: true });
  const removed = uses.map(({ path }) => path);
  return { data: { removed, megabytes, outside }, exitCode: exitCodes.asTold };
}

export function text({ megabytes, outside }: Data): readonly string[] {
  return [`Removed, ${megabytes} MB. The next command makes what it needs anew.`, ...outside];
}
