/** The engine of a lab, from outside: started with a command, called while it runs. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { request as send } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { KitError, NoAnswer, NotBuilt, Unavailable } from '../../errors.ts';
import { root } from '../../root.ts';
import { lastLines, makeRunFolder, runMark } from '../run-folder.ts';
import { atSocket, type ErrorValue } from './engine/control.ts';
import type { CommandWord, DoorTo, EngineRequest, EngineWord } from './engine/request.ts';

/** Everything inside ends with its first process, and that one with this command until it is let go. */
const unshare = ['-Urnmp', '--fork', '--mount-proc', '--kill-child'];

export interface OpenedDoor extends DoorTo {
  /** On 127.0.0.1. */
  readonly hostPort: number;
}

export interface Raised {
  readonly pid: number;
  readonly folder: string;
  readonly doors: readonly OpenedDoor[];
  readonly networkMilliseconds: number;
  readonly bootedMilliseconds: number;
  stay(): void;
}

/** @throws EngineFailed, and what the engine itself could not do */
export async function raise(
  request: EngineRequest,
  doors: readonly DoorTo[],
  progress: (step: string) => void,
): Promise<Raised> {
  const folder = makeRunFolder(request.lab);
  const child = launch(folder);
  const servers = await Promise.all(doors.map(listening));
  servers.forEach(({ server }, index) => {
    const door = doors[index];
    if (door !== undefined) child.send({ says: 'door', door } satisfies CommandWord, server);
  });
  child.send({ says: 'begin', request } satisfies CommandWord);
  const up = await answered(child, folder, progress).finally(() => {
    // Somebody who listens would keep a command alive that has failed.
    for (const { server } of servers) server.close();
  });
  return {
    ...{ pid: child.pid ?? 0, folder },
    doors: doors.map((door, index) => ({ ...door, hostPort: servers[index]?.port ?? 0 })),
    networkMilliseconds: up.networkMilliseconds,
    bootedMilliseconds: up.bootedMilliseconds,
    stay: () => {
      // `unshare` holds the other end as long as the engine lives: it is for us to let go.
      child.send({ says: 'stay' } satisfies CommandWord, () => {
        child.disconnect();
        child.unref();
      });
    },
  };
}

function launch(folder: string): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a', 0o600);
  const child = spawn('unshare', [...unshare, process.execPath, join(root, 'bin', 'engine.cjs')], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    serialization: 'advanced',
    env: {
      [runMark]: folder,
      PATH: `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: folder,
      LC_ALL: 'C.UTF-8',
    },
  });
  closeSync(log);
  return child;
}

function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve({ server, port: (server.address() as AddressInfo).port });
    });
  });
}

type Up = Extract<EngineWord, { readonly says: 'up' }>;

function answered(
  child: ChildProcess,
  folder: string,
  progress: (step: string) => void,
): Promise<Up> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      reject(
        new KitError('NoUnshare', 'unshare cannot be started', { cause, next: './lab doctor' }),
      );
    });
    child.once('exit', (code, signal) => {
      const last = lastLines(folder, 8);
      const how = signal ?? `code ${code ?? '?'}`;
      reject(
        new KitError(
          'EngineFailed',
          `the engine ended with ${how}${last === '' ? '' : `: ${last}`}`,
          { next: './lab doctor' },
        ),
      );
    });
    child.on('message', (word: EngineWord) => {
      if (word.says === 'progress') progress(word.step);
      else if (word.says === 'up') resolve(word);
      else reject(new KitError(word.code, word.message, { next: word.next }));
    });
  });
}

/** Calls of a lab that is up. */
export class EngineClient {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async call<T>(name: string, argument: unknown): Promise<T> {
    const text = await this.sent(name, JSON.stringify(argument));
    return valueOf(text) as T;
  }

  /** Does the work while the engine holds what the call began. */
  async hold<T>(name: string, argument: unknown, work: () => Promise<T>): Promise<T> {
    const outgoing = this.asked(name);
    const lines = linesOf(outgoing);
    outgoing.write(`${JSON.stringify(argument)}\n`);
    try {
      valueOf(await lines.next());
      return await work();
    } finally {
      outgoing.end();
      valueOf(await lines.last());
    }
  }

  /** @throws TargetLost where even its folder is gone */
  private asked(name: string): ReturnType<typeof send> {
    try {
      // Not kept alive: the path is another socket's the next time.
      return atSocket(this.folder, (socketPath) =>
        send({ socketPath, path: `/${name}`, method: 'POST', agent: false }),
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw targetLost();
      throw error;
    }
  }

  private sent(name: string, body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const outgoing = this.asked(name);
      const lost = (): void => {
        reject(targetLost());
      };
      outgoing.once('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.once('end', () => {
          resolve(text);
        });
        // It died in the middle of its answer.
        response.once('close', lost);
      });
      outgoing.once('error', lost);
      outgoing.end(body);
    });
  }
}

function targetLost(): KitError {
  return new KitError('TargetLost', 'the engine of the lab does not answer');
}

interface Lines {
  next(): Promise<string>;
  /** The second and last one. */
  last(): Promise<string>;
}

function linesOf(outgoing: ReturnType<typeof send>): Lines {
  const arrived: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  const give = (line: string): void => {
    const next = waiting.shift();
    if (next === undefined) arrived.push(line);
    else next(line);
  };
  const lost = (): void => {
    give(
      JSON.stringify({
        error: { name: 'NoAnswer', message: 'the engine of the lab does not answer' },
      }),
    );
  };
  outgoing.once('error', lost);
  outgoing.once('response', (response) => {
    let text = '';
    response.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [rest = '', ...whole] = text.split('\n').reverse();
      text = rest;
      for (const line of whole.reverse()) give(line);
    });
    // However it ends: an engine that dies ends nothing politely.
    response.once('close', () => {
      if (text !== '') give(text);
      lost();
    });
  });
  const next = (): Promise<string> =>
    new Promise((resolve) => {
      const line = arrived.shift();
      if (line === undefined) waiting.push(resolve);
      else resolve(line);
    });
  return { next, last: next };
}

const kinds = new Map<string, new (message: string) => Error>([
  ['Unavailable', Unavailable],
  ['NoAnswer', NoAnswer],
]);

/** @throws what the engine threw */
function valueOf(text: string): unknown {
  const { value, error } = JSON.parse(text) as {
    readonly value?: unknown;
    readonly error?: ErrorValue;
  };
  if (error === undefined) return value;
  const { name, message, code, next } = error;
  if (name === 'Unavailable' && message.startsWith('not built'))
    throw new NotBuilt(message.replace(/^[^:]*: /, ''));
  const kind = kinds.get(name);
  if (kind !== undefined) throw new kind(message);
  if (code !== undefined) throw new KitError(code, message, { next });
  throw new Error(error.stack ?? message);
}
