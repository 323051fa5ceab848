/** An auto scaling group over a made-up world: what AWS documents, second by second. */
import { playOf, settledPlay, type Play } from './fakes.ts';

const elb = { healthTypes: ['EC2', 'ELB'] } as const;
const aheadOf = { minHealthyPercentage: 100, maxHealthyPercentage: 150 } as const;

function states({ loop }: Play): readonly string[] {
  return loop.members.map(({ state }) => state);
}

function kinds({ events }: Play): readonly string[] {
  return events.map(({ kind }) => kind);
}

test('launches what is desired, evenly, and each is in service when it runs and is registered', async () => {
  const play = playOf({ desired: 4, subnets: ['a1', 'a2', 'b1'] });
  play.loop.start();
  await play.clock.advance(1);
  expect(states(play)).toEqual(['Pending', 'Pending', 'Pending', 'Pending']);
  await play.clock.advance(5);
  expect(states(play)).toEqual(['InService', 'InService', 'InService', 'InService']);
  expect(play.world.spread()).toEqual({ a: 2, b: 2 });
  expect(new Set(play.loop.members.map(({ subnet }) => subnet))).toEqual(
    new Set(['a1', 'a2', 'b1']),
  );
  expect(play.world.log.filter((each) => each.startsWith('register'))).toHaveLength(4);
});

test.each(['stopped', 'gone'] as const)(
  'an instance that is %s is replaced at once, in its zone, also in its grace',
  async (status) => {
    const play = await settledPlay({ graceSeconds: 300 });
    play.world.kill('i-1', status);
    await play.clock.advance(1);
    expect(play.world.log).toContain('launch i-3 in a1');
    await play.clock.advance(5);
    expect(play.world.spread()).toEqual({ a: 1, b: 1 });
    expect(play.world.instances.has('i-1')).toBe(false);
  },
);

test('with EC2 alone the word of the load balancer changes nothing', async () => {
  const play = await settledPlay();
  play.world.sicken('i-1');
  await play.clock.advance(60);
  expect(play.world.log).toEqual([]);
});

test('with ELB a sick instance goes while another is launched, where there is no maintenance policy', async () => {
  const play = await settledPlay(elb);
  play.world.sicken('i-1');
  await play.clock.advance(1);
  expect(play.world.log).toEqual(['launch i-3 in a1', 'deregister i-1', 'terminate i-1']);
  expect(play.events.map(({ sentence }) => sentence)).toContain(
    'i-1 is unhealthy: the load balancer says so of its target in S/Targets',
  );
});

test('sick ones go one after the other: the next when its forerunner has passed its first check', async () => {
  const play = await settledPlay({ ...elb, desired: 3, max: 4 });
  for (const each of ['i-1', 'i-2', 'i-3']) play.world.sicken(each);
  const left: number[] = [];
  for (let second = 0; second < 25; second += 1) {
    await play.clock.advance(1);
    left.push(['i-1', 'i-2', 'i-3'].filter((each) => play.world.instances.has(each)).length);
  }
  expect(left[0]).toBe(2);
  expect(left[4]).toBe(2);
  expect(left.at(-1)).toBe(0);
  expect(left.every((each, index) => (left[index - 1] ?? 3) - each <= 1)).toBe(true);
});

test('with 100 percent at least and room above, another is ready before the sick one goes', async () => {
  const play = await settledPlay({ ...elb, ...aheadOf });
  play.world.sicken('i-1');
  await play.clock.advance(5);
  expect(play.world.log).toEqual(['launch i-3 in a1', 'register i-3']);
  await play.clock.advance(5);
  expect(play.world.log.slice(2)).toEqual(['deregister i-1', 'terminate i-1']);
  expect(play.world.spread()).toEqual({ a: 1, b: 1 });
});

test('all sick at once never leaves fewer in service than the policy says, nor more than it allows', async () => {
  const play = await settledPlay({ ...elb, ...aheadOf });
  play.world.sicken('i-1');
  play.world.sicken('i-2');
  for (let second = 0; second < 40; second += 1) {
    await play.clock.advance(1);
    const staying = play.loop.members.filter(({ state }) => state !== 'Terminating');
    expect(staying.length).toBeLessThanOrEqual(3);
    expect(staying.filter(({ state }) => state === 'InService').length).toBeGreaterThanOrEqual(2);
  }
  expect(play.world.spread()).toEqual({ a: 1, b: 1 });
  expect(play.world.instances.has('i-2')).toBe(false);
});

test('100 percent at least and at most: one goes first, for there is no other way', async () => {
  const both = { minHealthyPercentage: 100, maxHealthyPercentage: 100 };
  const play = await settledPlay({ ...elb, ...both });
  play.world.sicken('i-1');
  play.world.sicken('i-2');
  await play.clock.advance(1);
  expect(play.world.instances.size).toBe(2);
  expect(play.world.instances.has('i-2')).toBe(true);
  await play.clock.advance(30);
  expect(play.world.instances.has('i-2')).toBe(false);
  expect(play.world.spread()).toEqual({ a: 1, b: 1 });
});

test('what no longer runs is not waited for, whatever the policy', async () => {
  const play = await settledPlay({ ...elb, ...aheadOf });
  play.world.kill('i-1');
  await play.clock.advance(1);
  expect(play.world.log).toContain('terminate i-1');
  expect(play.world.log).toContain('launch i-3 in a1');
});

test('grace counts from being in service, and holds back the load balancer alone', async () => {
  const play = playOf({ ...elb, graceSeconds: 30 });
  play.world.launchesWell = false;
  play.loop.start();
  await play.clock.advance(31);
  expect(kinds(play)).not.toContain('unhealthy');
  await play.clock.advance(4);
  expect(kinds(play)).toContain('unhealthy');
});

