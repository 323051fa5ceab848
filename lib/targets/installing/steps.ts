/** Steps of an installation: child processes that end with the command, with progress and a log. */
import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../../errors.ts';
import { made, shown } from '../../root.ts';

export interface Step {
  /** What is being installed. */
  readonly says: string;
  readonly command: string;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}
export type Run = (step: Step) => Promise<void>;

/** What is installed. */
export interface Installation {
  readonly name: string;
  /** Room that it takes while it is being made. */
  readonly bytes: number;
  /** What the names of its logs begin with. */
  readonly logs: string;
}

/** Several steps may run at once; what is under way is named each second. */
export interface Steps {
  readonly run: Run;
  /** Ends the progress. */
  readonly stop: () => void;
}

export function stepsOf(
  installation: Installation,
  progress: (line: string) => void,
  signal: AbortSignal,
): Steps {
  const under = new Set<string>();
  const since = Date.now();
  const ticking = setInterval(() => {
    const seconds = Math.round((Date.now() - since) / 1000);
    progress(`installing ${installation.name}, ${seconds} s: ${[...under].join(', ')}`);
  }, 1000);
  return {
    stop: () => {
      clearInterval(ticking);
    },
    run: async (step) => {
      under.add(step.says);
      try {
        await runOne(step, installation, signal);
      } finally {
        under.delete(step.says);
      }
    },
  };
}

async function runOne(
  { says, command, words, env, cwd }: Step,
  installation: Installation,
  signal: AbortSignal,
): Promise<void> {
  const log = join(made, `${installation.logs}-${says.replace(/\W+/g, '-').toLowerCase()}.log`);
  appendFileSync(log, `${command} ${words[0] ?? ''}\n`);
  const output = openSync(log, 'a');
  signal.throwIfAborted();
  // A group of its own: Maven and apt have children.
  const child = spawn(command, words, {
    stdio: ['ignore', output, output],
    detached: true,
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const end = (): void => {
    if (child.pid !== undefined) endGroup(child.pid);
  };
  signal.addEventListener('abort', end);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', resolve);
    });
    signal.throwIfAborted();
    if (code !== 0) throw failed(says, log, installation);
  } finally {
    signal.removeEventListener('abort', end);
    closeSync(output);
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

const unreachable =
  /NewConnectionError|name resolution|Could not resolve|UnknownHost|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ConnectTimeout|Max retries|Could not find a version|Could not transfer/;

function failed(says: string, log: string, installation: Installation): KitError {
  const text = readFileSync(log, 'utf8');
  if (/No space left|ENOSPC/.test(text) || freeBytes() < installation.bytes / 10)
    return diskFull(installation);
  if (/DO NOT MATCH THE HASHES|EINTEGRITY|Checksum validation failed|Hash Sum mismatch/i.test(text))
    return new KitError('HashMismatch', `what was downloaded for ${says} is not what is pinned`, {
      next: `its words are in ${shown(log)}`,
    });
  if (unreachable.test(text))
    return new KitError('RegistryUnreachable', `the package source of ${says} cannot be reached`, {
      next: 'check the network, or the mirror settings of pip, npm, Maven and apt',
    });
  const last = text.trim().split('\n').at(-1) ?? '';
  return new KitError('InstallFailed', `${says} could not be installed: ${last}`, {
    next: `its words are in ${shown(log)}`,
  });
}

/** @throws DiskFull */
export function refuseFullDisk(installation: Installation): void {
  if (freeBytes() < installation.bytes) throw diskFull(installation);
}

function freeBytes(): number {
  const { bavail, bsize } = statfsSync(made);
  return bavail * bsize;
}

function diskFull({ name, bytes }: Installation): KitError {
  const megabytes = bytes / 1e6;
  return new KitError('DiskFull', `the disk is full: installing ${name} takes ${megabytes} MB`, {
    next: 'make room and run the command again',
  });
}
