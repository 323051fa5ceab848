/** One command at a time changes a lab. A lock whose owner has died is taken over. */
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../errors.ts';
import { lives } from '../root.ts';
import { isAlive, startedAt } from './processes.ts';

interface Owner {
  readonly pid: number;
  /** Tells a process from a later one with the same id. */
  readonly started: string | undefined;
  readonly command: string;
}

/**
 * Holds the lab until the returned function is called.
 * @throws LabBusy while another command works on it
 */
export function lockLab(lab: string, command: string): () => void {
  const folder = join(lives, 'state');
  const file = join(folder, `${lab}.lock`);
  const own = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const owner: Owner = { pid: process.pid, started: startedAt(process.pid), command };
  writeFileSync(own, JSON.stringify(owner));
  try {
    if (!linked(own, file)) {
      refuseWhileOwned(lab, file);
      rmSync(file, { force: true });
      if (!linked(own, file)) refuseWhileOwned(lab, file);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return () => {
    if (readOwner(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** A hard link either appears whole or not at all, with its content. */
function linked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the locks of commands that have died. */
export function forgetDeadLocks(): void {
  const folder = join(lives, 'state');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.lock')))
    if (livingOwner(join(folder, name)) === undefined) rmSync(join(folder, name), { force: true });
}

/** Does a living command work on the lab? */
export function isLocked(lab: string): boolean {
  return livingOwner(join(lives, 'state', `${lab}.lock`)) !== undefined;
}

function livingOwner(file: string): Owner | undefined {
  const owner = readOwner(file);
  if (owner === undefined || !isAlive(owner.pid)) return undefined;
  return startedAt(owner.pid) === owner.started ? owner : undefined;
}

function refuseWhileOwned(lab: string, file: string): void {
  const owner = livingOwner(file);
  if (owner === undefined) return;
  throw new KitError(
    'LabBusy',
    `another command works on ${lab}: '${owner.command}', process ${owner.pid}`,
    {
      next: 'wait until it ends, or stop it with Ctrl-C',
    },
  );
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}
