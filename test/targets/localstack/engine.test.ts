import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '../../../lib/targets/localstack/engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'engine-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('an engine is one that answers on its socket', async () => {
  const socket = join(folder, 'answers.sock');
  const server = createServer((asked, answer) => answer.end(asked.url));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const engine = await findEngine({ DOCKER_HOST: `unix://${socket}` });
  expect(engine?.socket).toBe(socket);
  expect(await engine?.ask('GET', '/version')).toEqual({ status: 200, body: '/version' });
  server.close();
});

test('a socket that nobody serves is no engine', async () => {
  const gone = { DOCKER_HOST: `unix://${join(folder, 'gone.sock')}` };
  expect(await findEngine(gone)).toBeUndefined();
});
