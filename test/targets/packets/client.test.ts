/** The engine of a lab may die in the middle of anything: who asked it hears so, and nothing is left open. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineClient } from '../../../lib/targets/packets/engine-client.ts';
import { listenForCalls } from '../../../lib/targets/packets/engine/control.ts';

let folder: string;
let client: EngineClient;
let server: Server;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-client-'));
  client = new EngineClient(folder);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Begins its answer, and dies. */
async function dying(begins: string): Promise<void> {
  server = createServer((request, response) => {
    request.resume();
    response.write(begins, () => {
      setTimeout(() => request.socket.destroy(), 20);
    });
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'control'), resolve));
}

test('a call that is half answered is lost', async () => {
  await dying('{"val');
  await expect(client.call('http', null)).rejects.toMatchObject({ code: 'TargetLost' });
});

test('what is held ends with the engine', async () => {
  await dying('{"value":"begun"}\n');
  const work = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));
  await expect(client.hold('during', null, work)).rejects.toThrow('does not answer');
});

test('a thousand calls leave no descriptor open', async () => {
  server = await listenForCalls(folder, new Map([['add', (by: number) => by + 1]]), new Map());
  const before = readdirSync('/proc/self/fd').length;
  for (let call = 0; call < 1000; call += 1) await client.call('add', call);
  expect(await client.call('add', 1)).toBe(2);
  expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 20);
});

test('a lab whose folder is gone is lost', async () => {
  await dying('');
  const none = new EngineClient(join(folder, 'none'));
  await expect(none.call('status', null)).rejects.toMatchObject({ code: 'TargetLost' });
});
