/** The packages are installed by one command at a time, and again when they are gone. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../lib/root.ts';

let folder = '';

/** A kit without sources whose npm makes the one package that is looked for, slowly, and notes when it runs. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-set-up-'));
  for (const name of ['bin', 'lib', 'labs', 'tools', '.lab/js/bin'])
    mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['start.cjs', 'setup.cjs'])
    cpSync(join(root, 'bin', name), join(folder, 'bin', name));
  const lock = { packages: { 'node_modules/aws-cdk-lib': { version: '1.0.0' } } };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, '.lab/js/bin/lab.js'), 'export const main = () => undefined;');
  const npm = `#!/bin/sh
echo begins >> tools/log
sleep 2
mkdir -p node_modules/aws-cdk-lib
echo '{}' > node_modules/aws-cdk-lib/package.json
echo ends >> tools/log
`;
  writeFileSync(join(folder, 'tools/npm'), npm);
  chmodSync(join(folder, 'tools/npm'), 0o755);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(): Promise<{ readonly code: number | null; readonly err: string }> {
  const path = `${join(folder, 'tools')}:${process.env['PATH'] ?? ''}`;
  const child = spawn(process.execPath, [join(folder, 'bin/start.cjs')], {
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, err });
    });
  });
}

const installs = (): readonly string[] =>
  readFileSync(join(folder, 'tools/log'), 'utf8').trim().split('\n');

test('of two first commands one installs and the other waits, and neither leaves a lock', async () => {
  const both = await Promise.all([start(), start()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(installs()).toEqual(['begins', 'ends']);
  expect(both.filter(({ err }) => err.includes('Another command installs'))).toHaveLength(1);
  expect(readdirSync(join(folder, '.lab')).filter((each) => each.includes('lock'))).toEqual([]);
}, 30_000);

test('packages that were removed by hand are installed again', async () => {
  await start();
  rmSync(join(folder, 'node_modules'), { recursive: true });
  expect((await start()).code).toBe(0);
  expect(installs()).toEqual(['begins', 'ends', 'begins', 'ends']);
}, 30_000);

test('the lock of a command that was killed is taken over', async () => {
  const dead = spawn(process.execPath, ['-e', '0']);
  await new Promise((resolve) => dead.on('close', resolve));
  writeFileSync(join(folder, '.lab/npm-ci.lock'), String(dead.pid));
  expect((await start()).code).toBe(0);
  expect(installs()).toEqual(['begins', 'ends']);
}, 30_000);
