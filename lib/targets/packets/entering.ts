/** What to spawn so that a command runs inside an instance of a lab that is up on packets. */
import { KitError } from '../../errors.ts';
import type { LabState } from '../../state/state.ts';
import { findInstance } from '../instances.ts';
import { EngineClient } from './engine-client.ts';
import type { LabStatus } from './engine/status.ts';
import { pidFromHere } from './machine/pid-from-here.ts';
import { Machine } from './machine/machine.ts';
import { notesOf } from './notes.ts';

export async function entering(
  state: LabState,
  place: string,
  command: readonly string[],
): Promise<readonly string[]> {
  const { run, pid: engine } = notesOf(state);
  const { hosts } = await new EngineClient(run).call<LabStatus>('status', null);
  const { pid, instanceId } = instanceCalled(state.lab, place, hosts);
  const here = pidFromHere(engine, pid);
  if (here === undefined)
    throw new KitError('NotRunning', `${place} (${instanceId}) does not run any more`, {
      next: './lab status shows what is up',
    });
  const inside = new Machine(instanceId, () => undefined);
  return inside.entering(command, here);
}

type Host = LabStatus['hosts'][number];

/** Members of a group have one name and are told apart by their ids. Exported for its test. */
export function instanceCalled(lab: string, place: string, hosts: readonly Host[]): Host {
  const direct = hosts.find(({ instanceId }) => instanceId === place);
  if (direct !== undefined) return direct;
  const name = findInstance(lab, place, [...new Set(hosts.map((each) => each.name))]);
  const [only, ...others] = hosts.filter((each) => each.name === name);
  if (only !== undefined && others.length === 0) return only;
  const ids = hosts.filter((each) => each.name === name).map(({ instanceId }) => instanceId);
  throw new KitError('WhichInstance', `${lab} runs ${ids.length} instances of '${name}'`, {
    next: `there are: ${ids.join(', ')}`,
  });
}
