/** Every process of this machine, as /proc has it. */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { startedAt } from '../../../../lib/state/processes.ts';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly words: string;
  readonly started: string;
  /** The run folder that its environment names, or nothing. */
  readonly mark: string;
}

export function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((each) => /^\d+$/.test(each))
    .map(Number)
    .flatMap((pid) => processOf(pid) ?? []);
}

function processOf(pid: number): Process | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (key: string): string =>
      new RegExp(`^${key}:\\s+(.*)$`, 'm').exec(status)?.[1] ?? '';
    if (of('State').startsWith('Z')) return undefined;
    return {
      ...{ pid, parent: Number(of('PPid')), name: of('Name') },
      words: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
      started: startedAt(pid) ?? '',
      mark: markOf(pid),
    };
  } catch {
    return undefined;
  }
}

function markOf(pid: number): string {
  const all = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return all.find((each) => each.startsWith('LAB_RUN='))?.slice('LAB_RUN='.length) ?? '';
}

export function readlinkOf(pid: number, kind: 'net' | 'pid'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return undefined;
  }
}
