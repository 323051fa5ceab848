/** Machines that never were: Debian with everything, but for what a test says. */
import type { Ground, Program } from '../../../../lib/targets/packets/ground/look.ts';
import { problemsOf, type Problem } from '../../../../lib/targets/packets/ground/problems.ts';

export interface Seen extends Partial<
  Pick<Ground, 'platform' | 'isRoot' | 'release' | 'libc' | 'isContainer' | 'isFiltered'>
> {
  readonly programs?: Readonly<Partial<Record<Program, string | undefined>>>;
  /** Of unshare. */
  readonly words?: string;
  readonly veth?: string;
  readonly rules?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

export function groundWith(seen: Seen): Ground {
  const { programs = {}, words, veth, rules, settings = {}, ...more } = seen;
  const all = {
    ...{ unshare: '/usr/bin/unshare', nsenter: '/usr/bin/nsenter' },
    ...{ nft: '/usr/sbin/nft', python3: '/usr/bin/python3', ...programs },
  };
  const there = Object.entries(all).filter(([, file]) => file !== undefined);
  return {
    ...{ platform: 'linux', architecture: 'x64', isRoot: false, release: 'ID=debian\n' },
    ...{ libc: undefined, isContainer: false, isFiltered: false },
    programs: Object.fromEntries(there),
    trial: { namespaces: words, ...(words === undefined ? { veth, rules } : {}) },
    settings: new Map(Object.entries(settings)),
    ...more,
  };
}

export function missingOf(seen: Seen): readonly Problem[] {
  return problemsOf(groundWith(seen));
}
