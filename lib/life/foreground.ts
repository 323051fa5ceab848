/** A child that has the terminal, or whose words are kept. Signals are its own, and it ends the command. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { text } from 'node:stream/consumers';
import { KitError } from '../errors.ts';
import type { Host } from '../output/host.ts';

export interface Ended {
  /** As a shell gives it: 128 and the signal's number where one ended it. */
  readonly exitCode: number;
}

/** With the standard input, output and error of this process. */
export async function inForeground(words: readonly string[], host: Host): Promise<Ended> {
  const child = started(words, 'inherit');
  return { exitCode: await ended(child, host) };
}

export interface Kept extends Ended {
  readonly stdout: string;
  readonly stderr: string;
}

/** What it says is kept; what it is told comes from the standard input still. */
export async function kept(words: readonly string[], host: Host): Promise<Kept> {
  const child = started(words, 'pipe');
  const [exitCode, stdout, stderr] = await Promise.all([
    ended(child, host),
    child.stdout === null ? '' : text(child.stdout),
    child.stderr === null ? '' : text(child.stderr),
  ]);
  return { exitCode, stdout, stderr };
}

function started([command = '', ...words]: readonly string[], said: 'inherit' | 'pipe') {
  return spawn(command, words, { stdio: ['inherit', said, said] });
}

async function ended(child: ChildProcess, host: Host): Promise<number> {
  const byTerminal = hasTerminal() ? ['SIGINT', 'SIGQUIT'] : [];
  const release = host.handSignals((signal) => {
    // What is typed at a terminal reaches everybody who is at it.
    if (!byTerminal.includes(signal)) child.kill(signal);
  });
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => {
        reject(new KitError('NotStarted', `${child.spawnfile} cannot be started`, { cause }));
      });
      child.once('exit', (code, signal) => {
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
  } finally {
    release();
  }
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
