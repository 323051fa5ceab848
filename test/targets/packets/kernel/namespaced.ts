/** Runs a script of TypeScript in a user namespace of its own, as this user and, where this one is root, as an ordinary one. */
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../../../lib/root.ts';

const unshare = ['unshare', '-Urnmp', '--fork', '--mount-proc', '--kill-child'];

const users = [
  { user: 'this user', before: [] as string[] },
  ...(process.getuid?.() === 0
    ? [{ user: 'an ordinary user', before: ['setpriv', '--reuid=65534', '--clear-groups'] }]
    : []),
];

function works(words: readonly string[]): boolean {
  const [command = '', ...rest] = words;
  return spawnSync(command, rest, { cwd: root }).status === 0;
}

const own = works([...unshare, 'nft', 'list', 'ruleset']);

/** A test per user; the script's output is JSON. */
export function namespaced(says: string, script: string, judge: (out: unknown) => void): void {
  for (const { user, before } of users) {
    const words = [...before, ...unshare, process.execPath];
    if (!own || !works([...words, '-e', '0']))
      test.skip(`${says}: skipped: no namespaces`, () => undefined);
    else
      test(`${says}, as ${user}`, async () => {
        judge(JSON.parse(await ran([...words, '--import', 'tsx', scriptAt(script)])));
      });
  }
}

function scriptAt(name: string): string {
  return join(root, 'test', 'targets', 'packets', 'kernel', 'scripts', `${name}.ts`);
}

function ran([command = '', ...words]: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      words,
      { cwd: root, timeout: 25_000, killSignal: 'SIGKILL' },
      (error, out, said) => {
        if (error === null) resolve(out);
        else reject(new Error(`${said}\n${out}`));
      },
    );
  });
}
