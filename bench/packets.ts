/** What the packet plane takes of the kernel, beside the floor: the same namespaces, links, routes and rules, bare. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../lib/root.ts';

const unshare = ['-Urnmp', '--fork', '--mount-proc', '--kill-child'];

/** @param line prints a name and the seconds of each round */
export function packets(line: (says: string, seconds: readonly number[]) => void): void {
  for (const hosts of [11, 100, 300]) {
    const script = join(root, 'bench', 'packets', 'kernel.ts');
    const words = [...unshare, process.execPath, '--import', 'tsx', script, String(hosts)];
    const runs = JSON.parse(execFileSync('unshare', words, { cwd: root }).toString()) as Record<
      'applied' | 'floor',
      number[]
    >;
    line(`a star of ${hosts} hosts, network alone`, runs.applied);
    line(`  the floor of it, by rtnetlink from one process`, runs.floor);
  }
}
