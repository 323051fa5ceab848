/** The life of labs on packets as a person sees it: up, up again, two at once, down; whatever ends in between, nothing is left. */
import { missing } from '../../../../lib/targets/packets/ground/ground.ts';
import { ends } from './ends.ts';
import { Kit, nothing } from './kit.ts';
import type { Process } from './processes.ts';

jest.setTimeout(120_000);

const describeWhereServed = missing() === undefined ? describe : describe.skip;

let kit: Kit;

afterEach(async () => {
  await kit.run('down', 'bastion-host');
  await kit.run('down', 'alb-asg');
  kit.remove();
});

function status(of: Kit): Promise<string> {
  return of.run('status').then(({ out }) => out);
}

/** The service that every machine has, a child of its first process. */
function secureShells(all: readonly Process[]): readonly number[] {
  const own = all.filter(({ words }) => words.endsWith('hypervisor.py'));
  const parentOf = new Map(own.map(({ pid, parent }) => [pid, parent]));
  return own.filter(({ parent }) => parentOf.has(parentOf.get(parent) ?? 0)).map(({ pid }) => pid);
}

/** Who answers eight requests. */
async function hostsAt(url: string): Promise<ReadonlySet<string>> {
  const hosts = new Set<string>();
  for (let request = 0; request < 8; request += 1) {
    const signal = AbortSignal.timeout(3000);
    const answer = await fetch(url, { signal, headers: { Connection: 'close' } }).catch(
      () => undefined,
    );
    if (answer?.status === 200) hosts.add(((await answer.json()) as { host: string }).host);
  }
  return hosts;
}

describeWhereServed('a life on packets', () => {
  test('up ends where no port leads in, and a command in an instance reaches an interface endpoint', async () => {
    kit = new Kit();
    const up = ['up', 'bastion-host', '--stage', 'session-manager', '--on', 'packets'];
    expect((await kit.run(...up)).code).toBe(0);
    const asks = ['exec', 'bastion-host', 'AppA', '--', 'curl', '-s', '-m', '3'];
    expect((await kit.run(...asks, 'http://10.10.2.11:443/')).out).toContain('"standIn":"Ssm"');
  });

  test('a second up says that it is up; two labs are up at once; down leaves nothing', async () => {
    kit = new Kit();
    const [one, other] = await Promise.all(
      ['bastion-host', 'alb-asg'].map((lab) => kit.run('up', lab, '--on', 'packets')),
    );
    expect([one?.code, other?.code]).toEqual([0, 0]);
    const again = await kit.run('up', 'bastion-host', '--on', 'packets');
    expect(again.out).toContain('bastion-host is up already');
    kit.pidOf('bastion-host');
    kit.pidOf('alb-asg');
    kit.look();
    expect(kit.left().ports.length).toBeGreaterThan(1);
    expect(kit.left().namespaces.length).toBeGreaterThan(4);
    expect((await kit.run('down', 'bastion-host')).out).toContain('nothing is left');
    expect(await status(kit)).toContain('alb-asg');
    await kit.run('down', 'alb-asg');
    expect(kit.left()).toEqual(nothing);
  });

  test.each(Object.entries(ends))('%s leaves nothing, and no stack trace', async (_name, end) => {
    kit = new Kit();
    const { isHit, said } = await end(kit, 0.3);
    expect(isHit).toBe(true);
    expect(said.map(({ err }) => err).join('')).not.toMatch(/\n\s+at /);
    expect(kit.left()).toEqual(nothing);
  });

  test('check says what packets say of a service that somebody else has ended', async () => {
    kit = new Kit();
    await kit.run('up', 'bastion-host', '--on', 'packets');
    const pids = secureShells(kit.look());
    expect(pids).toHaveLength(3);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    const words = ['check', 'bastion-host', '--only', 'bastion-reaches-fleet', '--on', 'packets'];
    const { code, out } = await kit.run(...words);
    expect(out).toMatch(/failed +bastion-reaches-fleet .*refused/);
    expect(code).toBe(1);
  });

  test('a group replaces a host that hangs, though nobody told it so', async () => {
    kit = new Kit();
    const { out } = await kit.run('up', 'alb-asg', '--on', 'packets');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '';
    const before = await hostsAt(url);
    expect(before.size).toBe(2);
    const web = kit.look().find(({ words }) => words.includes('web.mjs'));
    process.kill(web?.pid ?? 0, 'SIGSTOP');
    const until = performance.now() + 40_000;
    const isReplaced = async (): Promise<boolean> => {
      const now = await hostsAt(url);
      return now.size === 2 && [...now].some((each) => !before.has(each));
    };
    while (!(await isReplaced()) && performance.now() < until);
    expect(await isReplaced()).toBe(true);
  });

  const describeAsRoot = process.getuid?.() === 0 ? describe : describe.skip;
  describeAsRoot('of an ordinary user', () => {
    test('with a copy of the kit of its own it is up, judged and down as for any other', async () => {
      kit = new Kit(true);
      const up = await kit.run('up', 'bastion-host', '--on', 'packets');
      expect(up).toMatchObject({ code: 0, err: '' });
      kit.pidOf('bastion-host');
      const check = await kit.run('check', 'bastion-host', '--on', 'packets');
      expect(check).toMatchObject({ code: 0 });
      expect((await kit.run('down', 'bastion-host')).out).toContain('nothing is left');
      expect(kit.left()).toEqual(nothing);
    });
  });
});
