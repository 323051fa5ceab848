/** Of what was looked at: what is wrong, why, and what exactly to type. Pure. */
import { asRoot, familyOf, installLine } from './packages.ts';
import { programs, refusingSettings, type Ground, type Program } from './look.ts';

export interface Problem {
  /** A row of `lab doctor`. */
  readonly what: string;
  /** A sentence without full stop. */
  readonly why: string;
  readonly repair: string;
  /** The programs that are missing, where installing them is the repair. */
  readonly install?: readonly Program[];
}

export const rowNames = {
  system: 'Linux',
  libc: 'calls into libc',
  namespaces: 'namespaces',
  veth: 'veth pair',
  rules: 'nft rule set',
} as const;

export function problemsOf(ground: Ground): readonly Problem[] {
  if (ground.platform !== 'linux') return [noLinux(ground)];
  return [
    ...missingPrograms(ground),
    ...noLibc(ground),
    ...noNamespaces(ground),
    ...noVeth(ground),
    ...noRules(ground),
  ];
}

const systems = new Map<string, string>([
  ['darwin', 'macOS'],
  ['win32', 'Windows'],
]);

function noLinux({ platform }: Ground): Problem {
  return {
    what: rowNames.system,
    why: `packets is made of Linux's own namespaces, and this is ${systems.get(platform) ?? platform}`,
    repair:
      'work inside WSL2 (Windows) or a Linux virtual machine, open the folder in its .devcontainer, or judge with --on model',
  };
}

function missingPrograms(ground: Ground): readonly Problem[] {
  const missing = programs.filter((each) => ground.programs[each] === undefined);
  const repair = installLine(familyOf(ground.release), missing, ground);
  return missing.map((each) => ({
    what: each,
    why:
      each === 'python3'
        ? 'instances are started by /usr/bin/python3, and there is none'
        : `packets needs '${each}', and there is none on the PATH or in /usr/sbin`,
    repair,
    install: missing,
  }));
}

function noLibc({ libc, architecture }: Ground): readonly Problem[] {
  if (libc === undefined) return [];
  return [
    {
      what: rowNames.libc,
      why: `the package koffi, which calls libc, does not load on ${architecture}: ${libc}`,
      repair: 'npm ci in this folder; koffi is built for x64 and arm64 with glibc or musl',
    },
  ];
}

/** Each is told by who refused, the words first, then what the machine says of itself. */
const refusals: readonly {
  readonly isIt: (words: string, ground: Ground) => boolean;
  readonly says: (ground: Ground) => Pick<Problem, 'why' | 'repair' | 'install'>;
}[] = [
  {
    /** BusyBox, where Alpine has nothing else, knows no --kill-child. */
    isIt: (words) => /unrecognized option|invalid option|BusyBox/i.test(words),
    says: (ground) => ({
      why: "this 'unshare' is not that of util-linux: it lacks options",
      repair: installLine(familyOf(ground.release), ['unshare'], ground),
      install: ['unshare'],
    }),
  },
  {
    /** ENOSPC. @see https://man7.org/linux/man-pages/man2/unshare.2.html */
    isIt: (words) => words.includes('No space left on device'),
    says: (ground) => ({
      why: `user.max_user_namespaces is ${ground.settings.get(refusingSettings.most) ?? 'too low'}: no more user namespaces may be made`,
      repair: setting('user.max_user_namespaces=15000', ground),
    }),
  },
  {
    /** A setting of Debian's kernels before 11, and of Arch's hardened one. @see https://wiki.debian.org/LXC#Unprivileged_container */
    isIt: (_words, { settings, isRoot }) => !isRoot && settings.get(refusingSettings.clone) === '0',
    says: (ground) => ({
      why: 'kernel.unprivileged_userns_clone is 0: only root makes user namespaces',
      repair: setting('kernel.unprivileged_userns_clone=1', ground),
    }),
  },
  {
    /** The namespace is made and may do nothing. @see https://ubuntu.com/blog/ubuntu-23-10-restricted-unprivileged-user-namespaces */
    isIt: (words, { settings, isRoot }) =>
      !isRoot &&
      settings.get(refusingSettings.apparmor) === '1' &&
      !words.includes('unshare failed: Operation'),
    says: (ground) => ({
      why: 'AppArmor takes the rights of user namespaces that an ordinary user makes (Ubuntu 23.10 and later)',
      repair: `${setting('kernel.apparmor_restrict_unprivileged_userns=0', ground)}; or run ./lab as root`,
    }),
  },
  {
    /** @see https://docs.docker.com/engine/security/seccomp/ */
    isIt: (words, { isContainer, isFiltered }) =>
      (isContainer || isFiltered) && words.includes('unshare failed: Operation not permitted'),
    says: () => ({
      why: 'the seccomp filter of this container refuses unshare',
      repair: containerRepair,
    }),
  },
  {
    /** A fresh /proc may not show what the one at hand covers. @see https://github.com/containers/bubblewrap/issues/284 */
    isIt: (words) =>
      /mount \/?proc.* failed: (Operation not permitted|Permission denied)/.test(words),
    says: () => ({
      why: 'a fresh /proc is refused here, as in a container that covers parts of its own',
      repair: containerRepair,
    }),
  },
  {
    isIt: (words) => words.includes('Invalid argument') || words.includes('not implemented'),
    says: () => ({
      why: 'this kernel is built without user namespaces',
      repair: 'start a kernel with CONFIG_USER_NS, or judge with --on model',
    }),
  },
];

/**
 * @see https://docs.docker.com/reference/cli/docker/container/run/#security-opt
 * @see https://github.com/docker/cli/pull/1808 and https://github.com/containers/podman/pull/8630 for the third
 */
const containerRepair =
  'start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined (Docker or Podman), or with --privileged';

function noNamespaces(ground: Ground): readonly Problem[] {
  const words = ground.trial?.namespaces;
  if (words === undefined) return [];
  const known = refusals.find(({ isIt }) => isIt(words, ground));
  const said = known?.says(ground) ?? {
    why: `namespaces are refused here: ${words.split('\n')[0] ?? ''}`,
    repair: 'allow user namespaces on this machine, or judge with --on model',
  };
  return [{ what: rowNames.namespaces, ...said }];
}

function noVeth(ground: Ground): readonly Problem[] {
  const refused = ground.trial?.veth;
  if (refused === undefined) return [];
  return [
    {
      what: rowNames.veth,
      why: `the kernel makes no veth pair: ${refused}`,
      repair: `${asRoot(['modprobe', 'veth'], ground)}${onHost(ground)}`,
    },
  ];
}

/** Modules that a distribution has and nobody has loaded yet. */
const modules = ['nf_tables', 'nft_ct', 'nft_chain_nat', 'nft_masq', 'nft_hash', 'nft_numgen'];

function noRules(ground: Ground): readonly Problem[] {
  const refused = ground.trial?.rules;
  if (refused === undefined) return [];
  return [
    {
      what: rowNames.rules,
      why: `nft cannot load a rule set: ${refused}`,
      repair: `${asRoot(['modprobe', '-a', ...modules], ground)}${onHost(ground)}`,
    },
  ];
}

function onHost({ isContainer }: Ground): string {
  return isContainer ? ', on the machine that the container runs on' : '';
}

function setting(assignment: string, ground: Ground): string {
  const command = asRoot(['sysctl', '-w', assignment], ground);
  return `${command} (until the next boot; a line in /etc/sysctl.d keeps it)${onHost(ground)}`;
}
