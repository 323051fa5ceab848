/** A process inside the engine's PID namespace has another number outside of it. */
import { readFileSync, readdirSync } from 'node:fs';

/**
 * The first process of a machine, as this process sees it.
 * @param engine a process that the engine descends from, as this process sees it
 * @param inside its number as the engine sees it
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html NSpid
 */
export function pidFromHere(engine: number, inside: number): number | undefined {
  const found = readdirSync('/proc').find(
    (each) =>
      /^\d+$/.test(each) &&
      lineOf(each, 'NSpid')?.split('\t').slice(-2).join(' ') === `${inside} 1` &&
      descends(Number(each), engine),
  );
  return found === undefined ? undefined : Number(found);
}

/** Labs may be up at once, and each counts from one. */
function descends(pid: number, from: number): boolean {
  for (let at = pid; at > 1; at = Number(lineOf(String(at), 'PPid') ?? 0))
    if (at === from) return true;
  return false;
}

/** Nothing where the process has ended meanwhile. */
function lineOf(pid: string, key: string): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return new RegExp(`^${key}:\\s+(.*)$`, 'm').exec(status)?.[1];
  } catch {
    return undefined;
  }
}
