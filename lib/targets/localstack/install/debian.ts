/** Python 3.13 from Debian's packages, unpacked into the kit's folder: no root, nothing of the system's is changed. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../../../errors.ts';
import { ownPython } from './places.ts';
import type { Run } from '../../installing/steps.ts';

/** Debian 13, the release that has Python 3.13. */
const suite = 'trixie';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** The interpreter with every library that it loads, the C library too: the machine's may be older. */
const packages =
  'python3.13-minimal python3.13 libpython3.13-minimal libpython3.13-stdlib libc6 libssl3t64 libexpat1 zlib1g libffi8 libsqlite3-0 liblzma5 libbz2-1.0 libuuid1 libncursesw6 libtinfo6 libreadline8t64 libgcc-s1 libstdc++6 libzstd1';

/** The mirror that the machine's own apt uses, where it is a Debian with its keys. */
export function debianMirror(etc = '/etc/apt', keys = keyring): string | undefined {
  if (!existsSync(keys)) return undefined;
  const listed = join(etc, 'sources.list.d');
  const files = [
    join(etc, 'sources.list'),
    ...(existsSync(listed) ? readdirSync(listed).map((name) => join(listed, name)) : []),
  ];
  for (const file of files.filter((each) => existsSync(each))) {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    const found = /https?:\/\/\S+\/debian\/?(?=\s|$)/m.exec(lines.join('\n'))?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Gives the interpreter. `patchelf` binds it to the libraries beside it. */
export async function unpackPython(run: Run, patchelf: string): Promise<string> {
  const unfinished = `${ownPython}.${process.pid}`;
  const apt = join(unfinished, 'apt');
  const debs = join(apt, 'debs');
  for (const each of ['lists/partial', 'cache/archives/partial', 'etc', 'debs'])
    mkdirSync(join(apt, each), { recursive: true });
  const env = { APT_CONFIG: configured(apt) };
  const says = "Debian's Python 3.13";
  try {
    await run({ says, command: 'apt-get', words: ['-qq', 'update'], env });
    const words = ['-qq', 'download', ...packages.split(' ')];
    await run({ says, command: 'apt-get', words, env, cwd: debs });
    for (const deb of readdirSync(debs))
      await run({ says, command: 'dpkg-deb', words: ['-x', join(debs, deb), unfinished] });
    rmSync(apt, { recursive: true });
    await run({ says, command: patchelf, words: bound(unfinished) });
    rmSync(ownPython, { recursive: true, force: true });
    renameSync(unfinished, ownPython);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return join(ownPython, 'usr/bin/python3.13');
}

/** An apt that knows one source and keeps everything in the folder. */
function configured(apt: string): string {
  const source = [
    'Types: deb',
    `URIs: ${debianMirror() ?? ''}`,
    `Suites: ${suite}`,
    'Components: main',
    `Signed-By: ${keyring}`,
  ];
  writeFileSync(join(apt, 'etc/lab.sources'), `${source.join('\n')}\n`);
  writeFileSync(join(apt, 'status'), '');
  const settings = {
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(apt, 'etc'),
    'Dir::State::lists': join(apt, 'lists'),
    'Dir::State::status': join(apt, 'status'),
    'Dir::Cache': join(apt, 'cache'),
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
  };
  const file = join(apt, 'apt.conf');
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`);
  writeFileSync(file, lines.join(''));
  return file;
}

/** The path of a program's loader is absolute: it names the place where the folder will stand. */
function bound(unfinished: string): readonly string[] {
  const lib = join(unfinished, 'usr/lib');
  const architecture = readdirSync(lib).find((name) => name.endsWith('-linux-gnu')) ?? '';
  const loader = readdirSync(join(lib, architecture)).find((name) => /^ld-linux/.test(name));
  if (loader === undefined)
    throw new KitError('InstallFailed', "Debian's C library came without its loader", {
      next: 'install Python 3.12 or 3.13 by other means and run the command again',
    });
  return [
    '--set-interpreter',
    join(ownPython, 'usr/lib', architecture, loader),
    '--force-rpath',
    '--set-rpath',
    `$ORIGIN/../lib/${architecture}`,
    join(unfinished, 'usr/bin/python3.13'),
  ];
}
