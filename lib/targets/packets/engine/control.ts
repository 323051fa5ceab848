/** How commands speak to the engine of a lab that is up: HTTP over a socket in its run folder, one call each. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { closeSync, openSync } from 'node:fs';
import { KitError, messageOf } from '../../../errors.ts';

/** What is called with JSON, and gives JSON. */
export type Calls = ReadonlyMap<string, (argument: never) => unknown>;

/** Goes on as long as the caller holds it: what it began is undone when the caller lets go, or dies. */
export type Holds = ReadonlyMap<string, (argument: never) => Promise<() => Promise<void>>>;

/** A path of a socket must be short: the folder is named by its descriptor, for as long as it takes to bind or connect. */
export function atSocket<T>(folder: string, work: (path: string) => T): T {
  const descriptor = openSync(folder, 'r');
  try {
    return work(`/proc/self/fd/${descriptor}/control`);
  } finally {
    closeSync(descriptor);
  }
}

export function listenForCalls(folder: string, calls: Calls, holds: Holds): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request, response, { calls, holds });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    atSocket(folder, (path) => {
      server.listen(path, () => {
        resolve(server);
      });
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { calls, holds }: { readonly calls: Calls; readonly holds: Holds },
): Promise<void> {
  const name = (request.url ?? '').slice(1);
  try {
    const hold = holds.get(name);
    if (hold !== undefined) {
      await held(request, response, hold);
      return;
    }
    const argument = JSON.parse((await whole(request)) || 'null') as never;
    const value = await calls.get(name)?.(argument);
    response.end(JSON.stringify({ value: value ?? null }));
  } catch (error) {
    response.end(JSON.stringify({ error: errorValue(error) }));
  }
}

/** First line: what is asked. The caller hears that it is so, and ends its request when it shall be over. */
async function held(
  request: IncomingMessage,
  response: ServerResponse,
  begin: (argument: never) => Promise<() => Promise<void>>,
): Promise<void> {
  const over = new Promise<void>((resolve) => {
    request.once('end', resolve);
    request.once('close', resolve);
  });
  const argument = JSON.parse(await firstLine(request)) as never;
  const end = await begin(argument);
  response.write(`${JSON.stringify({ value: 'begun' })}\n`);
  await over;
  await end();
  response.end(`${JSON.stringify({ value: 'over' })}\n`);
}

function firstLine(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '');
    });
    request.once('error', reject);
  });
}

async function whole(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** As the caller throws it again. */
export interface ErrorValue {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly next?: string | undefined;
  readonly stack?: string | undefined;
}

function errorValue(error: unknown): ErrorValue {
  const name = error instanceof Error ? error.name : 'Error';
  const kit = error instanceof KitError ? { code: error.code, next: error.next } : {};
  const stack = error instanceof Error ? error.stack : undefined;
  return { name, message: messageOf(error), ...kit, stack };
}
