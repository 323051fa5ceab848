/** Nothing is lost while targets, rules and groups change under load. */
import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Action } from '../../../../lib/fleet/fleet.ts';
import { RunningGroup, type Target } from '../../../../lib/targets/packets/balance/targets.ts';
import {
  atEnd,
  balancerWith,
  endAll,
  freePort,
  get,
  groupWith,
  loopback,
  playing,
  ruleOf,
  scale,
  spoken,
  target,
  until,
} from './loopback.ts';

afterEach(endAll);

interface Load {
  /** How many of each body or status but 200 so far. */
  readonly got: Map<string, number>;
  /** Ends it, after what is under way. */
  readonly end: () => Promise<void>;
}

function one(agent: Agent, port: number): Promise<string> {
  return new Promise((resolve) => {
    const request = httpRequest({ agent, port, host: '127.0.0.1' }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (part: string) => (body += part));
      answer.on('end', () => {
        resolve(answer.statusCode === 200 ? body : String(answer.statusCode));
      });
      answer.on('error', (error) => {
        resolve(error.message);
      });
    });
    request
      .on('error', (error) => {
        resolve(error.message);
      })
      .end();
  });
}

/** So many clients on connections that they keep, each asking again as soon as it is answered. */
function load(port: number, clients: number): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const got = new Map<string, number>();
  let isOver = false;
  const client = async (): Promise<void> => {
    while (!isOver) {
      const said = await one(agent, port);
      got.set(said, (got.get(said) ?? 0) + 1);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  const end = async (): Promise<void> => {
    isOver = true;
    await all;
    agent.destroy();
  };
  return { got, end };
}

function busy(id: string): Promise<Target> {
  return target(id, (_request, response) => {
    setTimeout(() => response.end(id), Math.random() * 10);
  });
}

test('200 clients lose nothing while targets come and go', async () => {
  const targets = await Promise.all(['one', 'two', 'three'].map(busy));
  const { port, group } = await playing({ targets: targets.slice(0, 1) });
  const { got, end } = load(port, 200);
  for (const each of targets.slice(1)) {
    await wait(100);
    group.register(each);
  }
  await until(() => got.has('three'));
  await group.deregister('one');
  await group.deregister('two');
  const before = got.get('one');
  await wait(100);
  await end();
  expect([...got.keys()].sort()).toEqual(['one', 'three', 'two']);
  expect(got.get('one')).toBe(before);
});

test('a target that fails its checks is left without a lost request', async () => {
  let isSick = false;
  const sick = await target('sick', (request, response) => {
    response.writeHead(request.url === '/look' && isSick ? 500 : 200).end('sick');
  });
  // A check that a busy machine cannot answer in time would make both sick, and all would get traffic.
  const healthCheck = { ...groupWith().healthCheck, path: '/look', timeoutSeconds: 200 };
  const { port, group } = await playing({
    targets: [sick, await busy('well')],
    group: { healthCheck },
  });
  const { got, end } = load(port, 50);
  isSick = true;
  await until(() => group.healths()[0]?.health.state === 'unhealthy');
  await wait(300);
  const before = got.get('sick');
  await wait(100);
  await end();
  expect([...got.keys()].sort()).toEqual(['sick', 'well']);
  expect(got.get('sick')).toBe(before);
});

function otherGroup(): RunningGroup {
  const group = new RunningGroup(groupWith({ id: 'Other' }), { wire: loopback, scale });
  atEnd(() => {
    group.close();
  });
  return group;
}

const toOther: Action = {
  kind: 'forward',
  groups: [{ group: 'Other', weight: 1 }],
  stickySeconds: undefined,
};

test('clients lose nothing while a rule turns from one group to another', async () => {
  const { port, group, balancer } = await playing({ targets: [await busy('blue')] });
  const other = otherGroup();
  other.register(await busy('green'));
  const groups = new Map([
    ['Group', group],
    ['Other', other],
  ]);
  const { got, end } = load(port, 50);
  await until(() => got.has('blue'));
  const both: Action = {
    kind: 'forward',
    stickySeconds: undefined,
    groups: [
      { group: 'Group', weight: 1 },
      { group: 'Other', weight: 0 },
    ],
  };
  await balancer.update(balancerWith({ port, rules: [ruleOf(both)] }), groups);
  await until(() => other.healths()[0]?.health.state === 'healthy');
  await balancer.update(balancerWith({ port, rules: [ruleOf(toOther)] }), groups);
  await wait(300);
  const before = got.get('blue');
  await until(() => got.has('green'));
  await end();
  expect([...got.keys()].sort()).toEqual(['blue', 'green']);
  expect(got.get('blue')).toBe(before);
  expect(group.healths()[0]?.health.state).toBe('unused');
});

test('what is in flight outlives the group that its rule no longer names', async () => {
  const slow = await target('slow', (_request, response) => {
    setTimeout(() => response.end('slow'), 200);
  });
  const { port, group, balancer } = await playing({ targets: [slow] });
  const asked = get(port);
  await wait(50);
  await balancer.update(
    balancerWith({ port, rules: [ruleOf(toOther)] }),
    new Map([
      ['Group', group],
      ['Other', otherGroup()],
    ]),
  );
  expect((await asked).body).toBe('slow');
  expect((await get(port)).status).toBe(503);
});

test('a listener that goes answers what it has and takes no more; a new one is open at once', async () => {
  const slow = await target('slow', (_request, response) => {
    setTimeout(() => response.end('slow'), 200);
  });
  const { port, group, balancer } = await playing({ targets: [slow] });
  const asked = spoken(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await wait(50);
  const other = await freePort();
  await balancer.update(balancerWith({ port: other }), new Map([['Group', group]]));
  expect(await asked).toContain('Connection: close\r\n\r\nslow');
  await expect(get(port)).rejects.toThrow('fetch failed');
  expect((await get(other)).body).toBe('slow');
});

test('checks go on by new settings, and what was counted stays', async () => {
  const { group } = await playing({ targets: [await target('one')] });
  group.update(groupWith({ healthCheck: { ...groupWith().healthCheck, codes: [[204, 204]] } }));
  expect(group.healths()[0]?.health.state).toBe('healthy');
  await until(() => group.healths()[0]?.health.state === 'unhealthy');
  expect(group.healths()[0]?.health.reason).toBe('Target.ResponseCodeMismatch');
});
