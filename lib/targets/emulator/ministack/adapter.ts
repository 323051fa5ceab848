/** MiniStack as an emulator for labs. Measured facts behind each line: the ADR on MiniStack and the tests beside it. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../../root.ts';
import { writeWhole } from '../../../state/unfinished.ts';
import type { Resource } from '../../../template/template.ts';
import type { Deployed } from '../../api/deployed.ts';
import type { EmulatorAdapter, Provisions } from '../adapter.ts';
import { probedFeatures } from '../probes/run.ts';
import { complete, isCompleted } from './complete.ts';
import {
  environment,
  findPython,
  ministackVersion,
  prepareEnvironment,
  python,
} from './environment.ts';
import { startMinistack } from './process.ts';

export const ministack: EmulatorAdapter = {
  title: `MiniStack ${ministackVersion}`,
  missing: () => (existsSync(python) ? undefined : findPython().problem?.says),
  prepare: prepareEnvironment,
  start: (lab) => startMinistack(lab),
  provisions,
  complete,
  isCompleted,
  addressOf,
  features: (host) => probedFeatures(ministack, { file: join(environment, 'features.json'), host }),
  notExercised,
};

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
  return new Map(Object.entries(read).map(([type, { create }]) => [type, create]));
}

/** A REST API answers under its stage, a function URL and an HTTP API are not served yet. */
function addressOf(
  resource: Deployed,
  all: readonly Deployed[],
  endpoint: string,
): string | undefined {
  if (resource.type !== 'AWS::ApiGateway::RestApi') return undefined;
  const stage = all.find(
    ({ type, properties }) =>
      type === 'AWS::ApiGateway::Stage' && properties['RestApiId'] === `\${${resource.logicalId}}`,
  );
  if (stage === undefined) return undefined;
  return `${endpoint}/_aws/execute-api/${resource.physicalId}/${String(stage.properties['StageName'])}`;
}

function notExercised(resources: readonly Resource[]): string | undefined {
  const [first] = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  if (first === undefined) return undefined;
  const [architecture = 'x86_64'] = [first.properties['Architectures'] ?? []].flat() as string[];
  const runtime = String(first.properties['Runtime']);
  const version = process.versions.node.split('.')[0] ?? '';
  return `Not exercised: ${runtime} on ${architecture}; your Node ${version} on ${arch()} ran the code.`;
}
