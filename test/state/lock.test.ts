import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const lives = mkdtempSync(join(tmpdir(), 'lab-lock-'));
process.env['LAB_LIVES'] = lives;
/** Loaded late: where locks are kept is read when the module is. */
const load = async () => ({
  ...(await import('../../lib/state/lock.ts')),
  ...(await import('../../lib/state/processes.ts')),
});

const file = join(lives, 'state', 'my-lab.lock');
const children: ChildProcess[] = [];
beforeEach(() => {
  rmSync(lives, { recursive: true, force: true });
  mkdirSync(join(lives, 'state'), { recursive: true });
});
afterEach(() => {
  for (const each of children.splice(0)) each.kill('SIGKILL');
});
afterAll(() => {
  rmSync(lives, { recursive: true, force: true });
});

/** A process that lives until the test ends. */
function living(): number {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
  children.push(child);
  return child.pid ?? 0;
}
function dead(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}
function ownedBy(pid: number, started: string | undefined): void {
  writeFileSync(file, JSON.stringify({ pid, started, command: 'up my-lab' }));
}
const owner = () => (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid;

test('a lab that is free is held until it is let go', async () => {
  const { lockLab, isLocked } = await load();
  const unlock = lockLab('my-lab', 'check my-lab');
  expect([isLocked('my-lab'), isLocked('other'), owner()]).toEqual([true, false, process.pid]);
  unlock();
  expect([isLocked('my-lab'), existsSync(file)]).toEqual([false, false]);
  lockLab('my-lab', 'check my-lab')();
  expect(existsSync(file)).toBe(false);
});

test('refuses a lab that a living command holds, and names it', async () => {
  const { lockLab, isLocked, startedAt } = await load();
  const pid = living();
  ownedBy(pid, startedAt(pid));
  expect(() => lockLab('my-lab', 'down my-lab')).toThrow(
    expect.objectContaining({
      code: 'LabBusy',
      message: `another command works on my-lab: 'up my-lab', process ${pid}`,
    }) as Error,
  );
  expect([isLocked('my-lab'), owner()]).toEqual([true, pid]);
  lockLab('other', 'down other')();
});

test('refuses a second command of the same process, and leaves nothing beside the lock', async () => {
  const { lockLab } = await load();
  const unlock = lockLab('my-lab', 'check my-lab');
  expect(() => lockLab('my-lab', 'down my-lab')).toThrow(/another command works on my-lab/);
  expect(existsSync(`${file}.${process.pid}`)).toBe(false);
  unlock();
});

test.each<[says: string, text: () => Promise<string> | string]>([
  ['whose owner has died', () => JSON.stringify({ pid: dead(), started: '1', command: 'x' })],
  ['whose owner has died without a time', () => JSON.stringify({ pid: dead(), command: 'x' })],
  [
    'whose process id has gone to a later process',
    () => JSON.stringify({ pid: living(), started: 'earlier', command: 'x' }),
  ],
  ['that is cut short', () => '{"pid": 1'],
])('a lock %s is taken over', async (_, text) => {
  const { lockLab, isLocked } = await load();
  writeFileSync(file, await text());
  expect(isLocked('my-lab')).toBe(false);
  const unlock = lockLab('my-lab', 'check my-lab');
  expect([isLocked('my-lab'), owner()]).toEqual([true, process.pid]);
  unlock();
});

test('a lock that another command has taken over is not removed', async () => {
  const { lockLab } = await load();
  const unlock = lockLab('my-lab', 'check my-lab');
  ownedBy(living(), undefined);
  unlock();
  expect(existsSync(file)).toBe(true);
});
