/** Processes that are suspended: https://docs.aws.amazon.com/autoscaling/ec2/userguide/understand-how-suspending-processes-affects-other-processes.html */
import { settledPlay } from './fakes.ts';

const elb = { healthTypes: ['EC2', 'ELB'] } as const;

function kinds(events: readonly { readonly kind: string }[]): readonly string[] {
  return events.map(({ kind }) => kind);
}

describe('suspended', () => {
  test('Launch: the unhealthy go, nobody comes; all come when it is resumed', async () => {
    const play = await settledPlay(elb);
    play.loop.suspend('Launch');
    play.world.sicken('i-1');
    await play.clock.advance(20);
    expect([...play.world.instances.keys()]).toEqual(['i-2']);
    play.loop.resume('Launch');
    await play.clock.advance(10);
    expect(play.world.spread()).toEqual({ a: 1, b: 1 });
  });

  test.each(['Terminate', 'ReplaceUnhealthy'] as const)(
    '%s: the unhealthy are known and stay, until it is resumed',
    async (process) => {
      const play = await settledPlay(elb);
      play.loop.suspend(process);
      play.world.sicken('i-1');
      await play.clock.advance(20);
      expect(kinds(play.events).filter((each) => each === 'unhealthy')).toHaveLength(1);
      expect(play.world.log).toEqual([]);
      play.loop.resume(process);
      await play.clock.advance(10);
      expect(play.world.instances.has('i-1')).toBe(false);
    },
  );

  test('Terminate: nothing is scaled in', async () => {
    const play = await settledPlay({ desired: 3 });
    play.loop.suspend('Terminate');
    play.loop.setDesired(2);
    await play.clock.advance(10);
    expect(play.world.instances.size).toBe(3);
  });

  test('ReplaceUnhealthy: scaled in, the unhealthy go first', async () => {
    const play = await settledPlay({ ...elb, desired: 3 });
    play.loop.suspend('ReplaceUnhealthy');
    play.world.sicken('i-2');
    await play.clock.advance(5);
    play.loop.setDesired(2);
    await play.clock.advance(1);
    expect(play.world.log).toContain('terminate i-2');
  });

  test('Terminate: zones are evened out by one more at most', async () => {
    const play = await settledPlay({ min: 4, desired: 4 });
    play.world.endZone('b');
    await play.clock.advance(10);
    play.loop.suspend('Terminate');
    play.world.deadZones.clear();
    await play.clock.advance(60);
    expect(play.world.spread()).toEqual({ a: 4, b: 1 });
  });

  test('HealthCheck: nothing is found unhealthy', async () => {
    const play = await settledPlay();
    play.loop.suspend('HealthCheck');
    play.world.kill('i-1');
    await play.clock.advance(20);
    expect(kinds(play.events)).not.toContain('unhealthy');
  });

  test('AddToLoadBalancer: what is launched is not registered, also not later', async () => {
    const play = await settledPlay(elb);
    play.loop.suspend('AddToLoadBalancer');
    play.world.kill('i-1');
    await play.clock.advance(10);
    play.loop.resume('AddToLoadBalancer');
    await play.clock.advance(10);
    expect(play.world.log).not.toContain('register i-3');
    expect(play.world.status('i-3')).toBe('running');
  });

  test('AZRebalance: the zones stay uneven', async () => {
    const play = await settledPlay();
    play.loop.suspend('AZRebalance');
    play.world.endZone('a');
    await play.clock.advance(10);
    play.world.deadZones.clear();
    await play.clock.advance(20);
    expect(play.world.spread()).toEqual({ b: 2 });
  });
});
