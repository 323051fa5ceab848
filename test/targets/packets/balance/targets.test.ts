/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Action, TargetGroup } from '../../../../lib/fleet/fleet.ts';
import type { Target } from '../../../../lib/targets/packets/balance/targets.ts';
import {
  check,
  endAll,
  get,
  kill,
  playing,
  ruleOf,
  target,
  until,
  type Playing,
} from './loopback.ts';

afterEach(endAll);

async function bodies(port: number, count: number, address = '127.0.0.1'): Promise<string[]> {
  const all: string[] = [];
  for (let asked = 0; asked < count; asked += 1) all.push((await get(port, { address })).body);
  return all;
}

function shares(all: readonly string[]): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const each of all) counted[each] = (counted[each] ?? 0) + 1;
  return counted;
}

function pair(): Promise<Target[]> {
  return Promise.all([target('one'), target('two', undefined, 'b')]);
}

/** Answers when told. */
function slow(id: string): {
  readonly target: Promise<Target>;
  readonly waiting: ServerResponse[];
} {
  const waiting: ServerResponse[] = [];
  return { target: target(id, (_request, response) => waiting.push(response)), waiting };
}

test('round robin takes turns at each node', async () => {
  const { port } = await playing({ targets: await pair() });
  expect(shares(await bodies(port, 10))).toEqual({ one: 5, two: 5 });
  expect(shares(await bodies(port, 4, '127.0.0.2'))).toEqual({ one: 2, two: 2 });
});

test('least outstanding requests go to the target with fewer in flight', async () => {
  const { target: held, waiting } = slow('held');
  const group: Partial<TargetGroup> = { algorithm: 'least_outstanding_requests' };
  const { port } = await playing({ targets: [await held, await target('free')], group });
  const pending: Promise<unknown>[] = [];
  while (waiting.length === 0) {
    pending.push(get(port));
    await wait(20);
  }
  expect(shares(await bodies(port, 6))).toEqual({ free: 6 });
  for (const each of waiting) each.end();
  await Promise.all(pending);
});

test('weighted random goes to all', async () => {
  const { port } = await playing({
    targets: await pair(),
    group: { algorithm: 'weighted_random' },
  });
  expect(Object.keys(shares(await bodies(port, 40))).sort()).toEqual(['one', 'two']);
});

test('with cross-zone off a node sends to its own zone alone, and 503 where that is empty', async () => {
  const { port, group } = await playing({ targets: await pair(), group: { crossZone: false } });
  expect(shares(await bodies(port, 4))).toEqual({ one: 4 });
  expect(shares(await bodies(port, 4, '127.0.0.2'))).toEqual({ two: 4 });
  await group.deregister('two');
  expect((await get(port, { address: '127.0.0.2' })).status).toBe(503);
});

test('a target gets no traffic before it has passed a check', async () => {
  const { port, group } = await playing({ targets: [await target('one')] });
  const late = await target('late', (_request, response) => response.writeHead(500).end('late'));
  group.update({
    ...group.settings,
    healthCheck: { ...check, path: '/sick', unhealthyThreshold: 9 },
  });
  group.register(late);
  expect(shares(await bodies(port, 4))).toEqual({ one: 4 });
});

test('a sick target gets nothing while another is well', async () => {
  const [one, two] = (await pair()) as [Target, Target];
  const { port, group } = await playing({ targets: [one, two] });
  kill(two);
  await until(() => group.healths()[1]?.health.state === 'unhealthy');
  expect(shares(await bodies(port, 6))).toEqual({ one: 6 });
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html */
test('where all are sick all get traffic', async () => {
  const { port } = await playing({
    targets: await pair(),
    group: { healthCheck: { ...check, codes: [[299, 299]] } },
  });
  expect(shares(await bodies(port, 6))).toEqual({ one: 3, two: 3 });
});

test('below the percentage of healthy targets all get traffic', async () => {
  const [one, two] = (await pair()) as [Target, Target];
  const sick = await target('sick');
  const healthCheck = { ...check, path: '/look' };
  const { port } = await playing({
    targets: [one, two, { ...sick, id: 'sick' }],
    group: { failOpenBelow: { count: 1, percentage: 100 }, healthCheck },
  });
  expect(shares(await bodies(port, 6))).toEqual({ one: 2, two: 2, sick: 2 });
});

test('a Classic Load Balancer never fails open', async () => {
  const { port } = await playing({
    targets: await pair(),
    group: {
      healthCheck: { ...check, codes: [[299, 299]] },
      failOpenBelow: { count: 0, percentage: 0 },
    },
    balancer: { kind: 'classic' },
  });
  expect((await get(port)).status).toBe(503);
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay */
test('a target with nothing in flight leaves at once', async () => {
  const { group } = await playing({ targets: await pair() });
  await group.deregister('one');
  expect(group.healths().map(({ target: { id } }) => id)).toEqual(['two']);
});

async function withOneHeld(
  delay: number,
): Promise<Playing & { waiting: ServerResponse[]; asked: ReturnType<typeof get> }> {
  const { target: held, waiting } = slow('held');
  const setting = await playing({
    targets: [await held],
    group: { deregistrationDelaySeconds: delay },
  });
  const asked = get(setting.port);
  await until(() => waiting.length === 1);
  return { ...setting, waiting, asked };
}

test('what is in flight to a draining target may finish, and nothing new comes', async () => {
  const { group, port, waiting, asked } = await withOneHeld(60);
  const left = group.deregister('held');
  expect(group.healths()[0]?.health).toEqual({
    state: 'draining',
    reason: 'Target.DeregistrationInProgress',
  });
  expect((await get(port)).status).toBe(503);
  waiting[0]?.end('done');
  await left;
  expect((await asked).body).toBe('done');
  expect(group.healths()).toEqual([]);
});

test('what is in flight when the deregistration delay is over gets 502', async () => {
  const { group, asked } = await withOneHeld(0.1);
  await group.deregister('held');
  expect((await asked).status).toBe(502);
});

test('a draining target that is registered again starts anew', async () => {
  const { group, waiting, asked } = await withOneHeld(60);
  const [known] = group.healths();
  void group.deregister('held');
  group.register(known!.target);
  expect(group.healths()[0]?.health.state).toBe('initial');
  expect(waiting).toHaveLength(1);
  expect((await asked).status).toBe(502);
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode */
test('a new target beside a healthy one begins with a small share, and has its full share in the end', async () => {
  const [one, two] = (await pair()) as [Target, Target];
  const { port, group } = await playing({ targets: [one], group: { slowStartSeconds: 60 } });
  group.register(two);
  await until(() => group.healths()[1]?.health.state === 'healthy');
  const early = shares(await bodies(port, 20));
  expect(early['two'] ?? 0).toBeLessThan(early['one'] ?? 0);
  await wait(600);
  await bodies(port, 2);
  expect(shares(await bodies(port, 20))).toEqual({ one: 10, two: 10 });
});

test('targets that are registered together do not start slowly', async () => {
  const { port } = await playing({ targets: await pair(), group: { slowStartSeconds: 900 } });
  expect(shares(await bodies(port, 10))).toEqual({ one: 5, two: 5 });
});

test('a weighted group without targets is not passed over', async () => {
  const action: Action = {
    kind: 'forward',
    groups: [
      { group: 'Group', weight: 0 },
      { group: 'Absent', weight: 1 },
    ],
    stickySeconds: undefined,
  };
  const { port } = await playing({ targets: await pair(), rules: [ruleOf(action)] });
  expect((await get(port)).status).toBe(503);
});
