/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
import {
  judged,
  registering,
  type Outcome,
  type Verdict,
} from '../../../../lib/targets/packets/balance/health.ts';
import { RunningGroup } from '../../../../lib/targets/packets/balance/targets.ts';
import { Socket } from 'node:net';
import {
  atEnd,
  check,
  endAll,
  groupWith,
  kill,
  loopback,
  nodes,
  playing,
  rawTarget,
  scale,
  target,
  until,
} from './loopback.ts';

afterEach(endAll);

const failure: Outcome = { reason: 'Target.FailedHealthChecks' };

function after(...outcomes: readonly Outcome[]): Verdict {
  const settings = { ...check, healthyThreshold: 3, unhealthyThreshold: 2 };
  return outcomes.reduce((verdict, outcome) => judged(verdict, outcome, settings), registering);
}

test.each<{ says: string; outcomes: readonly Outcome[]; state: string }>([
  { says: 'is initial before its first check', outcomes: [], state: 'initial' },
  { says: 'is healthy after one check that it passes', outcomes: ['passed'], state: 'healthy' },
  { says: 'stays initial below the threshold', outcomes: [failure], state: 'initial' },
  { says: 'is unhealthy at the threshold', outcomes: [failure, failure], state: 'unhealthy' },
  { says: 'is healthy still after one failure', outcomes: ['passed', failure], state: 'healthy' },
  {
    says: 'is healthy still where failures are not consecutive',
    outcomes: ['passed', failure, 'passed', failure],
    state: 'healthy',
  },
  {
    says: 'is unhealthy still below the threshold of passes',
    outcomes: [failure, failure, 'passed', 'passed'],
    state: 'unhealthy',
  },
  {
    says: 'is healthy again at the threshold of passes',
    outcomes: [failure, failure, 'passed', 'passed', 'passed'],
    state: 'healthy',
  },
  {
    says: 'is unhealthy still where passes are not consecutive',
    outcomes: [failure, failure, 'passed', 'passed', failure, 'passed'],
    state: 'unhealthy',
  },
])('a target $says', ({ outcomes, state }) => {
  expect(after(...outcomes).health.state).toBe(state);
});

test('a new target says why it is initial', () => {
  expect(after().health.reason).toBe('Elb.RegistrationInProgress');
  expect(after(failure).health.reason).toBe('Elb.InitialHealthChecking');
});

test.each<{ says: string; speaks: Parameters<typeof rawTarget>[1]; reason: string }>([
  {
    says: 'another code',
    speaks: (socket) => socket.end('HTTP/1.1 503 No\r\n\r\n'),
    reason: 'Target.ResponseCodeMismatch',
  },
  {
    says: 'garbage',
    speaks: (socket) => socket.end('garbage\r\n\r\n'),
    reason: 'Target.FailedHealthChecks',
  },
  { says: 'nothing', speaks: () => undefined, reason: 'Target.Timeout' },
  {
    says: 'a reset',
    speaks: (socket) => socket.resetAndDestroy(),
    reason: 'Target.FailedHealthChecks',
  },
])(
  'a target that answers $says to the check is unhealthy by $reason',
  async ({ speaks, reason }) => {
    const one = await rawTarget('one', speaks);
    const { group } = await playing({
      targets: [one],
      group: { healthCheck: { ...check, path: '/sick' } },
    });
    expect(group.healths()[0]?.health).toMatchObject({ state: 'unhealthy', reason });
  },
);

test('the description names the code', async () => {
  const one = await target('one', (_request, response) => response.writeHead(404).end());
  const { group } = await playing({
    targets: [one],
    group: { healthCheck: { ...check, path: '/sick' } },
  });
  expect(group.healths()[0]?.health.description).toBe(
    'Health checks failed with these codes: [404]',
  );
});

test('the check names its target as host and itself as agent', async () => {
  const heads: string[] = [];
  const one = await rawTarget('one', (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  const listening = await target('two', (request, response) => {
    heads.push(`${request.headers.host} ${request.headers['user-agent']}`);
    response.end();
  });
  await playing({
    targets: [one, listening],
    group: { healthCheck: { ...check, path: '/look?x' } },
  });
  expect(heads[0]).toBe(`127.0.0.1:${listening.port} ELB-HealthChecker/2.0`);
});

test('a check on a port of its own leaves the traffic port alone', async () => {
  const well = await target('well');
  const traffic = await target('traffic', (_request, response) => response.writeHead(500).end());
  const { group } = await playing({
    targets: [traffic],
    group: { healthCheck: { ...check, path: '/sick', port: well.port } },
  });
  expect(group.healths()[0]?.health.state).toBe('healthy');
});

test('a TCP check is content with a connection', async () => {
  const one = await rawTarget('one', () => undefined);
  const { group } = await playing({
    targets: [one],
    group: { healthCheck: { ...check, protocol: 'TCP' } },
  });
  expect(group.healths()[0]?.health.state).toBe('healthy');
});

test('every node checks from where it is', async () => {
  const from: string[] = [];
  const wire = {
    ...loopback,
    connect: (...[node, to]: Parameters<typeof loopback.connect>): Socket => {
      from.push(node);
      return loopback.connect(node, to);
    },
  };
  await playing({ targets: [await target('one')], wire });
  expect(new Set(from)).toEqual(new Set(['alb a', 'alb b']));
});

test('a target that dies becomes unhealthy and one that comes back healthy, by the scaled clock', async () => {
  const one = await target('one');
  const { group } = await playing({ targets: [one] });
  expect(group.healths()[0]?.health).toEqual({ state: 'healthy' });
  const since = Date.now();
  kill(one);
  await until(() => group.healths()[0]?.health.state === 'unhealthy');
  expect(Date.now() - since).toBeLessThan(1000);
});

test.each<{ says: string; zone: string | undefined; crossZone: boolean; state: string }>([
  { says: 'in a zone without node', zone: 'c', crossZone: true, state: 'unused' },
  {
    says: 'in a zone without node, each zone by itself',
    zone: 'c',
    crossZone: false,
    state: 'unused',
  },
  { says: 'of no zone', zone: undefined, crossZone: false, state: 'healthy' },
  { says: 'in a zone with node', zone: 'b', crossZone: false, state: 'healthy' },
])('a target $says is $state', async ({ zone, crossZone, state }) => {
  const one = { ...(await target('one')), zone };
  const { group } = await playing({ targets: [one], group: { crossZone } });
  expect(group.healths()[0]?.health.state).toBe(state);
});

test('a target of a group that no listener uses is unused', async () => {
  const group = new RunningGroup(groupWith(), { wire: loopback, scale });
  atEnd(() => {
    group.close();
  });
  group.register(await target('one'));
  expect(group.healths()[0]?.health).toEqual({ state: 'unused', reason: 'Target.NotInUse' });
  group.serve({ nodes, isCrossZone: true });
  await until(() => group.healths()[0]?.health.state === 'healthy');
});

test('changes of health are told', async () => {
  const group = new RunningGroup(groupWith(), { wire: loopback, scale });
  atEnd(() => {
    group.close();
  });
  const states: (string | undefined)[] = [];
  group.onChange(() => states.push(group.healths()[0]?.health.state));
  group.serve({ nodes: nodes.slice(0, 1), isCrossZone: true });
  group.register(await target('one'));
  await until(() => states.at(-1) === 'healthy');
  expect(states).toContain('initial');
});
