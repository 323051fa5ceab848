import { imageFor, startContainer } from '../../../lib/targets/localstack/container.ts';
import type { Engine } from '../../../lib/targets/localstack/engine.ts';

const token = 'ls-VERY-secret';

/** A library that plays Testcontainers, and an engine that plays Docker. */
function stage(start: () => Promise<unknown>) {
  const asked: string[] = [];
  const given: Record<string, unknown> = {};
  class Container {
    constructor(image: string) {
      given['image'] = image;
    }
    withLabels(labels: unknown): this {
      given['labels'] = labels;
      return this;
    }
    withEnvironment(environment: unknown): this {
      given['environment'] = environment;
      return this;
    }
    withBindMounts(mounts: unknown): this {
      given['mounts'] = mounts;
      return this;
    }
    start = start;
  }
  const engine: Engine = {
    socket: '/var/run/docker.sock',
    ask: (method, path) => {
      asked.push(`${method} ${decodeURIComponent(path)}`);
      return Promise.resolve({ status: 200, body: '[{"Id":"c1"}]' });
    },
  };
  const load = () => Promise.resolve({ LocalstackContainer: Container } as never);
  return { asked, given, engine, load };
}

const started = { getConnectionUri: () => 'http://localhost:32770', getId: () => 'c1' };

test('without a token it is the last open image', () => {
  expect(imageFor(undefined).name).toBe('localstack/localstack:4.14.0');
  expect(imageFor('').edition).toBe('open');
});

test('the token is handed to the container and is in nothing that comes back', async () => {
  const { engine, load, given } = stage(() => Promise.resolve(started));
  const run = await startContainer('todo-api', { image: imageFor(token), engine, load });
  expect(given).toMatchObject({
    image: 'localstack/localstack-pro',
    labels: { 'aws-lab-kit.lab': 'todo-api' },
    environment: {
      LOCALSTACK_AUTH_TOKEN: token,
      CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES: '0',
      S3_SKIP_SIGNATURE_VALIDATION: '0',
    },
  });
  expect(run).toMatchObject({ endpoint: 'http://localhost:32770', container: 'c1' });
  expect(JSON.stringify(run)).not.toContain(token);
});

test('a start that fails leaves no container, and its words lose the token', async () => {
  const words = `container exited: LOCALSTACK_AUTH_TOKEN=${token} is not valid`;
  const { engine, load, asked } = stage(() => Promise.reject(new Error(words)));
  const failing = startContainer('todo-api', { image: imageFor(token), engine, load });
  const error = await failing.then(
    () => undefined,
    (each: unknown) => each as Error,
  );
  expect(error).toMatchObject({ code: 'ContainerDidNotStart' });
  expect(`${error?.message ?? ''} ${error?.stack ?? ''}`).not.toContain(token);
  expect(asked).toEqual([
    'GET /containers/json?all=1&filters={"label":["aws-lab-kit.lab=todo-api"]}',
    'DELETE /containers/c1?force=1&v=1',
  ]);
});
