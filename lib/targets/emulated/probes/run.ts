/** Runs the probes against a fresh emulator, once for a version of it and of them. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature } from '../../../capabilities.ts';
import { KitError } from '../../../errors.ts';
import { silent, type Host } from '../../../output/host.ts';
import { root } from '../../../root.ts';
import { lockLab } from '../../../state/lock.ts';
import { writeWhole } from '../../../state/unfinished.ts';
import { pause } from '../../api/waiting.ts';
import type { EmulatorAdapter } from '../adapter.ts';
import { addressIn } from '../addresses.ts';
import { clientOf, where } from '../accounts.ts';
import { deploy } from '../deployment.ts';
import { preflight } from '../preflight.ts';
import { groups } from './groups.ts';
import { passedAt, type ProbedPlace } from './passed.ts';
import { takeAway } from './take-away.ts';

/** The name of the run folder; no lab can be called so. */
const runName = '_probes';
const pollMilliseconds = 200;

interface Kept {
  readonly key: string;
  readonly features: readonly Feature[];
}

/** Features whose probe passed before; nothing where the probes, the Node or the emulator changed since. */
export function knownFeatures(title: string, file: string): ReadonlySet<Feature> | undefined {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined;
  return kept?.key === keyOf(title) ? new Set(kept.features) : undefined;
}

/** Features whose probe passed, kept in the file. */
export async function probedFeatures(
  adapter: EmulatorAdapter,
  { file, host }: { file: string; host: Host },
): Promise<ReadonlySet<Feature>> {
  let known = knownFeatures(adapter.title, file);
  if (known !== undefined) return known;
  host.progress(`probing what ${adapter.title} really enforces`);
  while (known === undefined) {
    await probeOrWait(adapter, { file, host });
    known = knownFeatures(adapter.title, file);
  }
  return known;
}

/** Two first commands at once probe once: the second waits for what the first finds. */
async function probeOrWait(
  adapter: EmulatorAdapter,
  { file, host }: { file: string; host: Host },
): Promise<void> {
  const unlock = lockOf(runName);
  if (unlock === undefined) return pause(pollMilliseconds);
  try {
    const features = await runProbes(adapter, host);
    writeWhole(file, JSON.stringify({ key: keyOf(adapter.title), features } satisfies Kept));
  } finally {
    unlock();
  }
}

/** Nothing while another command holds it. */
function lockOf(name: string): (() => void) | undefined {
  try {
    return lockLab(name, 'probing');
  } catch (error) {
    if (error instanceof KitError && error.code === 'LabBusy') return undefined;
    throw error;
  }
}

/** Every probe on an emulator of its own; one that throws has not passed. */
export async function runProbes(adapter: EmulatorAdapter, host: Host): Promise<readonly Feature[]> {
  const { endpoint, ...run } = await adapter.start(runName, host);
  const undo = host.onInterrupt(() => adapter.end(runName, { endpoint, ...run }));
  try {
    return await passedAt(placeAt(endpoint, adapter, host));
  } finally {
    // On one that somebody else started the probes leave nothing behind either. A stack that will not go spoils nothing.
    if (run.pid === undefined && run.container === undefined)
      for (const { stack } of groups)
        await takeAway(clientOf(endpoint), stack, silent).catch(() => undefined);
    await undo.run();
  }
}

function placeAt(endpoint: string, adapter: EmulatorAdapter, host: Host): ProbedPlace {
  const client = clientOf(endpoint);
  return {
    ...{ client, where },
    make: async ({ stack, template }) => {
      const files = [{ stack, file: '', raw: template }];
      const checked = preflight(files, await adapter.provisions(), adapter);
      if (checked.leftOut.length > 0) return undefined;
      return deploy(client, { adapter, preflight: checked }, host);
    },
    addressOf: (made, name) => addressIn(adapter, { ...made, endpoint }, name),
  };
}

/** What the kit makes of an emulator decides what it enforces, as much as its version does. */
function keyOf(title: string): string {
  const hash = createHash('sha256').update(title).update(process.version);
  for (const room of ['api', 'emulated', 'emulator', 'localstack'])
    for (const file of filesBelow(join(root, 'lib/targets', room))) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && !each.parentPath.includes('__pycache__'))
    .map((each) => join(each.parentPath, each.name))
    .sort();
}
