/** A lab at a stage -> its synthesized assembly, from the cache where nothing that matters has changed. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Parameters } from '../parameters.ts';
import { made } from '../root.ts';
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
  forgetOldest();
  return { folder, cached: false };
}

/** The oldest are forgotten first. Somebody else's cache can be read all the same. */
function noteUse(folder: string): void {
  const now = new Date();
  try {
    utimesSync(folder, now, now);
  } catch (error) {
    if (!['EPERM', 'EACCES', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code)))
      throw error;
  }
}

async function synthesizeInto(folder: string, request: AssemblyRequest): Promise<void> {
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

function forgetOldest(): void {
  const folders = readdirSync(kept)
    .map((name) => join(kept, name))
    .map((path) => ({ path, used: statSync(path).mtimeMs }))
    .sort((a, b) => b.used - a.used);
  for (const each of folders.slice(mostKept)) rmSync(each.path, { recursive: true, force: true });
}
