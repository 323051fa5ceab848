/** What is installed of LocalStack, for `lab doctor`. */
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { javaHome } from './install/machine.ts';
import { home, localstackVersion, places } from './install/places.ts';

export interface LocalstackState {
  readonly installed: boolean;
  /** Why it does not work, where it is installed. */
  readonly broken?: string;
  readonly version: string;
  /** On disk, with the Python that was unpacked for it. */
  readonly bytes: number;
}

export function localstackState(): LocalstackState {
  const bytes = existsSync(home) ? bytesIn(home) : 0;
  if (!existsSync(places.mark)) return { installed: false, version: localstackVersion, bytes };
  const broken = problem();
  return {
    installed: true,
    ...(broken === undefined ? {} : { broken }),
    version: localstackVersion,
    bytes,
  };
}

/** Removes all of it, so that the next installation makes it anew. */
export function forgetLocalstack(): void {
  rmSync(home, { recursive: true, force: true });
}

function problem(): string | undefined {
  if (javaHome() === undefined) return "DynamoDB's Java is gone: no 'java' is on the PATH";
  try {
    execFileSync(places.python, ['-c', 'import cryptography, moto, localstack.constants'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => {
    const path = join(folder, name);
    const found = lstatSync(path);
    return sum + (found.isDirectory() ? bytesIn(path) : found.blocks * 512);
  }, 0);
}
