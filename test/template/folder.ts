/** A temporary folder with files, for tests of what reads them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Folder {
  readonly path: string;
  /** Writes a file, data as JSON; gives its path. */
  readonly write: (name: string, content: unknown) => string;
  readonly remove: () => void;
}

export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'lab-template-'));
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      const isText = typeof content === 'string' || content instanceof Uint8Array;
      writeFileSync(file, isText ? content : JSON.stringify(content));
      return file;
    },
    remove: () => {
      rmSync(path, { recursive: true });
    },
  };
}

/** What was thrown, or nothing. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
