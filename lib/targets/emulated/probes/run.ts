/** Runs the probes against a fresh emulator, once for a version of it and of them. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature } from '../../../capabilities.ts';
import { silent, type Host } from '../../../output/host.ts';
import { root } from '../../../root.ts';
import { writeWhole } from '../../../state/unfinished.ts';
import { servedCapabilities } from '../../api/capabilities.ts';
import { referenceTo } from '../../api/deployed.ts';
import { makeUsers } from '../../api/users.ts';
import type { EmulatorAdapter } from '../adapter.ts';
import { addressIn } from '../addresses.ts';
import { clientOf, deploy, where } from '../deployment.ts';
import { preflight } from '../preflight.ts';
import type { ProbeGroup, Served } from './group.ts';
import { groups } from './groups.ts';
import { takeAway } from './take-away.ts';

/** The name of the run folder; no lab can be called so. */
const runName = '_probes';

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
  const known = knownFeatures(adapter.title, file);
  if (known !== undefined) return known;
  host.progress(`probing what ${adapter.title} really enforces`);
  const features = await runProbes(adapter, host);
  writeWhole(file, JSON.stringify({ key: keyOf(adapter.title), features } satisfies Kept));
  return new Set(features);
}

/** Every probe on an emulator of its own; one that throws has not passed. */
export async function runProbes(adapter: EmulatorAdapter, host: Host): Promise<readonly Feature[]> {
  const { endpoint, ...run } = await adapter.start(runName, host);
  const undo = host.onInterrupt(() => adapter.end(runName, { endpoint, ...run }));
  try {
    const probing = { adapter, endpoint, host };
    const passed = await Promise.all(groups.map((group) => passedOf(group, probing)));
    return passed.flat();
  } finally {
    // On one that somebody else started the probes leave nothing behind either. A stack that will not go spoils nothing.
    if (run.pid === undefined && run.container === undefined)
      for (const { stack } of groups)
        await takeAway(clientOf(endpoint), stack, silent).catch(() => undefined);
    await undo.run();
  }
}

interface Probing {
  readonly adapter: EmulatorAdapter;
  readonly endpoint: string;
  readonly host: Host;
}

async function passedOf(group: ProbeGroup, probing: Probing): Promise<readonly Feature[]> {
  const served = await servedBy(group, probing).catch(() => undefined);
  if (served === undefined) return [];
  const tried = Object.entries(group.probes).map(async ([feature, probe]) => {
    const isPassed = await probe(served).catch(() => false);
    return isPassed ? [feature] : [];
  });
  return (await Promise.all(tried)).flat();
}

/** Nothing where the emulator does not make the whole template. */
async function servedBy(
  { stack, template }: ProbeGroup,
  { adapter, endpoint, host }: Probing,
): Promise<Served | undefined> {
  const files = [{ stack, file: '', raw: template }];
  const checked = preflight(files, await adapter.provisions(), adapter);
  if (checked.leftOut.length > 0) return undefined;
  const client = clientOf(endpoint);
  const { deployed, outputs } = await deploy(client, { adapter, preflight: checked }, host);
  const capabilities = servedCapabilities({
    client,
    where,
    deployed,
    outputs,
    users: await makeUsers(client, deployed, []),
    addressOf: (name) => addressIn(adapter, { deployed, outputs, endpoint }, name),
  });
  return {
    ...capabilities,
    connection: client.connection,
    idOf: (place) => referenceTo(deployed, place, where),
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
