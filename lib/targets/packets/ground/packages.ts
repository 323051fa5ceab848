/** What the programs of the packet plane come in, by family of distribution, and the one command that installs it. Pure. */
import type { Program } from './look.ts';

export type Family = 'debian' | 'fedora' | 'arch' | 'alpine';

interface Manager {
  readonly install: readonly string[];
  readonly remove: readonly string[];
  readonly packages: Readonly<Record<Program, string>>;
}

const usual = { unshare: 'util-linux', nsenter: 'util-linux', nft: 'nftables', python3: 'python3' };

const managers: Readonly<Record<Family, Manager>> = {
  debian: {
    install: ['apt-get', 'install'],
    remove: ['apt-get', 'remove'],
    packages: usual,
  },
  fedora: { install: ['dnf', 'install'], remove: ['dnf', 'remove'], packages: usual },
  arch: {
    install: ['pacman', '-S'],
    remove: ['pacman', '-R'],
    packages: { ...usual, python3: 'python' },
  },
  alpine: { install: ['apk', 'add'], remove: ['apk', 'del'], packages: usual },
};

const families = new Map<string, Family>([
  ['debian', 'debian'],
  ['ubuntu', 'debian'],
  ['fedora', 'fedora'],
  ['rhel', 'fedora'],
  ['centos', 'fedora'],
  ['amzn', 'fedora'],
  ['arch', 'arch'],
  ['alpine', 'alpine'],
]);

/**
 * By `ID`, else by what it is like, the nearest first.
 * @see https://www.freedesktop.org/software/systemd/man/latest/os-release.html
 */
export function familyOf(release: string): Family | undefined {
  const valueOf = (key: string): string =>
    new RegExp(`^${key}=["']?([^"'\n]*)`, 'm').exec(release)?.[1] ?? '';
  const names = [valueOf('ID'), ...valueOf('ID_LIKE').split(' ')];
  return names.map((name) => families.get(name)).find((each) => each !== undefined);
}

/** In the order of the programs, each once. */
export function packagesOf(family: Family, missing: readonly Program[]): readonly string[] {
  return [...new Set(missing.map((each) => managers[family].packages[each]))];
}

export interface Rights {
  readonly isRoot: boolean;
}

/** `sudo apt-get install nftables` */
export function installLine(
  family: Family | undefined,
  missing: readonly Program[],
  { isRoot }: Rights,
): string {
  if (family === undefined)
    return `install ${packagesOf('debian', missing).join(' and ')} with your system's package manager`;
  const words = [...managers[family].install, ...packagesOf(family, missing)];
  return asRoot(words, { isRoot });
}

/** `sudo apt-get remove nftables` */
export function removeLine(family: Family, packages: readonly string[], rights: Rights): string {
  return asRoot([...managers[family].remove, ...packages], rights);
}

export function asRoot(words: readonly string[], { isRoot }: Rights): string {
  return [...(isRoot ? [] : ['sudo']), ...words].join(' ');
}
