/** Runs the part that stands in namespaces, as a process of its own. */
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../../../lib/root.ts';

const unshare = ['-Urnmp', '--fork', '--mount-proc', '--kill-child'];

/** Does this machine give namespaces, and has it nft? */
export function hasNamespaces(): boolean {
  return spawnSync('unshare', [...unshare, 'nft', 'list', 'ruleset']).status === 0;
}

/** What the script says, read as JSON. */
export function inNamespaces(script: string, asked: object): Promise<unknown> {
  const file = join(import.meta.dirname, `${script}.ts`);
  const words = [process.execPath, '--import', 'tsx', file, JSON.stringify(asked)];
  return new Promise((resolve, reject) => {
    const limits = { timeout: 240_000, killSignal: 'SIGKILL', maxBuffer: 2 ** 28 } as const;
    execFile('unshare', [...unshare, ...words], { cwd: root, ...limits }, (error, out, said) => {
      if (error === null) resolve(JSON.parse(out));
      else reject(new Error(`${said}\n${error.message}`));
    });
  });
}
