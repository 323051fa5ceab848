/** How fast the sick are replaced when others cannot be launched, and what a success forgets. */
import { playOf, settledPlay } from './fakes.ts';

const elb = { healthTypes: ['EC2', 'ELB'] } as const;

test('while no other can be launched, no second sick one goes', async () => {
  const play = await settledPlay({ ...elb, desired: 3 });
  play.world.fullZones.add('a').add('b');
  for (const each of ['i-1', 'i-2', 'i-3']) play.world.sicken(each);
  await play.clock.advance(40);
  expect(play.world.instances.size).toBe(2);
});

test('with 50 percent at least, half of the sick go at once', async () => {
  const half = { minHealthyPercentage: 50, maxHealthyPercentage: 100 };
  const play = await settledPlay({ ...elb, ...half, desired: 4 });
  for (const each of play.world.instances.keys()) play.world.sicken(each);
  await play.clock.advance(1);
  expect(play.world.log.filter((each) => each.startsWith('terminate'))).toEqual([
    'terminate i-1',
    'terminate i-2',
  ]);
});

test('a launch that succeeds makes the next pause short again', async () => {
  const play = playOf({ min: 0, max: 2, desired: 1, subnets: ['a1'] });
  play.world.fullZones.add('a');
  play.loop.start();
  await play.clock.advance(20);
  play.world.fullZones.clear();
  await play.clock.advance(30);
  play.world.fullZones.add('a');
  play.loop.setDesired(2);
  await play.clock.advance(1);
  expect(play.events.at(-1)?.sentence).toMatch(/after 5 s$/);
});
