/** Runs the probes against a fresh emulator, once for a version of it and of them. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Capabilities, Feature } from '../../../capabilities.ts';
import type { Host } from '../../../output/host.ts';
import { root } from '../../../root.ts';
import { writeWhole } from '../../../state/unfinished.ts';
import { servedCapabilities } from '../../api/capabilities.ts';
import { makeUsers } from '../../api/users.ts';
import type { EmulatorAdapter } from '../adapter.ts';
import { clientOf, deploy, where } from '../deployment.ts';
import { preflight } from '../preflight.ts';
import { probes } from './probes.ts';
import { probeTemplate } from './template.ts';

/** The name of the run folder; no lab can be called so. */
const runName = '_probes';

interface Kept {
  readonly key: string;
  readonly features: readonly Feature[];
}

/** Features whose probe passed. Kept in the file until the probes, the Node or the emulator change. */
export async function probedFeatures(
  adapter: EmulatorAdapter,
  { file, host }: { file: string; host: Host },
): Promise<ReadonlySet<Feature>> {
  const key = keyOf(adapter.title);
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined;
  if (kept?.key === key) return new Set(kept.features);
  host.progress(`probing what ${adapter.title} really enforces`);
  const features = await runProbes(adapter, host);
  writeWhole(file, JSON.stringify({ key, features } satisfies Kept));
  return new Set(features);
}

/** Every probe on an emulator of its own; one that throws has not passed. */
export async function runProbes(adapter: EmulatorAdapter, host: Host): Promise<readonly Feature[]> {
  const run = await adapter.start(runName);
  const undo = host.onInterrupt(async () => {
    run.end();
  });
  try {
    const served = await probeLab(adapter, run.endpoint, host);
    const passed: Feature[] = [];
    for (const [feature, probe] of Object.entries(probes))
      if (await probe(served).catch(() => false)) passed.push(feature);
    return passed;
  } finally {
    await undo.run();
  }
}

async function probeLab(
  adapter: EmulatorAdapter,
  endpoint: string,
  host: Host,
): Promise<Pick<Capabilities, 'http' | 'sdk'>> {
  const stack = { stack: 'Probes', file: '', raw: probeTemplate };
  const checked = preflight([stack], await adapter.provisions(), adapter.isCompleted);
  const client = clientOf(endpoint);
  const { deployed, outputs } = await deploy(client, { adapter, preflight: checked }, host);
  return servedCapabilities({
    client,
    where,
    deployed,
    outputs,
    users: await makeUsers(client, deployed, []),
    addressOf: (place) => {
      const found = deployed.find((each) => each.logicalId === place);
      return found === undefined ? undefined : adapter.addressOf(found, deployed, endpoint);
    },
  });
}

function keyOf(title: string): string {
  const sources = ['probes.ts', 'template.ts'].map((name) =>
    readFileSync(join(root, 'lib/targets/emulator/probes', name)),
  );
  const hash = createHash('sha256').update(title).update(process.version);
  for (const each of sources) hash.update(each);
  return hash.digest('hex').slice(0, 16);
}
