/** A fresh folder as `cdk init` leaves it, with the packed kit installed and the repository's own CDK linked in. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../lib/root.ts';

export interface FreshApp {
  readonly path: string;
  write(name: string, text: string): void;
  /** Runs a program of the linked packages, or node. */
  run(
    program: string,
    ...words: readonly string[]
  ): { readonly code: number; readonly said: string };
  remove(): void;
}

const linked = ['aws-cdk-lib', 'constructs', '@types', '@swc'];

export function freshApp(tarball: string): FreshApp {
  const path = mkdtempSync(join(tmpdir(), 'lab-app-'));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  write('package.json', JSON.stringify({ name: 'shop', private: true }));
  const offline = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  execFileSync('npm', ['install', ...offline, tarball], { cwd: path, stdio: 'pipe' });
  const modules = join(path, 'node_modules');
  for (const each of linked) symlinkSync(join(root, 'node_modules', each), join(modules, each));
  return {
    path,
    write,
    run: (program, ...words) => {
      const file = program === 'node' ? program : join(root, 'node_modules', '.bin', program);
      const env = { ...process.env, CDK_VALIDATION: 'false', FORCE_COLOR: '0', NODE_OPTIONS: '' };
      const { status, stdout, stderr } = spawnSync(file, words, {
        ...{ cwd: path, encoding: 'utf8' },
        env,
      });
      return { code: status ?? -1, said: `${stdout}${stderr}` };
    },
    remove: () => {
      rmSync(path, { recursive: true });
    },
  };
}
