/** One MiniStack for one lab: its own process group, loopback, a free port, a scrubbed environment. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { KitError } from '../../../errors.ts';
import { root } from '../../../root.ts';
import { pause } from '../../api/waiting.ts';
import type { Started } from '../../emulated/adapter.ts';
import { endRun, lastLines, makeRunFolder, runMark } from '../../emulated/run-folder.ts';
import { launcher, python } from './environment.ts';

const startBoundMilliseconds = 30_000;
const pollMilliseconds = 25;
/** Between our look for a free port and its use another program may take it. */
const tries = 3;

/**
 * `settings` go over the kit's own; tests switch off with them what a verdict must notice.
 * @throws EmulatorDidNotStart, EmulatorBroken
 */
export async function startMinistack(
  lab: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    const folder = makeRunFolder(lab);
    const port = await freePort();
    const child = launch(folder, { port, settings });
    const failure = await untilReady(child, port);
    if (failure === undefined) return started(child, port);
    const log = lastLines(folder, 5);
    endRun(folder);
    if (attempt === tries || !/already in use|address already/i.test(log))
      throw didNotStart(failure, log);
  }
}

function started(child: ChildProcess, port: number): Started {
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stay: () => {
      // Let go of the pipe once the word is through: held open, it would keep this command from ending.
      leash(child).end('stay', () => leash(child).destroy());
      child.unref();
    },
  };
}

function launch(
  folder: string,
  { port, settings }: { port: number; settings: Readonly<Record<string, string>> },
): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a', 0o600);
  // The Node that runs the kit also runs the handlers, whatever else is on the person's PATH.
  symlinkSync(process.execPath, join(folder, 'bin', 'node'));
  const child = spawn(python, ['-B', launcher, folder], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
    env: {
      [runMark]: folder,
      PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
      HOME: folder,
      TMPDIR: join(folder, 'tmp'),
      STATE_DIR: join(folder, 'state'),
      S3_DATA_DIR: join(folder, 'state', 's3'),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: 'localhost',
      MINISTACK_REGION: 'us-east-1',
      AUTH: 'true',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      DOCKER_HOST: 'unix:///nonexistent',
      NODE_PATH: join(root, 'node_modules'),
      LC_ALL: 'C.UTF-8',
      ...settings,
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
async function untilReady(child: ChildProcess, port: number): Promise<string | undefined> {
  const until = Date.now() + startBoundMilliseconds;
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once(
    'exit',
    (code, signal) => (ended = `it ended with ${signal ?? `code ${code ?? '?'}`}`),
  );
  while (Date.now() < until) {
    if (ended !== undefined) return ended;
    if (await answers(port)) return undefined;
    await pause(pollMilliseconds);
  }
  return `it did not answer within ${startBoundMilliseconds / 1000} s`;
}

async function answers(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/_ministack/ready`, {
      signal: AbortSignal.timeout(2000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

function didNotStart(failure: string, log: string): KitError {
  const last = log.split('\n').at(-1) ?? '';
  if (/ModuleNotFoundError|ImportError|No such file|ENOENT/.test(`${log}${failure}`))
    return new KitError(
      'EmulatorBroken',
      `the emulator's environment is broken: ${last === '' ? failure : last}`,
      {
        next: './lab doctor --repair makes it anew',
      },
    );
  return new KitError(
    'EmulatorDidNotStart',
    `the emulator did not start: ${failure}${last === '' ? '' : `: ${last}`}`,
    {
      next: './lab doctor shows what is missing',
    },
  );
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