test('what never becomes healthy is replaced again and again, each time after its grace', async () => {
  const play = playOf({ ...elb, min: 1, max: 1, desired: 1, graceSeconds: 10 });
  play.world.launchesWell = false;
  play.loop.start();
  await play.clock.advance(70);
  const launches = play.events.filter(({ kind }) => kind === 'launching').map(({ at }) => at / 100);
  expect(launches.length).toBeGreaterThanOrEqual(5);
  const gaps = launches.slice(1).map((each, index) => each - launches[index]!);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(12);
});

test('a launch that fails is tried in another zone, and there again after ever longer pauses', async () => {
  const play = playOf({ min: 1, max: 1, desired: 1 });
  play.world.fullZones.add('a').add('b');
  play.loop.start();
  await play.clock.advance(60);
  const failed = play.events.filter(({ kind }) => kind === 'launch failed');
  expect(failed.slice(0, 2).map(({ sentence }) => sentence)).toEqual([
    'a launch in a failed: insufficient capacity; the next try there is after 5 s',
    'a launch in b failed: insufficient capacity; the next try there is after 5 s',
  ]);
  expect(failed.length).toBeLessThanOrEqual(8);
  play.world.fullZones.clear();
  await play.clock.advance(60);
  expect(states(play)).toEqual(['InService']);
});

test('an instance that ends before it is in service counts as a launch that failed', async () => {
  const play = playOf({ min: 1, max: 1, desired: 1, subnets: ['a1'] });
  play.loop.suspend('ReplaceUnhealthy');
  play.loop.start();
  await play.clock.advance(1);
  play.world.kill('i-1', 'gone');
  await play.clock.advance(2);
  expect(kinds(play)).toContain('launch failed');
  expect(play.world.instances.size).toBe(0);
  await play.clock.advance(10);
  expect(states(play)).toEqual(['InService']);
});

test('min and max of one: the sick one and its successor pass each other', async () => {
  const play = await settledPlay({ ...elb, min: 1, max: 1, desired: 1 });
  play.world.sicken('i-1');
  await play.clock.advance(10);
  expect([...play.world.instances.keys()]).toEqual(['i-2']);
  expect(states(play)).toEqual(['InService']);
});

test('draining ends before the instance does, and its place is taken meanwhile', async () => {
  const play = await settledPlay(elb);
  play.world.drainSeconds = 30;
  play.world.sicken('i-1');
  await play.clock.advance(20);
  expect(play.world.status('i-1')).toBe('running');
  expect(states(play)).toEqual(['Terminating', 'InService', 'InService']);
  await play.clock.advance(15);
  expect(play.world.instances.has('i-1')).toBe(false);
});

test('nothing waits for the draining of what no longer runs', async () => {
  const play = await settledPlay();
  play.world.drainSeconds = 300;
  play.world.kill('i-1');
  await play.clock.advance(2);
  expect(play.world.log).toContain('deregister i-1');
  expect(play.world.instances.has('i-1')).toBe(false);
});

test('what cannot be terminated is told, and tried again', async () => {
  const play = await settledPlay(elb);
  play.world.failsToTerminate = true;
  play.world.sicken('i-1');
  await play.clock.advance(3);
  expect(play.events.map(({ sentence }) => sentence)).toContain('not now');
  play.world.failsToTerminate = false;
  await play.clock.advance(20);
  expect(play.world.instances.has('i-1')).toBe(false);
  expect(play.world.spread()).toEqual({ a: 1, b: 1 });
});

test('after stop nothing is begun, and a second start begins no second loop', async () => {
  const play = await settledPlay();
  play.loop.start();
  play.loop.stop();
  play.world.kill('i-1');
  play.loop.wake();
  await play.clock.advance(60);
  expect(play.world.log).toEqual([]);
  play.loop.start();
  await play.clock.advance(10);
  expect(play.world.spread()).toEqual({ a: 1, b: 1 });
});

test('a wish that answers an event is heard after the look that told it', async () => {
  const play = playOf();
  const { push } = play.events;
  play.events.push = (...told) => {
    if (told.some(({ kind }) => kind === 'launching')) play.loop.wake();
    return push.apply(play.events, told);
  };
  play.loop.start();
  await play.clock.advance(10);
  expect(play.world.log.filter((each) => each.startsWith('launch'))).toHaveLength(2);
});

test('stopped by what it tells, it takes no further step', async () => {
  const play = playOf();
  const { push } = play.events;
  play.events.push = (...told) => {
    play.loop.stop();
    return push.apply(play.events, told);
  };
  play.loop.start();
  await play.clock.advance(10);
  expect(play.world.instances.size).toBe(1);
});

test('one that is terminated while it registers is deregistered, and never in service', async () => {
  const play = playOf({ min: 0, desired: 1 });
  play.world.registerSeconds = 5;
  play.loop.start();
  await play.clock.advance(4);
  play.loop.terminateInstance('i-1', true);
  play.world.drainSeconds = 10;
  await play.clock.advance(20);
  expect(states(play)).not.toContain('InService');
  expect(kinds(play)).not.toContain('in service');
  expect(play.world.log).toEqual([
    'launch i-1 in a1',
    'register i-1',
    'deregister i-1',
    'terminate i-1',
  ]);
});

test('a registration that takes long is asked for once', async () => {
  const play = playOf({ desired: 2 });
  play.world.registerSeconds = 5;
  play.loop.start();
  await play.clock.advance(20);
  expect(play.world.log.filter((each) => each.startsWith('register'))).toEqual([
    'register i-1',
    'register i-2',
  ]);
});
