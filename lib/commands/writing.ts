/** Files and folders that a person named: written, or a sentence why not. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { KitError, messageOf } from '../errors.ts';

/** @throws BadOption with the place and the reason */
export function writing(place: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = reasons.get(code) ?? messageOf(error);
    throw new KitError('BadOption', `nothing can be written to ${place}: ${why}`, { cause: error });
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'you may not write there'],
  ['EPERM', 'you may not write there'],
  ['EROFS', 'it is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['ENOENT', 'no folder can be made there'],
  ['ENOTDIR', 'a file stands in the way'],
  ['EISDIR', 'it is a folder'],
]);

/** With those above it. Step by step: where none can be made, as in /proc, Node's own way tries for ever. */
export function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  if (found !== undefined) throw new Error(`${folder} is a file`);
  makeFolder(dirname(resolve(folder)));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else makes the same one.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}
