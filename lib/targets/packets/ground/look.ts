/** What this machine has of what the packet plane stands on, tried for real: one process in namespaces of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { messageOf } from '../../../errors.ts';
import { ask } from '../kernel/libc.ts';
import { answersIn } from '../kernel/netlink/answers.ts';
import { encoded } from '../kernel/netlink/message.ts';
import { newVeth } from '../kernel/netlink/rtnetlink.ts';

export const programs = ['unshare', 'nsenter', 'nft', 'python3'] as const;
export type Program = (typeof programs)[number];

/** A refusal in the words of who refused. */
export type Refused = string | undefined;

/** What was tried inside; what could not be tried, for something before it was refused, is absent. */
export interface Trial {
  readonly namespaces: Refused;
  readonly veth?: Refused;
  readonly rules?: Refused;
}

export interface Ground {
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly isRoot: boolean;
  /** The text of /etc/os-release. */
  readonly release: string;
  /** Where they are. */
  readonly programs: Readonly<Partial<Record<Program, string>>>;
  readonly libc: Refused;
  /** Absent where there is nothing to try it with. */
  readonly trial?: Trial;
  readonly isContainer: boolean;
  /** Is there a seccomp filter on this process? */
  readonly isFiltered: boolean;
  /** Of those that refuse namespaces, below /proc/sys. */
  readonly settings: ReadonlyMap<string, string>;
}

export const refusingSettings = {
  clone: 'kernel/unprivileged_userns_clone',
  apparmor: 'kernel/apparmor_restrict_unprivileged_userns',
  most: 'user/max_user_namespaces',
} as const;

export const unshareWords = ['-Urnmp', '--fork', '--kill-child', '--mount-proc'] as const;

/** Fast: nothing that is needed elsewhere is waited for. */
export function look(): Ground {
  const here = { platform: process.platform, architecture: process.arch };
  const nothing = { programs: {}, libc: undefined, isContainer: false, isFiltered: false };
  const none = { isRoot: process.getuid?.() === 0, release: '', settings: new Map() };
  if (process.platform !== 'linux') return { ...here, ...nothing, ...none };
  const found = programsHere();
  const trial = found.unshare === undefined ? {} : { trial: tried(found.unshare, found) };
  return {
    ...{ ...here, ...none, programs: found, libc: libcRefusal(), ...trial },
    release: textOf('/etc/os-release'),
    isContainer:
      process.env['container'] !== undefined ||
      ['/.dockerenv', '/run/.containerenv'].some((each) => existsSync(each)),
    isFiltered: /^Seccomp:\s*2$/m.test(textOf('/proc/self/status')),
    settings: new Map(
      Object.values(refusingSettings).map((name) => [name, textOf(`/proc/sys/${name}`).trim()]),
    ),
  };
}

/** An ordinary user's path often has no sbin. */
const path = `${process.env['PATH'] ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`;

function programsHere(): Partial<Record<Program, string>> {
  const onPath = (name: string): string | undefined =>
    path
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find((file) => existsSync(file));
  // The system's own Python, not one that a person has put before it: machines see /usr and nothing else.
  const where = (name: Program): string | undefined =>
    name === 'python3' ? ['/usr/bin/python3'].find((file) => existsSync(file)) : onPath(name);
  return Object.fromEntries(
    programs.flatMap((name) => {
      const file = where(name);
      return file === undefined ? [] : [[name, file]];
    }),
  );
}

/** Nobody has this file descriptor: the call answers, if only with a refusal. */
function libcRefusal(): Refused {
  try {
    ask('close', -1);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

const ownNamespace = 100;
/** Of Python only what is compiled in: a third of the time. */
const sendVeth = `import _socket, os, sys
os.dup2(os.open("/proc/self/ns/net", os.O_RDONLY), ${ownNamespace})
s = _socket.socket(16, 3, 0)
s.send(bytes.fromhex(sys.argv[1]))
print("veth", s.recv(65536).hex(), flush=True)`;

/** One of each kind that the plane's own rule sets have. */
const rules = `table inet probe {
  map verdicts { type ipv4_addr : verdict; flags interval; elements = { 192.0.2.0/24 : accept } }
  chain raw { type filter hook prerouting priority raw; policy accept; ip saddr 192.0.2.1 notrack; }
  chain forward { type filter hook forward priority filter; policy drop;
    ct state established,related accept; iifgroup 1 meta mark set 1; ip saddr vmap @verdicts; }
  chain to { type nat hook prerouting priority dstnat; tcp dport 80 dnat ip to jhash ip saddr mod 2 map { 0 : 192.0.2.1, 1 : 192.0.2.2 }; }
  chain from { type nat hook postrouting priority srcnat; ip saddr 192.0.2.0/24 masquerade; }
}`;

/** Without `ip`: the link is asked for in the plane's own words. */
function tried(unshare: string, { python3, nft }: Ground['programs']): Trial {
  const steps = [
    'echo ready',
    ...(python3 === undefined ? [] : [`${python3} -ISBc "$1" "$2" 2>&1 &`]),
    ...(nft === undefined ? [] : ['said=$(printf %s "$3" | nft -f - 2>&1); echo "nft $?" $said']),
    'wait',
  ];
  const script = ['/bin/sh', '-c', steps.join('\n'), 'sh', sendVeth, vethRequest(), rules];
  const { stdout, stderr, error } = spawnSync(unshare, [...unshareWords, ...script], {
    encoding: 'utf8',
    env: { PATH: path, LC_ALL: 'C' },
    timeout: 10_000,
  });
  if (error !== undefined) return { namespaces: error.message };
  if (!stdout.startsWith('ready\n')) return { namespaces: stderr.trim() };
  return {
    namespaces: undefined,
    ...(python3 === undefined ? {} : { veth: vethRefusal(stdout) }),
    ...(nft === undefined ? {} : { rules: rulesRefusal(stdout) }),
  };
}

function vethRequest(): string {
  const end = (device: string, index: number) => ({
    ...{ device, index, namespace: ownNamespace, group: 0 },
  });
  const request = newVeth([end('probe0', 100), end('probe1', 101)], '02:00:00:00:00:01');
  return encoded(request, 1).toString('hex');
}

function vethRefusal(said: string): Refused {
  const answer = /^veth (\S+)$/m.exec(said)?.[1];
  if (answer === undefined) return lastLine(said);
  const [{ errno, words } = { errno: 0, words: undefined }] = answersIn(Buffer.from(answer, 'hex'));
  return errno === 0 ? undefined : `${words ?? 'refused'} (errno ${errno})`;
}

/** Of what Python says when it gives up. */
function lastLine(said: string): string {
  const lines = said.split('\n').filter((line) => line !== '' && !/^(ready$|nft \d)/.test(line));
  return lines.at(-1) ?? 'no answer';
}

function rulesRefusal(said: string): Refused {
  const [, code, words = ''] = /^nft (\d+) ?(.*)$/m.exec(said) ?? [];
  return code === '0' ? undefined : words;
}

/** Nothing where it cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
