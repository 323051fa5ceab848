/** Target `packets`: the lab's network in the kernel of this machine, with its instances and load balancers running in it. */
import type { Host } from '../../output/host.ts';
import { isAlive, processesMarked } from '../../state/processes.ts';
import { runFolderOf } from '../../state/runs.ts';
import type { LabState } from '../../state/state.ts';
import { KitError } from '../../errors.ts';
import { nameOf } from '../../network/names.ts';
import { endRun, runMark } from '../run-folder.ts';
import type { LiveTarget, Removed, UpRequest, UpSummary } from '../target.ts';
import { EngineClient, raise } from './engine-client.ts';
import { bootInWords, type LabStatus } from './engine/status.ts';
import { entering } from './entering.ts';
import { missing, refuseUnfit } from './ground/ground.ts';
import { prepare } from './ground/prepare.ts';
import { judgeOf, serves } from './judge.ts';
import { logsOf } from './logs.ts';
import { notesOf, type Notes } from './notes.ts';
import { playedFrom, type Played } from './played.ts';

export const packets: LiveTarget = {
  name: 'packets',
  title: 'packets',
  remains: false,
  isOwn: true,
  serves,
  knownFeatures: () => new Set(),
  missing,
  enter: () => {
    refuseUnfit();
    return Promise.resolve();
  },
  entering,
  up,
  attach: (state) => {
    const notes = notesOf(state);
    return Promise.resolve(judgeOf(new EngineClient(notes.run), notes, () => stands(state)));
  },
  down: (state) => down(state),
  isAlive: (state) => stands(state),
  sweep: (lab) => {
    endRun(runFolderOf(lab));
    return Promise.resolve();
  },
  logs: (state, place) => logsOf(new EngineClient(notesOf(state).run), state.lab, place),
  tokenOf: () => {
    throw new KitError('NoUsers', 'no API runs on packets, and no user signs in', {
      next: 'leave --as out',
    });
  },
  summary: (state) => summaryOf(notesOf(state)),
};

async function up(
  { lab, folder, parameters, stays }: UpRequest,
  host: Host,
  running?: LabState,
): Promise<LabState['live']> {
  await prepare(host);
  const played = playedFrom(folder, lab, parameters);
  if (running !== undefined) endRun(notesOf(running).run);
  host.progress(`making the network of ${lab}`);
  const undo = host.onInterrupt(() => {
    endRun(runFolderOf(lab));
    return Promise.resolve();
  });
  try {
    const raised = await raise(played.request, played.doors, (step) => {
      host.progress(step);
    });
    const { folder: run, doors, pid, networkMilliseconds, bootedMilliseconds } = raised;
    const status = await new EngineClient(run).call<LabStatus>('status', null);
    const { network } = played.request;
    const live: Notes = {
      ...{ pid, run, folder, networkMilliseconds, bootedMilliseconds },
      scale: played.request.scale,
      doors: doors.map((each) => ({ ...each, name: nameOf(network, each.to) })),
      outputs: outputsOf(played),
      failures: failuresIn(status),
      leftOut: status.leftOut,
      counts: {
        hosts: status.hosts.length,
        balancers: status.balancers.length,
        subnets: network.subnets.size,
      },
    };
    for (const each of live.failures) host.warn(each);
    if (stays) raised.stay();
    undo.forget();
    return { ...live };
  } catch (error) {
    await undo.run();
    throw error;
  }
}

function outputsOf({ opened }: Played): Notes['outputs'] {
  return Object.fromEntries(
    opened.templates.flatMap(({ stack, outputs }) =>
      Object.entries(outputs).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, { stack, value }]] : [],
      ),
    ),
  );
}

function failuresIn({ hosts }: LabStatus): readonly string[] {
  return hosts
    .filter(({ boot }) => boot.state === 'failed')
    .map(({ name, instanceId, boot }) => `${name} (${instanceId}): ${bootInWords(boot)}`);
}

function stands({ live }: LabState): boolean {
  const { pid, run } = notesOf({ live });
  return pid > 0 && isAlive(pid) && processesMarked(runMark, run).includes(pid);
}

/** Nothing of it is anywhere but in its namespaces, which end with their first process. */
async function down(state: LabState): Promise<Removed> {
  endRun(notesOf(state).run);
  return Promise.resolve({ left: [], notLookedFor: [] });
}

function summaryOf({
  doors,
  networkMilliseconds,
  bootedMilliseconds,
  leftOut,
  counts,
}: Notes): UpSummary {
  return {
    addresses: Object.fromEntries(
      doors.map(({ name, port, hostPort }) => [
        `${name}:${port}`,
        `${port === 22 ? 'ssh' : 'http'}://127.0.0.1:${hostPort}`,
      ]),
    ),
    users: [],
    preflight: {
      real: counts.hosts + counts.balancers + counts.subnets,
      completed: [],
      leftOut: [...leftOut],
      dropped: [],
    },
    deployedMilliseconds: bootedMilliseconds,
    closing: `Network in ${networkMilliseconds.toFixed(0)} ms, everybody booted after ${(bootedMilliseconds / 1000).toFixed(1)} s. Real packets in namespaces of this machine; listens on 127.0.0.1 only.`,
  };
}
