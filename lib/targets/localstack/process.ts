/** One open LocalStack for one lab: a process of its own that downloads nothing. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../../errors.ts';
import { root } from '../../root.ts';
import type { Started } from '../emulated/adapter.ts';
import { startOwn } from '../emulated/own-process.ts';
import { healthOf } from './health.ts';
import { javaHome } from './install/machine.ts';
import { localstackVersion, places, sources } from './install/places.ts';

/** @throws LocalstackDidNotStart, LocalstackBroken */
export function startLocalstack(lab: string): Promise<Started> {
  return startOwn(lab, {
    command: [places.python, join(sources, 'run/launch.py')],
    // The first start compiles LocalStack's modules: it takes four times as long as the later ones.
    startBoundMilliseconds: 120_000,
    pollMilliseconds: 100,
    furnish,
    environmentOf,
    answers: async (endpoint) => (await healthOf(endpoint)) !== undefined,
    broken: (words) =>
      new KitError('LocalstackBroken', `the installed LocalStack is broken: ${words}`, {
        next: './lab doctor --install localstack makes it anew',
      }),
    didNotStart: (words) =>
      new KitError('LocalstackDidNotStart', `LocalStack did not start: ${words}`, {
        next: './lab doctor shows what is missing',
      }),
  });
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
