/** MiniStack in a virtual environment of the kit's own: pinned, every package held to its hash. */
import { createHash } from 'node:crypto';
import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../../../errors.ts';
import type { Host } from '../../../output/host.ts';
import { made, root, shown } from '../../../root.ts';

const sources = join(root, 'lib/targets/emulator/ministack');
const requirements = join(sources, 'requirements.txt');
const environments = join(made, 'emulator');
const oldestPython = [3, 10] as const;
const installBytes = 110e6;

export const ministackVersion =
  /^ministack==(\S+)/m.exec(readFileSync(requirements, 'utf8'))?.[1] ?? 'unknown';
export const launcher = join(sources, 'launch.py');

/** Named after what is in it: another pin is another folder. */
export const environment = join(environments, `ministack-${ministackVersion}-${digest()}`);
export const python = join(environment, 'bin', 'python');

function digest(): string {
  return createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 8);
}

/** Installs the environment where it is missing. @throws PythonMissing, VenvMissing, InstallFailed */
export async function prepareEnvironment(host: Host): Promise<void> {
  if (existsSync(python)) return;
  const found = refuseUnfitPython();
  host.say(
    `First use: installing the emulator MiniStack ${ministackVersion} into ${shown(environments)} (110 MB, about 20 s).`,
  );
  const unfinished = `${environment}.${process.pid}`;
  const undo = host.onInterrupt(async () => {
    rmSync(unfinished, { recursive: true, force: true });
  });
  try {
    mkdirSync(environments, { recursive: true });
    await run(host, found, ['-m', 'venv', unfinished]);
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-cache-dir',
      '--no-input',
      '--disable-pip-version-check',
    ];
    await run(host, join(unfinished, 'bin', 'python'), [
      ...pip,
      '--require-hashes',
      '-r',
      requirements,
    ]);
    // Another command that began at the same time may have been faster, and uses its own already.
    if (existsSync(python)) return;
    // Scripts in bin/ name the unfinished folder; only `bin/python -m` is ever called.
    // What stands there without its Python is of no use.
    rmSync(environment, { recursive: true, force: true });
    renameSync(unfinished, environment);
    forgetOthers();
  } finally {
    await undo.run();
  }
}

/** Is it there, and does its Python find MiniStack? */
export function environmentState(): { readonly installed: boolean; readonly broken?: string } {
  if (!existsSync(environment)) return { installed: false };
  try {
    execFileSync(python, ['-c', 'import cryptography, ministack.app'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return { installed: true };
  } catch (error) {
    const words = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : '';
    return { installed: true, broken: words };
  }
}

/** Removes the environment, so that the next use makes it anew. */
export function forgetEnvironment(): void {
  rmSync(environments, { recursive: true, force: true });
}

function forgetOthers(): void {
  for (const name of readdirSync(environments))
    if (join(environments, name) !== environment && /-[0-9a-f]{8}$/.test(name))
      rmSync(join(environments, name), { recursive: true, force: true });
}

/** The Python that makes the environment, and what is wrong with it, if anything. */
export interface FoundPython {
  readonly command: string;
  readonly version: string;
  readonly problem?: { readonly code: string; readonly says: string; readonly repair: string };
}

export function findPython(): FoundPython {
  const script = 'import sys; print("%d.%d.%d" % sys.version_info[:3]); import venv, ensurepip';
  try {
    const version = execFileSync('python3', ['-c', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
    const [, major = 0, minor = 0] = (/^(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
    const isOld = major < oldestPython[0] || (major === oldestPython[0] && minor < oldestPython[1]);
    const tooOld = {
      code: 'PythonTooOld',
      says: `the emulator needs Python ${oldestPython.join('.')} or newer, and python3 is ${version}`,
      repair: 'install a newer one and put it first on the PATH',
    };
    return { command: 'python3', version, ...(isOld ? { problem: tooOld } : {}) };
  } catch (error) {
    return { command: 'python3', version: '', problem: pythonProblem(error) };
  }
}

function pythonProblem(error: unknown): NonNullable<FoundPython['problem']> {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return {
      code: 'PythonMissing',
      says: "the emulator needs Python 3.10 or newer, and no 'python3' is on the PATH",
      repair: 'apt install python3 python3-venv, or https://www.python.org',
    };
  return {
    code: 'VenvMissing',
    says: 'this Python cannot make virtual environments (modules venv and ensurepip)',
    repair: 'apt install python3-venv',
  };
}

function refuseUnfitPython(): string {
  const { command, problem } = findPython();
  if (problem !== undefined)
    throw new KitError(problem.code, problem.says, {
      next: `${problem.repair}; without it --on model still works`,
    });
  return command;
}

async function run(host: Host, command: string, words: readonly string[]): Promise<void> {
  const log = join(made, 'emulator-install.log');
  const output = openSync(log, 'w');
  const child = spawn(command, words, { stdio: ['ignore', output, output], signal: host.signal });
  const started = Date.now();
  const ticking = setInterval(() => {
    host.progress(`installing the emulator, ${Math.round((Date.now() - started) / 1000)} s`);
  }, 1000);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', resolve);
    });
    if (code !== 0) throw installFailed(readFileSync(log, 'utf8'), log);
  } finally {
    clearInterval(ticking);
    closeSync(output);
  }
}

function installFailed(text: string, log: string): KitError {
  const { bavail, bsize } = statfsSync(made);
  if (/No space left|ENOSPC/.test(text) || bavail * bsize < installBytes)
    return new KitError('DiskFull', 'the disk is full: the emulator needs 110 MB', {
      next: 'make room and run the command again',
    });
  if (
    /NewConnectionError|Temporary failure in name resolution|Could not find a version|ConnectTimeout|Max retries/.test(
      text,
    )
  )
    return new KitError(
      'RegistryUnreachable',
      'the Python package index cannot be reached: the first use of the emulator needs it once',
      {
        next: 'check the network or pip config list; meanwhile --on model works',
      },
    );
  return new KitError(
    'InstallFailed',
    `the emulator could not be installed: ${text.trim().split('\n').at(-1) ?? ''}`,
    {
      next: `its words are in ${shown(log)}`,
    },
  );
}
