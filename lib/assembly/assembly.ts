/** A lab at a stage -> its synthesized assembly, from the cache where nothing that matters has changed. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Parameters } from '../parameters.ts';
import { made } from '../root.ts';
import { forgetOldest, noteUse } from '../state/kept.ts';
import { assemblyKey } from './key.ts';

export interface AssemblyRequest {
  readonly lab: string;
  readonly stage: string;
  readonly parameters: Parameters;
  /** An experiment whose mistake is made first. */
  readonly fault?: string | undefined;
}

export interface AssemblyFolder {
  readonly folder: string;
  readonly cached: boolean;
}

const kept = join(made, 'assemblies');
/** A class of 30 going through every lab and experiment stays well below; each holds the lab's bundled handlers. */
const mostKept = 60;

/** Where the assembly of these sources and options is, or would be. */
export function assemblyFolder({ lab, ...options }: AssemblyRequest): string {
  return join(kept, assemblyKey(lab, options));
}

/** The folder of the assembly. Loads the CDK only where the cache does not have it. */
export async function assemblyOf(request: AssemblyRequest): Promise<AssemblyFolder> {
  const folder = assemblyFolder(request);
  if (existsSync(join(folder, 'manifest.json'))) {
    noteUse(folder);
    return { folder, cached: true };
  }
  await synthesizeInto(folder, request);
  forgetOldest(kept, mostKept);
  return { folder, cached: false };
}

async function synthesizeInto(folder: string, request: AssemblyRequest): Promise<void> {
  // The CDK notes for each construct which line made it: that of the source, before the lab's modules are loaded.
  process.setSourceMapsEnabled(true);
  Error.stackTraceLimit = 40;
  const { createApp } = await import('../app.ts');
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  try {
    const app = await createApp({ ...request, outdir: unfinished });
    app.synth();
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
