/** What a machine's root can do to the host: nothing, whoever runs the kit. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asNobody,
  boot,
  bootAndStay,
  bootOne,
  describeInNamespaces,
  isRoot,
  specOf,
} from './machines.ts';

const planted = mkdtempSync(join(tmpdir(), 'planted-'));
chmodSync(planted, 0o777);
for (const name of ['one', 'two']) writeFileSync(join(planted, name), `secret ${name}`);
afterAll(() => {
  rmSync(planted, { recursive: true });
});

const destruction = [
  '#!/bin/bash',
  'cat /root/.ssh/* /etc/shadow',
  `cat ${planted}/one`,
  `ls ${planted} /home/* /root`,
  'for each in /proc/[0-9]*; do ls -d $each/root$each; cat $each/root/etc/shadow; done',
  'echo PROCESSES $(cat /proc/[0-9]*/comm)',
  'echo 1 > /proc/sys/kernel/sysrq; echo x > /proc/sys/kernel/core_pattern; echo w > /proc/sysrq-trigger',
  'rm -rf --no-preserve-root /',
].join('\n');

/** Names, sizes, times and modes of what lies there, and the bytes of what is small. */
function fingerprint(): string {
  const list = 'find "$@" -xdev -not -path "*/.lab/*" -printf "%p %s %T@ %m %l\\n" 2>/dev/null';
  const bytes = 'find /etc "$0" -xdev -type f -size -64k -exec sha256sum {} + 2>/dev/null';
  const script = `{ ${list}; ${bytes}; } | sort | sha256sum`;
  const folders = ['/usr', '/etc', '/home', '/srv', '/opt', planted];
  return execFileSync('sh', ['-c', script, planted, ...folders], { encoding: 'utf8' });
}

describeInNamespaces('a machine and its host', () => {
  const kits = [{ who: 'who runs this', before: [] as readonly string[] }];
  if (isRoot) kits.push({ who: 'an ordinary user', before: asNobody });

  test.each(kits)(
    'what destroys a machine leaves the host of $who as it was',
    ({ before }) => {
      const was = fingerprint();
      const [answer] = boot({ machines: [specOf(destruction)] }, before).answers;
      expect(answer?.boot.state).toBe('failed');
      expect(fingerprint()).toBe(was);
    },
    120_000,
  );

  test('it reads nothing of the host and sees no process but its own', () => {
    const { log } = bootOne(destruction.replace('rm -rf --no-preserve-root /', 'true'));
    expect(log).not.toContain('secret');
    expect(log).not.toMatch(/^root:[^x]/m);
    expect(log).toMatch(/^PROCESSES( python3| cat| bash){3,4}$/m);
    expect(log).toContain('/proc/sys/kernel/core_pattern: Read-only file system');
    expect(log).not.toContain('/proc/sysrq-trigger: write error');
  });

  const attempts = [
    { what: 'making /usr writable', command: 'mount -o remount,rw /usr' },
    { what: 'making /usr writable, as a bind', command: 'mount -o remount,bind,rw /usr' },
    {
      what: 'the same from a namespace below',
      command: 'unshare -Urm mount -o remount,bind,rw /usr',
    },
    { what: 'making /proc/sys writable', command: 'mount -o remount,bind,rw /proc/sys' },
    { what: 'taking the cover off /proc/sys', command: 'umount -l /proc/sys' },
    { what: 'taking the cover off /proc', command: 'umount -l /proc' },
    { what: 'a /proc without covers', command: 'unshare -pf --mount-proc true' },
    { what: 'a sysfs', command: 'mount -t sysfs none /mnt' },
    { what: 'a device', command: 'mknod /dev/disk b 254 0' },
    { what: 'writing to /usr', command: 'echo > /usr/bin/planted' },
    { what: "writing to the host's certificates", command: 'echo > /etc/ssl/certs/planted' },
    { what: "writing to the kit's shims", command: 'echo > /lab/shims/planted' },
    {
      what: 'an open file of the host',
      command: 'readlink /proc/[0-9]*/fd/* | grep -v -e : -e ^/dev/null -e ^/proc/ -e ^/var/',
    },
  ];
  test('its root cannot undo what keeps it in', () => {
    const tried = attempts.map(({ what, command }) => `( ${command} ) && echo "undone: ${what}"`);
    const { log, boot } = bootOne(['#!/bin/bash', ...tried, 'echo "tried all"'].join('\n'));
    expect(boot.state).toBe('booted');
    expect(log).toContain('tried all');
    expect(log).not.toContain('undone');
  });

  test('a command that enters has its folders inside', () => {
    const { commands } = bootOne(undefined, ['readlink /proc/self/cwd /proc/self/root']);
    expect(commands).toMatchObject([{ code: 0, stdout: '/\n/\n' }]);
  });

  test('its network is its own: low ports, sysctls and rules of it are its root’s', () => {
    const { commands } = bootOne(undefined, [
      'echo 1 > /proc/sys/net/ipv4/ip_forward && cat /proc/sys/net/ipv4/ip_forward',
      'python3 -c "import socket; socket.create_server((\'127.0.0.1\', 80))"',
      'readlink /proc/1/ns/net',
    ]);
    expect(commands.map(({ code }) => code)).toEqual([0, 0, 0]);
    const own = execFileSync('readlink', ['/proc/self/ns/net'], { encoding: 'utf8' });
    expect(commands[2]?.stdout).not.toBe(own);
  });

  test('killing the engine leaves no process of a machine', async () => {
    const marker = `lab-marker-${process.pid}`;
    const engine = await bootAndStay(
      `#!/bin/bash\nsetsid bash -c 'exec -a ${marker} sleep 300' &\nsleep 0.2\n`,
    );
    expect(processesOf(marker)).toBe(1);
    process.kill(engine, 'SIGKILL');
    const ends = Date.now() + 3000;
    while (processesOf(marker) > 0 && Date.now() < ends)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(processesOf(marker)).toBe(0);
  });
});

function processesOf(marker: string): number {
  const all = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return all.split('\n').filter((each) => each.startsWith(marker)).length;
}
