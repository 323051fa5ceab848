/** What this machine has of what LocalStack as a plain process needs: Python, a JDK, Maven, npm. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { KitError } from '../../../errors.ts';
import { debianMirror } from './debian.ts';
import { ownPython } from './places.ts';

/** A program that was found, or what is wrong with it. */
export interface Found {
  readonly name: string;
  readonly command: string;
  readonly version: string;
  readonly problem?: { readonly code: string; readonly says: string; readonly repair: string };
}

/** DynamoDB Local and LocalStack's JSONata are compiled for it. */
const oldestJdk = 17;
/** LocalStack 4.14.0 has syntax of 3.12; its pinned packages have wheels up to 3.13. */
const fitPythons = ['3.12', '3.13'];
const looks =
  'import sys, ssl, sqlite3, ctypes, lzma, bz2, venv; print("%d.%d.%d" % sys.version_info[:3], sys.executable)';

/** Everything that the installation asks of the machine. */
export function findAll(): readonly Found[] {
  return [findPython(), findJdk(), findMaven(), findNpm()];
}

/** @throws the first thing that is missing, with its repair */
export function refuseUnfitMachine(): void {
  const problem = findAll().find((each) => each.problem !== undefined)?.problem;
  if (problem !== undefined)
    throw new KitError(problem.code, problem.says, { next: problem.repair });
}

/** A Python that LocalStack runs on, else the older one that unpacks Debian's. */
export function findPython(): Found {
  const fit = fitPython();
  if (fit !== undefined) return fit;
  const name = 'Python 3.12 or 3.13';
  const older = lookAtPython('python3', 'ensurepip');
  const repair = 'apt install python3 python3-venv, or https://www.python.org (3.12 or 3.13)';
  const hasTools = ['apt-get', 'dpkg-deb'].every((each) => onPath(each) !== undefined);
  if (older !== undefined && hasTools && debianMirror() !== undefined)
    return { name, ...older, version: `${older.version}, which unpacks Debian's 3.13` };
  return {
    name,
    command: '',
    version: '',
    problem: {
      code: 'PythonMissing',
      says: `LocalStack needs Python ${fitPythons.join(' or ')} with the module venv, and ${older === undefined ? 'none is on the PATH' : `python3 is ${older.version}`}`,
      repair,
    },
  };
}

/** A Python of a version that LocalStack takes, the kit's own last. */
export function fitPython(): Found | undefined {
  const commands = ['python3.13', 'python3.12', 'python3', join(ownPython, 'usr/bin/python3.13')];
  for (const command of commands) {
    const found = lookAtPython(command, 'zlib');
    if (found !== undefined && fitPythons.some((each) => found.version.startsWith(`${each}.`)))
      return { name: 'Python 3.12 or 3.13', ...found };
  }
  return undefined;
}

function lookAtPython(
  command: string,
  module: string,
): Pick<Found, 'command' | 'version'> | undefined {
  const [version = '', executable = ''] = answerOf(command, ['-c', `${looks}; import ${module}`])
    .trim()
    .split(' ');
  return executable === '' ? undefined : { version, command: executable };
}

/** A JDK: the compiler too, for DynamoDB Local listens on loopback only with a main class of ours. */
export function findJdk(): Found {
  const name = `JDK ${oldestJdk} or newer`;
  const version = /javac (\d[\d.]*)/.exec(answerOf('javac', ['-version']))?.[1] ?? '';
  const isFit = Number(version.split('.')[0]) >= oldestJdk;
  const repair = 'apt install openjdk-17-jdk-headless, or https://adoptium.net';
  if (isFit) return { name, command: 'javac', version };
  return {
    name,
    command: '',
    version,
    problem: {
      code: 'JdkMissing',
      says: `LocalStack's DynamoDB needs a JDK ${oldestJdk} or newer, and ${version === '' ? "no 'javac' is on the PATH" : `javac is ${version}`}`,
      repair,
    },
  };
}

/** The folder of the Java that runs here, as Java itself gives it. */
export function javaHome(): string | undefined {
  const answer = answerOf('java', ['-XshowSettings:properties', '-version']);
  return /^\s*java\.home = (.+)$/m.exec(answer)?.[1];
}

export function findMaven(): Found {
  const version = /Apache Maven (\S+)/.exec(answerOf('mvn', ['--batch-mode', '--version']))?.[1];
  if (version !== undefined) return { name: 'Maven', command: 'mvn', version };
  return {
    name: 'Maven',
    command: '',
    version: '',
    problem: {
      code: 'MavenMissing',
      says: "DynamoDB Local is fetched by Maven, and no 'mvn' is on the PATH",
      repair: 'apt install maven, or https://maven.apache.org',
    },
  };
}

export function findNpm(): Found {
  const command = npm();
  const version = command === undefined ? '' : answerOf(command, ['--version']).trim();
  if (command !== undefined && version !== '') return { name: 'npm', command, version };
  return {
    name: 'npm',
    command: '',
    version: '',
    problem: {
      code: 'NpmMissing',
      says: "LocalStack's Kinesis is fetched by npm, and there is none beside this Node nor on the PATH",
      repair: 'install Node with npm: https://nodejs.org',
    },
  };
}

function npm(): string | undefined {
  const beside = join(dirname(process.execPath), 'npm');
  return existsSync(beside) ? beside : onPath('npm');
}

/** Where the PATH has it. */
export function onPath(command: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((file) => existsSync(file));
}

/** What the program says on either channel; nothing where it is not there or fails. */
function answerOf(command: string, words: readonly string[]): string {
  try {
    return execFileSync('/bin/sh', ['-c', 'exec "$0" "$@" 2>&1', command, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 30_000,
    });
  } catch {
    return '';
  }
}
