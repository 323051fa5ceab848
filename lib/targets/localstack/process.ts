/** One open LocalStack for one lab: a process of its own, loopback, a free port, a scrubbed environment, no downloads. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Writable } from 'node:stream';
import { KitError } from '../../errors.ts';
import { root } from '../../root.ts';
import { pause } from '../api/waiting.ts';
import type { Started } from '../emulated/adapter.ts';
import { endRun, lastLines, makeRunFolder, runMark } from '../emulated/run-folder.ts';
import { healthOf } from './health.ts';
import { javaHome } from './install/machine.ts';
import { localstackVersion, places, sources } from './install/places.ts';

/** The first start compiles LocalStack's modules: it takes four times as long as the later ones. */
const startBoundMilliseconds = 120_000;
const pollMilliseconds = 100;
/** Between our look for a free port and its use another program may take it. */
const tries = 3;

/** @throws LocalstackDidNotStart, LocalstackBroken */
export async function startLocalstack(lab: string): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    const folder = makeRunFolder(lab);
    const port = await freePort();
    const child = launch(folder, port);
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

function launch(folder: string, port: number): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a', 0o600);
  furnish(folder);
  const child = spawn(places.python, [join(sources, 'run/launch.py'), folder], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
    env: environmentOf(folder, port),
  });
  closeSync(log);
  // A person who ends the command at this moment ends LocalStack with it.
  leash(child).on('error', () => undefined);
  return child;
}

/** What LocalStack expects below its root, linked to what is installed. */
function furnish(folder: string): void {
  const own = join(folder, 'state/var/lib/localstack');
  for (const name of ['lib/java', 'cache', 'tmp', 'logs'])
    mkdirSync(join(own, name), { recursive: true });
  for (const name of readdirSync(places.lib))
    symlinkSync(join(places.lib, name), join(own, 'lib', name));
  // It looks for a Java 21 by that name; what it runs is compiled for 17.
  symlinkSync(javaHome() ?? '', join(own, 'lib/java/21'));
  // Strict CloudFormation asks a catalogue on the internet which types there are; without it every type is refused.
  const catalogue = {
    schema_version: 'v1',
    localstack: { version: localstackVersion },
    services: {},
    cloudformation_resources: { community: {} },
  };
  writeFileSync(join(own, 'cache/aws_catalog.json'), JSON.stringify(catalogue));
  // The Node that runs the kit also runs the handlers, whatever else is on the person's PATH.
  symlinkSync(process.execPath, join(folder, 'bin', 'node'));
}

/** What LocalStack is to take as seriously as AWS does, wherever the kit starts it. */
export const strictness = {
  // Otherwise a type that it lacks is said to be made.
  CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES: '0',
  // Otherwise a pre-signed URL works whatever its signature says.
  S3_SKIP_SIGNATURE_VALIDATION: '0',
};

function environmentOf(folder: string, port: number): Record<string, string> {
  return {
    [runMark]: folder,
    PATH: [join(folder, 'bin'), '/usr/bin', '/bin'].join(delimiter),
    HOME: folder,
    TMPDIR: join(folder, 'tmp'),
    LC_ALL: 'C.UTF-8',
    PYTHONPATH: join(sources, 'executor'),
    PYTHONUNBUFFERED: '1',
    FILESYSTEM_ROOT: join(folder, 'state'),
    // A /.dockerenv on the machine makes it take /var/lib/localstack all the same.
    OVERRIDE_IN_DOCKER: '0',
    // The default server ignores the host in GATEWAY_LISTEN and takes every interface.
    GATEWAY_SERVER: 'hypercorn',
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    LOCALSTACK_HOST: `localhost:${port}`,
    // The default queue URL needs public DNS.
    SQS_ENDPOINT_STRATEGY: 'path',
    DNS_ADDRESS: '0',
    DOCKER_HOST: 'unix:///nonexistent',
    // Nothing is reported and nothing fetched.
    DISABLE_EVENTS: '1',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    API_ENDPOINT: 'http://127.0.0.1:9',
    ...strictness,
    LAMBDA_RUNTIME_EXECUTOR: 'process',
    // Asked less and less often otherwise, an idle queue is read with a delay of 10 s.
    LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC: '1',
    LAB_NODE_PATH: join(root, 'node_modules'),
    NODE_OPTIONS: `--require ${join(sources, 'run/loopback.cjs')}`,
  };
}

/** While it is open and `stay` was not said, LocalStack ends with this process. */
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
    if ((await healthOf(`http://127.0.0.1:${port}`)) !== undefined) return undefined;
    await pause(pollMilliseconds);
  }
  return `it did not answer within ${startBoundMilliseconds / 1000} s`;
}

function didNotStart(failure: string, log: string): KitError {
  const last = log.split('\n').at(-1) ?? '';
  const words = last === '' ? failure : last;
  if (/ModuleNotFoundError|ImportError|No such file|ENOENT/.test(`${log}${failure}`))
    return new KitError('LocalstackBroken', `the installed LocalStack is broken: ${words}`, {
      next: './lab doctor --install localstack makes it anew',
    });
  return new KitError('LocalstackDidNotStart', `LocalStack did not start: ${words}`, {
    next: './lab doctor shows what is missing',
  });
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
