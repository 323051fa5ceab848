/** LocalStack as an emulator for labs, whichever way this machine has it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { KitError } from '../../errors.ts';
import { runFolderOf } from '../../state/runs.ts';
import type { Resource } from '../../template/template.ts';
import type { EmulatorAdapter, Run, Started } from '../emulated/adapter.ts';
import { knownFeatures, probedFeatures } from '../emulated/probes/run.ts';
import { endRun, runningPid } from '../run-folder.ts';
import { localAddress } from '../emulated/addresses.ts';
import { addressFor } from './addresses.ts';
import { complete, isCompleted } from './complete.ts';
import { endContainers, startContainer } from './container.ts';
import { findEngine } from './engine.ts';
import { installMegabytes } from './install/install.ts';
import { home, installation } from './install/places.ts';
import { startLocalstack } from './process.ts';
import { provisionsOf } from './provisions.ts';
import { titleOf, type Way } from './way.ts';

const absent = {
  says: 'LocalStack is not here',
  next: `./lab doctor --install localstack sets it up (${installMegabytes} MB), or give the address of one that runs with --endpoint`,
};

/** On this way; without one, everything but its title says what is missing. */
export function localstackAdapter(way: Way | undefined): EmulatorAdapter {
  const adapter: EmulatorAdapter = {
    target: 'localstack',
    title: titleOf(way),
    isOwn: way?.kind === 'process',
    // Half of its providers say UPDATE_COMPLETE and leave the resource as it was.
    updatesInPlace: false,
    missing: () => (way === undefined ? `${absent.says}: ${absent.next}` : undefined),
    prepare: async () => {
      present(way);
    },
    start: (lab) => start(present(way), lab),
    isAlive: (lab, run) => isAlive(way, lab, run),
    end: (lab, run) => end(way, lab, run),
    provisions: async () => provisionsOf(present(way).health),
    leavesOut: () => true,
    makesByApi: new Set(),
    complete,
    isCompleted,
    addressOf: localAddress,
    addressFor: (url, _all, endpoint) => addressFor(url, endpoint),
    knownFeatures: () =>
      way === undefined ? undefined : knownFeatures(titleOf(way), featuresFile(way)),
    features: (host) => probedFeatures(adapter, { file: featuresFile(present(way)), host }),
    notExercised: (resources) => notExercised(way, resources),
  };
  return adapter;
}

/** @throws LocalstackMissing */
function present(way: Way | undefined): Way {
  if (way !== undefined) return way;
  throw new KitError('LocalstackMissing', absent.says, { next: absent.next });
}

async function start(way: Way, lab: string): Promise<Started> {
  if (way.kind === 'container') return startContainer(lab, way);
  if (way.kind === 'process') return startLocalstack(lab);
  return { endpoint: way.endpoint, stay: () => undefined };
}

/** What somebody else started goes on. */
async function end(way: Way | undefined, lab: string, run?: Run): Promise<void> {
  const engine = way?.kind === 'container' ? way.engine : undefined;
  const own = run?.container === undefined ? engine : (engine ?? (await findEngine(process.env)));
  if (own !== undefined) await endContainers(lab, own);
  endRun(runFolderOf(lab));
}

function isAlive(way: Way | undefined, lab: string, { endpoint, pid }: Run): boolean {
  if (way?.kind === 'process' || pid !== undefined)
    return runningPid(runFolderOf(lab)) !== undefined;
  return answersNow(endpoint);
}

/** Asked by a process of its own, for the question wants its answer at once. */
function answersNow(endpoint: string): boolean {
  const script =
    'fetch(process.argv[1], { signal: AbortSignal.timeout(2000) }).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))';
  try {
    execFileSync(process.execPath, ['-e', script, `${endpoint}/_localstack/health`], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

/** Beside the installation, or named after what answers where. */
function featuresFile(way: Way): string {
  if (way.kind === 'process') return join(installation, 'features.json');
  mkdirSync(home, { recursive: true });
  const name = createHash('sha256').update(titleOf(way)).digest('hex').slice(0, 8);
  return join(home, `features-${name}.json`);
}

function notExercised(way: Way | undefined, resources: readonly Resource[]): string | undefined {
  const [first] = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  if (first === undefined) return undefined;
  if (way?.kind !== 'process') return "The code of functions was run by LocalStack's own executor.";
  const [architecture = 'x86_64'] = [first.properties['Architectures'] ?? []].flat() as string[];
  const runtime = String(first.properties['Runtime']);
  const version = process.versions.node.split('.')[0] ?? '';
  const ran = runtime.startsWith('python') ? "LocalStack's Python" : `your Node ${version}`;
  return `The code of functions was run by a process executor of the kit's, not LocalStack's own. Not exercised: ${runtime} on ${architecture}; ${ran} on ${arch()} ran it.`;
}
