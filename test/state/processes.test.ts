import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { isAlive, kill, processesMarked, startedAt } from '../../lib/state/processes.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const each of children.splice(0)) each.kill('SIGKILL');
});

const mark = { name: 'LAB_TEST_MARK', value: `processes-${process.pid}` };

/** A process that lives until it is ended, with a mark in its environment. */
async function living(): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setTimeout(() => {}, 60000)'], {
    env: { ...process.env, [mark.name]: mark.value },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child as ChildProcess & { readonly pid: number };
}

test('a process is alive until it has ended', async () => {
  const child = await living();
  expect([isAlive(process.pid), isAlive(child.pid)]).toEqual([true, true]);
  kill([child.pid]);
  await once(child, 'exit');
  expect(isAlive(child.pid)).toBe(false);
});

test('a process of somebody else is alive too', () => {
  const refused = Object.assign(new Error('not permitted'), { code: 'EPERM' });
  const kills = jest.spyOn(process, 'kill').mockImplementation(() => {
    throw refused;
  });
  expect(isAlive(1)).toBe(true);
  kills.mockRestore();
});

test('an ended child that nobody has asked about is not alive', async () => {
  // The shell never waits for its child, which so stays behind as a zombie.
  const shell = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(shell);
  const [text] = (await once(shell.stdout, 'data')) as [Buffer];
  const pid = Number(text.toString());
  for (let round = 0; round < 50 && isAlive(pid); round += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  // Where there is no /proc the kit cannot tell it from a living one.
  expect(isAlive(pid)).toBe(!existsSync('/proc/self/stat'));
});

test('when a process began is always the same, differs between processes and is unknown of a dead one', async () => {
  const child = await living();
  expect(startedAt(child.pid)).toBe(startedAt(child.pid));
  expect(startedAt(child.pid)).not.toBe(startedAt(process.pid));
  expect(startedAt(spawnSync(process.execPath, ['-e', '']).pid)).toBeUndefined();
});

test('processes are found by their mark, whole, and never this one', async () => {
  const child = await living();
  expect(processesMarked(mark.name, mark.value)).toEqual([child.pid]);
  expect(processesMarked(mark.name, mark.value.slice(0, -1))).toEqual([]);
  expect(processesMarked('LAB_TEST', mark.value)).toEqual([]);
  expect(processesMarked('PATH', process.env['PATH'] ?? '')).not.toContain(process.pid);
});

test('ending what is gone already is no error', async () => {
  const [first, second] = [await living(), await living()];
  kill([first.pid]);
  await once(first, 'exit');
  kill([first.pid, second.pid]);
  await once(second, 'exit');
  expect([first.signalCode, second.signalCode]).toEqual(['SIGKILL', 'SIGKILL']);
});
