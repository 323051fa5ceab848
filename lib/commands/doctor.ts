/** `lab doctor`: what this machine has of what the kit needs, and how to repair what is missing. */
import { exitCodes } from '../errors.ts';
import { diskUse, type DiskUse } from '../life/disk-use.ts';
import { tidy } from '../life/tidy.ts';
import type { Host, Outcome } from '../output/host.ts';
import { columns } from '../output/table.ts';
import {
  environmentState,
  findPython,
  forgetEnvironment,
  ministackVersion,
  prepareEnvironment,
} from '../targets/emulator/ministack/environment.ts';
import { isOn, type Typed } from './command.ts';

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
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  await tidy(host);
  if (isOn(typed, 'repair')) {
    forgetEnvironment();
    await prepareEnvironment(host);
  }
  const prerequisites = [node(), python(), emulatorInstalled()];
  const exitCode = prerequisites.every(({ fine }) => fine) ? exitCodes.asTold : exitCodes.badInput;
  return { data: { prerequisites, disk: diskUse() }, exitCode };
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

export function text({ prerequisites, disk }: Data): readonly string[] {
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
  ];
}
