/** The container engine of this machine, asked over its socket: a command-line client may be there without one. */
import { existsSync } from 'node:fs';
import { request, type RequestOptions } from 'node:http';
import { join } from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where the engine is asked. */
export interface Engine {
  /** The unix socket; containers that start containers get it too. */
  readonly socket?: string;
  ask(method: string, path: string): Promise<{ readonly status: number; readonly body: string }>;
}

const boundMilliseconds = 2000;

/** The engine that answers now, if any. */
export async function findEngine(variables: Variables): Promise<Engine | undefined> {
  for (const options of candidates(variables)) {
    const engine = engineAt(options);
    const pong = await engine.ask('GET', '/_ping').catch(() => undefined);
    if (pong?.status === 200) return engine;
  }
  return undefined;
}

function candidates({ DOCKER_HOST, XDG_RUNTIME_DIR }: Variables): readonly RequestOptions[] {
  if (DOCKER_HOST !== undefined && URL.canParse(DOCKER_HOST)) return [hostOf(new URL(DOCKER_HOST))];
  const sockets = ['/var/run/docker.sock', join(XDG_RUNTIME_DIR ?? '/run', 'podman/podman.sock')];
  return sockets.filter((each) => existsSync(each)).map((socketPath) => ({ socketPath }));
}

function hostOf({ protocol, pathname, hostname, port }: URL): RequestOptions {
  return protocol === 'unix:' ? { socketPath: pathname } : { host: hostname, port };
}

function engineAt(options: RequestOptions): Engine {
  const socket = options.socketPath ?? undefined;
  return {
    ...(socket === undefined ? {} : { socket }),
    ask: (method, path) =>
      new Promise((resolve, reject) => {
        const asking = request(
          { ...options, method, path, timeout: boundMilliseconds },
          (answer) => {
            let body = '';
            answer.on('data', (part: Buffer) => (body += part.toString()));
            answer.on('end', () => {
              resolve({ status: answer.statusCode ?? 0, body });
            });
          },
        );
        asking.on('timeout', () => asking.destroy(new Error('the engine does not answer')));
        asking.on('error', reject);
        asking.end();
      }),
  };
}
