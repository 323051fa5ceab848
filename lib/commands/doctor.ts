/** `lab doctor`: what this machine has of what the kit needs, and how to repair what is missing. */
import { exitCodes, KitError } from '../errors.ts';
import { diskUse, type DiskUse } from '../life/disk-use.ts';
import { tidy } from '../life/tidy.ts';
import type { Host, Outcome } from '../output/host.ts';
import { columns } from '../output/table.ts';
import { outsideLines } from '../state/system-packages.ts';
import {
  environmentState,
  findPython,
  forgetEnvironment,
  ministackVersion,
  prepareEnvironment,
} from '../targets/emulator/ministack/environment.ts';
import { liveTarget, parseTarget } from '../targets/index.ts';
import {
  findAll,
  installLocalstack,
  installMegabytes,
  localstackState,
  type Found,
} from '../targets/localstack/localstack.ts';
import { doctorRows as packetsRows, summaryRow } from '../targets/packets/ground/ground.ts';
import { isOn, textOption, type Typed } from './command.ts';

interface Prerequisite {
  readonly name: string;
  readonly for: string;
  readonly found: string;
  readonly fine: boolean;
  readonly repair: string;
}
interface Data {
  readonly prerequisites: readonly Prerequisite[];
  readonly disk: readonly DiskUse[];
  /** What the kit had the system install, one line each. */
  readonly outside: readonly string[];
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  await tidy(host);
  await install(textOption(typed, 'install'), host);
  if (isOn(typed, 'repair')) {
    forgetEnvironment();
    await prepareEnvironment(host);
  }
  const on = textOption(typed, 'on');
  const more = await neededOn(on);
  const prerequisites = [node(), python(), emulatorInstalled(), localstackInstalled()];
  // Told in one row, unless each is asked for.
  const plane = on === 'packets' ? [] : [summaryRow()];
  const all = [...prerequisites, ...plane, ...more];
  const exitCode = all.every(({ fine }) => fine) ? exitCodes.asTold : exitCodes.badInput;
  return { data: { prerequisites: all, disk: diskUse(), outside: outsideLines() }, exitCode };
}

/** @throws UnknownInstallation */
async function install(name: string | undefined, host: Host): Promise<void> {
  if (name === undefined) return;
  if (name !== 'localstack')
    throw new KitError('UnknownInstallation', `nothing is called '${name}' to install`, {
      next: 'there is: localstack',
    });
  await installLocalstack(host);
}

/** What one target needs that the others do not. */
async function neededOn(typed: string | undefined): Promise<readonly Prerequisite[]> {
  if (typed === undefined) return [];
  const target = parseTarget(typed);
  if (target === 'packets') return packetsRows();
  if (target === 'localstack') return [...findAll().map(ofLocalstack), await localstackInUse()];
  if (target !== 'aws') return [];
  const { doctorRows } = await import('../targets/aws/doctor.ts');
  return doctorRows();
}

function ofLocalstack({ name, version, problem }: Found): Prerequisite {
  return {
    name,
    for: 'installing LocalStack',
    found: problem?.says ?? version,
    fine: problem === undefined,
    repair: problem?.repair ?? '',
  };
}

/** The one that `up --on localstack` would take: it may be another than the installed one. */
async function localstackInUse(): Promise<Prerequisite> {
  const row = { name: 'LocalStack to be taken', for: 'target localstack' };
  const repair = './lab doctor --install localstack';
  try {
    const target = await liveTarget('localstack');
    const missing = target.missing();
    return { ...row, found: missing ?? target.title, fine: missing === undefined, repair };
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    return { ...row, found: error.message, fine: false, repair: error.next ?? repair };
  }
}

function localstackInstalled(): Prerequisite {
  const { installed, broken, version } = localstackState();
  const absent = `not here, and not needed; --install localstack sets it up (${installMegabytes} MB)`;
  return {
    name: `LocalStack ${version}`,
    for: 'target localstack',
    found: broken ?? (installed ? 'installed' : absent),
    fine: broken === undefined,
    repair: './lab clean --keep-packages, then ./lab doctor --install localstack',
  };
}

function node(): Prerequisite {
  return { name: 'Node', for: 'everything', found: process.versions.node, fine: true, repair: '' };
}

function python(): Prerequisite {
  const { version, problem } = findPython();
  return {
    name: 'Python 3.10 or newer with venv',
    for: 'target emulator',
    found: problem?.says ?? version,
    fine: problem === undefined,
    repair: problem?.repair ?? '',
  };
}

function emulatorInstalled(): Prerequisite {
  const { installed, broken } = environmentState();
  return {
    name: `MiniStack ${ministackVersion}`,
    for: 'target emulator',
    found: broken ?? (installed ? 'installed' : 'not yet; the first ./lab up installs it'),
    fine: broken === undefined,
    repair: broken === undefined ? '' : './lab doctor --repair',
  };
}

export function text({ prerequisites, disk, outside }: Data): readonly string[] {
  const repairs = prerequisites.filter(({ fine }) => !fine);
  return [
    ...columns(
      prerequisites.map(({ name, found, fine, for: use }) => [
        fine ? 'ok' : 'MISSING',
        name,
        found,
        `for ${use}`,
      ]),
    ),
    ...repairs.map(({ name, repair }) => `To repair ${name}: ${repair}`),
    'Disk, all of it in this folder:',
    ...columns(
      disk.map(({ what, megabytes, path }) => [`${megabytes} MB`.padStart(8), path, what]),
      2,
    ),
    './lab clean removes all of it.',
    ...outside,
  ];
}
