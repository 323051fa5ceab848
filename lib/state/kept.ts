/** What is kept to be fast, an entry each in a folder: the oldest are forgotten first. */
import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

/** It was of use just now. */
export function noteUse(path: string): void {
  const now = new Date();
  unlessReadOnly(() => {
    utimesSync(path, now, now);
  });
}

/** All but the most that are kept. */
export function forgetOldest(folder: string, most: number): void {
  unlessReadOnly(() => {
    const entries = readdirSync(folder)
      .map((name) => join(folder, name))
      .map((path) => ({ path, used: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
      .sort((a, b) => b.used - a.used);
    for (const { path } of entries.slice(most)) rmSync(path, { recursive: true, force: true });
  });
}

/** Somebody else's cache can be read all the same. */
export function unlessReadOnly(write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EPERM', 'EACCES', 'EROFS', 'ENOSPC'].includes(code)) throw error;
  }
}
