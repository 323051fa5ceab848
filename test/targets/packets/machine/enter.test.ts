/** A command enters a machine from outside: it ends as the command does, hears its signals, and leaves nothing behind. */
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../../lib/root.ts';
import { Machine } from '../../../../lib/targets/packets/machine/machine.ts';
import { pidFromHere } from '../../../../lib/targets/packets/machine/pid-from-here.ts';
import { describeInNamespaces, specOf } from './machines.ts';

const unshare = ['-Urnmp', '--fork', '--mount-proc', '--kill-child'];
const driver = join(root, 'test/targets/packets/machine/driver.ts');
let engine: ChildProcess;
let pid = 0;

function words(...command: readonly string[]): readonly [string, string[]] {
  const [program = '', ...rest] = new Machine('i-1', () => undefined).entering(command, pid);
  return [program, rest];
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('close', resolve));

describeInNamespaces('a command that enters from outside', () => {
  beforeAll(async () => {
    engine = spawn('unshare', [...unshare, process.execPath, '--import', 'tsx', driver], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    engine.stdin?.end(JSON.stringify({ machines: [specOf('true')], waitsForEver: true }));
    const said = await new Promise<string>((resolve) => {
      engine.stdout?.once('data', (data: Buffer) => {
        resolve(data.toString());
      });
    });
    const [inside = 0] = JSON.parse(said) as number[];
    pid = pidFromHere(engine.pid ?? 0, inside) ?? 0;
  });
  afterAll(async () => {
    const over = ended(engine);
    engine.kill('SIGKILL');
    await over;
  });

  test('is inside, as one of its processes', () => {
    const { status, stdout } = spawnSync(
      ...words('/bin/sh', '-c', 'hostname; ps -p $$ -o pid=; exit 7'),
    );
    const [hostname, own] = stdout.toString().trim().split(/\s+/);
    expect({ status, hostname, isSmall: Number(own) < 1000 }).toEqual({
      ...{ status: 7, hostname: 'i-1.ec2.internal', isSmall: true },
    });
  });

  test.each([
    { says: 'a signal that ends it', script: 'kill -TERM $$', status: 143 },
    { says: 'a command that is not there', script: 'exec no-such-command', status: 127 },
  ])('$says is told as a shell tells it', ({ script, status }) => {
    expect(spawnSync(...words('/bin/bash', '-c', script)).status).toBe(status);
  });

  test('takes nothing along that was open outside', () => {
    const home = openSync(root, 'r');
    try {
      const [program, rest] = words('/bin/sh', '-c', 'ls /proc/self/fd/9/ 2>&1');
      const stdio: StdioOptions = [
        'ignore',
        'pipe',
        'pipe',
        ...Array<'ignore'>(6).fill('ignore'),
        home,
      ];
      expect(spawnSync(program, rest, { stdio }).stdout.toString()).toContain('No such file');
    } finally {
      closeSync(home);
    }
  });

  test('hears the signals that are sent to what entered', async () => {
    const script = 'trap "exit 9" TERM; echo ready; while :; do sleep 0.05; done';
    const child = spawn(...words('/bin/bash', '-c', script));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(9);
  });

  test('ends when what entered is killed', async () => {
    const child = spawn(...words('/bin/sh', '-c', 'echo ready; exec sleep 4321'));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    // Its output is closed only when it has ended too.
    expect(await ended(child)).toBeNull();
  });
});
