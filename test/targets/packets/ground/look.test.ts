/** What is looked at, on this machine and on what is left of it once something was taken away: each refusal is the kernel's own. */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../../lib/root.ts';
import { look } from '../../../../lib/targets/packets/ground/look.ts';
import { problemsOf, type Problem } from '../../../../lib/targets/packets/ground/problems.ts';

const here = problemsOf(look());
const where = join(root, 'test/targets/packets/ground/scripts');
const own = mkdtempSync(join(tmpdir(), 'lab-ground-'));
afterAll(() => {
  rmSync(own, { recursive: true, force: true });
});

/** Only where nothing is missing can something be taken away. */
const describeStanding = here.length === 0 ? describe : describe.skip;
const describeX64 = process.arch === 'x64' ? describeStanding : describe.skip;
const describeAsRoot = process.getuid?.() === 0 ? describeStanding : describe.skip;

function problemsAfter(before: readonly string[], path = ''): Promise<readonly Problem[]> {
  const script = [process.execPath, '--import', 'tsx', join(where, 'problems.ts')];
  const [command = '', ...words] = [...before, ...script];
  const env = { ...process.env, PATH: `${path}${process.env['PATH'] ?? ''}` };
  return new Promise((resolve, reject) => {
    execFile(command, words, { cwd: root, env }, (error, out, said) => {
      if (error === null) resolve(JSON.parse(out) as Problem[]);
      else reject(new Error(`${said}\n${out}`));
    });
  });
}

/** Runs what follows in a namespace, after this. */
function after(script: string): readonly string[] {
  return ['unshare', '-Urmp', '--fork', '--mount-proc', 'sh', '-c', `${script}; exec "$@"`, 'sh'];
}

function pathWith(name: string, script: string): string {
  const folder = mkdtempSync(join(own, 'bin-'));
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return `${folder}:`;
}

describeStanding('of a machine that has everything', () => {
  test('where all is there, nothing is wrong and everything was tried', () => {
    expect(look().trial).toStrictEqual({
      namespaces: undefined,
      veth: undefined,
      rules: undefined,
    });
  });

  test('no user namespace may be made: the number that is too low is named', async () => {
    const wrong = await problemsAfter(after('echo 0 > /proc/sys/user/max_user_namespaces'));
    expect(wrong).toMatchObject([
      {
        what: 'namespaces',
        why: expect.stringContaining('user.max_user_namespaces is 0') as string,
      },
    ]);
  });

  test('a /proc that is covered in part is no seccomp filter', async () => {
    const wrong = await problemsAfter(after('mount -t tmpfs none /proc/irq'));
    expect(wrong).toMatchObject([
      { why: expect.stringContaining('a fresh /proc is refused') as string },
    ]);
  });

  test('what nft says when the kernel lacks its modules is passed on', async () => {
    const says = 'Error: Could not process rule: Operation not supported';
    const wrong = await problemsAfter([], pathWith('nft', `echo '${says}' >&2; exit 1`));
    expect(wrong).toMatchObject([
      { what: 'nft rule set', why: `nft cannot load a rule set: ${says}` },
    ]);
  });

  test("an unshare that knows fewer options is not util-linux's", async () => {
    const script = 'echo "unshare: unrecognized option: kill-child" >&2; exit 1';
    const wrong = await problemsAfter([], pathWith('unshare', script));
    expect(wrong).toMatchObject([{ install: ['unshare'] }]);
  });
});

describeX64('behind a filter', () => {
  test('a seccomp filter is known by what it refuses', async () => {
    const wrong = await problemsAfter(['/usr/bin/python3', join(where, 'without_unshare.py')]);
    expect(wrong).toMatchObject([
      { what: 'namespaces', why: expect.stringContaining('seccomp filter') as string },
    ]);
  });
});

describeAsRoot('without the rights of root', () => {
  test('an ordinary user lacks nothing either', async () => {
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    // The kit's folder may be closed to others.
    const canRead = spawnSync(nobody[0] ?? '', [...nobody.slice(1), 'ls', root]).status === 0;
    expect(canRead ? await problemsAfter(nobody) : []).toEqual([]);
  });
});
