/** Before a network stands: what is missing and can be installed is, once the person has said so. */
import { spawnSync } from 'node:child_process';
import { KitError } from '../../../errors.ts';
import type { Host } from '../../../output/host.ts';
import { noteSystemPackages } from '../../../state/system-packages.ts';
import { stepsOf, type Installation, type Run, type Step } from '../../installing/steps.ts';
import { lookAgain, refuse, ground } from './ground.ts';
import type { Ground } from './look.ts';
import { familyOf, packagesOf, removeLine } from './packages.ts';
import { problemsOf, type Problem } from './problems.ts';

/** What is done to a machine; tests put other things there. */
export interface Machine {
  readonly ground: () => Ground;
  readonly lookAgain: () => Ground;
  /** Is there a sudo that asks for no password? */
  readonly maySudo: () => boolean;
  readonly steps: (host: Host) => { readonly run: Run; readonly stop: () => void };
  readonly note: typeof noteSystemPackages;
}

const installation: Installation = {
  name: 'what packets needs',
  bytes: 50e6,
  logs: 'packets-install',
};

const thisMachine: Machine = {
  ground,
  lookAgain,
  maySudo: () => spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0,
  steps: (host) =>
    stepsOf(
      installation,
      (line) => {
        host.progress(line);
      },
      host.signal,
    ),
  note: noteSystemPackages,
};

/**
 * Nothing where all is there.
 * @throws NoGround with the one command, where the kit may not or shall not run it; what an installation throws
 */
export async function prepare(host: Host, machine = thisMachine): Promise<void> {
  const seen = machine.ground();
  const [first] = problemsOf(seen);
  if (first === undefined) return;
  const packages = packagesToInstall(seen, machine);
  if (packages.length === 0) refuse(mostStubborn(seen) ?? first);
  if (!(await host.confirm(question(packages, seen)))) refuse(first);
  await install(packages, seen, { host, machine });
  const [left] = problemsOf(machine.lookAgain());
  if (left !== undefined) refuse(left);
}

function question(packages: readonly string[], { isRoot }: Ground): string {
  const are = packages.length === 1 ? 'is a package' : 'are packages';
  const by = isRoot ? 'apt-get' : 'sudo apt-get';
  return `packets needs ${packages.join(' and ')}, which ${are} of your system, outside this folder. Install by ${by}?`;
}

/** Of what is wrong, that which no installation mends: it is told first. */
function mostStubborn(seen: Ground): Problem | undefined {
  return problemsOf(seen).find((each) => each.install === undefined);
}

/** Nothing unless installing is all that is needed, on a Debian or its like, by who may. */
function packagesToInstall(seen: Ground, { maySudo }: Machine): readonly string[] {
  if (familyOf(seen.release) !== 'debian' || mostStubborn(seen) !== undefined) return [];
  if (!seen.isRoot && !maySudo()) return [];
  return packagesOf(
    'debian',
    problemsOf(seen).flatMap(({ install: programs = [] }) => programs),
  );
}

interface By {
  readonly host: Host;
  readonly machine: Machine;
}

async function install(
  packages: readonly string[],
  seen: Ground,
  { host, machine }: By,
): Promise<void> {
  const { run, stop } = machine.steps(host);
  try {
    // The lists of a fresh machine are empty; where they cannot be renewed those at hand may do.
    await run(aptGet(['update'], seen)).catch((error: unknown) => {
      if (!(error instanceof KitError)) throw error;
    });
    await run(aptGet(['install', '-y', '--no-install-recommends', ...packages], seen));
  } finally {
    stop();
  }
  machine.note(packages.map((name) => ({ name, remove: removeLine('debian', [name], seen) })));
  host.say(`Installed ${packages.join(' and ')} by apt-get, outside this folder.`);
}

function aptGet(words: readonly string[], { isRoot }: Ground): Step {
  const all = ['apt-get', '-q', ...words];
  // sudo keeps no environment: it is told the one variable that matters.
  const [command = '', ...rest] = isRoot
    ? all
    : ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive', ...all];
  return { says: 'packages', command, words: rest, env: { DEBIAN_FRONTEND: 'noninteractive' } };
}
