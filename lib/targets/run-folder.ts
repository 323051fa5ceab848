/** The folder of one running emulator: its process id, its temporary files, its log. Removing it leaves nothing. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, kill, processesMarked } from '../state/processes.ts';
import { runFolderOf } from '../state/runs.ts';

/** Every process of a run carries this variable with the folder as its value, Lambda children included. */
export const runMark = 'LAB_RUN';

/** An empty run folder. */
export function makeRunFolder(lab: string): string {
  const folder = runFolderOf(lab);
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['tmp', 'state', 'bin'])
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  // Workers are CommonJS; below the kit's own package.json Node would take them for ES modules.
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  return folder;
}

/** The process id that the emulator noted, while that process lives. */
export function runningPid(folder: string): number | undefined {
  const file = join(folder, 'pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8'));
  return isAlive(pid) && processesMarked(runMark, folder).includes(pid) ? pid : undefined;
}

/** The last lines of the emulator's log. */
export function lastLines(folder: string, lines: number): string {
  const file = join(folder, 'log');
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

/** Ends every process of the run, and removes its folder. Nothing in it is worth a polite end. */
export function endRun(folder: string): void {
  // A Lambda child may fork while its parent is being ended: look until nobody is left.
  for (let round = 0; round < 20; round += 1) {
    const pids = processesMarked(runMark, folder);
    if (pids.length === 0) break;
    kill(pids);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
