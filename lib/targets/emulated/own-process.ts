/** One emulator for one lab: its own process group, loopback, a free port, a scrubbed environment. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Writable } from 'node:stream';
import type { KitError } from '../../errors.ts';
import { pause } from '../api/waiting.ts';
import type { Started } from './adapter.ts';
import { endRun, lastLines, makeRunFolder, runMark } from '../run-folder.ts';

export interface OwnProcess {
  /** Gets the run folder as its last word, and ends with the command that holds its file descriptor 3. */
  readonly command: readonly string[];
  readonly startBoundMilliseconds: number;
  readonly pollMilliseconds: number;
  /** Puts into the run folder what it expects there. */
  furnish?(folder: string): void;
  /** What it needs beside what every run has. */
  environmentOf(folder: string, port: number): Readonly<Record<string, string>>;
  answers(endpoint: string): Promise<boolean>;
  /** What is installed is not whole. */
  broken(words: string): KitError;
  didNotStart(words: string): KitError;
}

/** Between our look for a free port and its use another program may take it. */
const tries = 3;

/** @throws what `broken` and `didNotStart` give */
export async function startOwn(lab: string, own: OwnProcess): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    const folder = makeRunFolder(lab);
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    const child = launch(folder, port, own);
    const failure = await untilReady(child, endpoint, own);
    if (failure === undefined) return started(child, endpoint);
    const log = lastLines(folder, 5);
    endRun(folder);
    if (attempt === tries || !/already in use|address already/i.test(log))
      throw whyNot(failure, log, own);
  }
}

function started(child: ChildProcess, endpoint: string): Started {
  return {
    endpoint,
    pid: child.pid ?? 0,
    stay: () => {
      // Let go of the pipe once the word is through: held open, it would keep this command from ending.
      leash(child).end('stay', () => leash(child).destroy());
      child.unref();
    },
  };
}

function launch(folder: string, port: number, own: OwnProcess): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a', 0o600);
  // The Node that runs the kit also runs the handlers, whatever else is on the person's PATH.
  symlinkSync(process.execPath, join(folder, 'bin', 'node'));
  own.furnish?.(folder);
  const [program = '', ...words] = own.command;
  const child = spawn(program, [...words, folder], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
    env: {
      [runMark]: folder,
      PATH: [join(folder, 'bin'), '/usr/bin', '/bin'].join(delimiter),
      HOME: folder,
      TMPDIR: join(folder, 'tmp'),
      LC_ALL: 'C.UTF-8',
      DOCKER_HOST: 'unix:///nonexistent',
      ...own.environmentOf(folder, port),
    },
  });
  closeSync(log);
  // A person who ends the command at this moment ends the emulator with it.
  leash(child).on('error', () => undefined);
  return child;
}

/** While it is open and `stay` was not said, the emulator ends with this process. */
function leash(child: ChildProcess): Writable {
  return child.stdio[3] as Writable;
}

/** Nothing when it answers; else why it does not. */
async function untilReady(
  child: ChildProcess,
  endpoint: string,
  own: OwnProcess,
): Promise<string | undefined> {
  const { startBoundMilliseconds, pollMilliseconds } = own;
  const until = Date.now() + startBoundMilliseconds;
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once(
    'exit',
    (code, signal) => (ended = `it ended with ${signal ?? `code ${code ?? '?'}`}`),
  );
  while (Date.now() < until) {
    if (ended !== undefined) return ended;
    if (await own.answers(endpoint)) return undefined;
    await pause(pollMilliseconds);
  }
  return `it did not answer within ${startBoundMilliseconds / 1000} s`;
}

function whyNot(failure: string, log: string, own: OwnProcess): KitError {
  const last = log.split('\n').at(-1) ?? '';
  if (/ModuleNotFoundError|ImportError|No such file|ENOENT/.test(`${log}${failure}`))
    return own.broken(last === '' ? failure : last);
  return own.didNotStart(last === '' ? failure : `${failure}: ${last}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
