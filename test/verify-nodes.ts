/** `npm run verify:nodes`: the suites on Node 20.19, 22 and 24, each from the npm package `node`, in a copy of the kit. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../lib/root.ts';

const [, , ...typed] = process.argv;
const versions = typed.length > 0 ? typed : ['20.19', '22', '24'];
const scratch = mkdtempSync(join(tmpdir(), 'lab-nodes-'));

function nodeOf(version: string): string {
  const folder = join(scratch, `node-${version}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"allowScripts":{"node":true}}');
  // Its install script fetches the binary from the registry package of this platform.
  execFileSync('npm', ['install', '--no-audit', '--no-fund', `node@${version}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return join(folder, 'node_modules', 'node', 'bin');
}

let worst = 0;
try {
  for (const version of versions) {
    const bin = nodeOf(version);
    const clone = join(scratch, `kit-${version}`);
    execFileSync('git', ['clone', '--quiet', root, clone]);
    const { status, stdout } = spawnSync('./lab', ['test'], {
      cwd: clone,
      encoding: 'utf8',
      env: { ...process.env, CI: 'true', PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
      maxBuffer: 1e9,
    });
    process.stdout.write(`Node ${version}: ${stdout.trimEnd().split('\n').at(-1) ?? ''}\n`);
    if (status !== 0) process.stdout.write(`${stdout}\n`);
    worst = Math.max(worst, status ?? 1);
    rmSync(clone, { recursive: true, force: true });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = worst;
