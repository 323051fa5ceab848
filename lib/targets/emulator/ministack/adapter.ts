/** MiniStack as an emulator for labs. Measured facts behind each line: the ADR on MiniStack and the tests beside it. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../../root.ts';
import { runFolderOf } from '../../../state/runs.ts';
import { writeWhole } from '../../../state/unfinished.ts';
import type { Resource } from '../../../template/template.ts';
import type { EmulatorAdapter, Provisions } from '../../emulated/adapter.ts';
import { localAddress } from '../../emulated/addresses.ts';
import { isNetwork } from '../../emulated/preflight.ts';
import { knownFeatures, probedFeatures } from '../../emulated/probes/run.ts';
import { endRun, runningPid } from '../../run-folder.ts';
import { complete, isCompleted } from './complete.ts';
import {
  environment,
  findPython,
  ministackVersion,
  prepareEnvironment,
  python,
} from './environment.ts';
import { removeGroups } from './groups.ts';
import { startMinistack } from './process.ts';

export const ministack: EmulatorAdapter = {
  target: 'emulator',
  title: `MiniStack ${ministackVersion}`,
  isOwn: true,
  updatesInPlace: true,
  missing: () => (existsSync(python) ? undefined : findPython().problem?.says),
  prepare: prepareEnvironment,
  start: (lab) => startMinistack(lab),
  isAlive: (lab) => runningPid(runFolderOf(lab)) !== undefined,
  end: async (lab) => {
    endRun(runFolderOf(lab));
  },
  provisions,
  leavesOut: isNetwork,
  makesByApi: new Set(['AWS::IAM::Group']),
  complete,
  clear: removeGroups,
  isCompleted,
  addressOf: localAddress,
  addressFor: () => undefined,
  knownFeatures: () => knownFeatures(ministack.title, featuresFile),
  features: (host) => probedFeatures(ministack, { file: featuresFile, host }),
  notExercised,
};

const featuresFile = join(environment, 'features.json');

/** Read from the source of the installed version, and kept beside it. */
async function provisions(): Promise<Provisions> {
  const file = join(environment, 'provisions.json');
  if (!existsSync(file)) {
    const script = join(root, 'lib/targets/emulator/ministack/provisions.py');
    const { stdout } = await promisify(execFile)(python, ['-B', script], {
      maxBuffer: 16 * 1024 * 1024,
    });
    writeWhole(file, stdout);
  }
  const read = JSON.parse(readFileSync(file, 'utf8')) as Readonly<
    Record<string, { create: readonly string[] }>
  >;
  return new Map(
    Object.entries(read).map(([type, { create }]) => [
      type,
      { reads: create, demands: [], required: [] },
    ]),
  );
}

function notExercised(resources: readonly Resource[]): string | undefined {
  const [first] = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  if (first === undefined) return undefined;
  const [architecture = 'x86_64'] = [first.properties['Architectures'] ?? []].flat() as string[];
  const runtime = String(first.properties['Runtime']);
  const version = process.versions.node.split('.')[0] ?? '';
  return `Not exercised: ${runtime} on ${architecture}; your Node ${version} on ${arch()} ran the code.`;
}
