/** The folders of what runs, one per lab: process ids, temporary files, logs. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lives } from '../root.ts';

const folder = join(lives, 'run');

export function runFolderOf(lab: string): string {
  return join(folder, lab);
}

/** Labs that have a run folder, whatever became of the run. */
export function runs(): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
