/** How many instances an auto scaling group has, and in which zones. */
import { settledPlay } from './fakes.ts';

test('more and fewer are wanted: scaled out evenly, scaled in where there are most, the oldest first', async () => {
  const play = await settledPlay();
  play.loop.setDesired(3);
  await play.clock.advance(5);
  expect(play.world.spread()).toEqual({ a: 2, b: 1 });
  play.loop.setDesired(2);
  await play.clock.advance(2);
  expect([...play.world.instances.keys()]).toEqual(['i-2', 'i-3']);
});

test('scaled in, the fullest zone gives one, though the oldest stands elsewhere', async () => {
  const play = await settledPlay({ desired: 3 });
  play.loop.terminateInstance('i-1');
  await play.clock.advance(10);
  play.loop.setDesired(2);
  await play.clock.advance(2);
  expect([...play.world.instances.keys()]).toEqual(['i-2', 'i-4']);
});

test.each([1, 5, 2.5])('%d is outside of two to four', async (desired) => {
  const { loop } = await settledPlay();
  expect(() => {
    loop.setDesired(desired);
  }).toThrow(`S/Fleet takes 2 to 4 instances, not ${desired}`);
  expect(loop.desired).toBe(2);
});

test('an instance that is terminated by name is replaced, or not where fewer are wanted from then on', async () => {
  const play = await settledPlay({ desired: 3 });
  play.loop.terminateInstance('i-2');
  await play.clock.advance(5);
  expect(play.world.instances.size).toBe(3);
  play.loop.terminateInstance('i-3', true);
  await play.clock.advance(10);
  expect(play.loop.desired).toBe(2);
  expect(play.world.spread()).toEqual({ a: 1, b: 1 });
});

test('below the minimum nothing is terminated without another, and strangers are not known', async () => {
  const { loop } = await settledPlay();
  expect(() => {
    loop.terminateInstance('i-1', true);
  }).toThrow('without another in the place of i-1 S/Fleet would have fewer than its minimum, 2');
  expect(() => {
    loop.terminateInstance('i-9');
  }).toThrow('S/Fleet has no instance i-9');
});

test('when a zone ends the others take over, and when it is back the zones are evened out, launching first', async () => {
  const play = await settledPlay();
  play.world.endZone('a');
  await play.clock.advance(10);
  expect(play.world.spread()).toEqual({ b: 2 });
  play.world.log.length = 0;
  play.world.deadZones.clear();
  await play.clock.advance(20);
  expect(play.world.spread()).toEqual({ a: 1, b: 1 });
  expect(play.world.log[0]).toBe('launch i-4 in a1');
  expect(play.world.log.findIndex((each) => each.startsWith('terminate'))).toBeGreaterThan(
    play.world.log.indexOf('register i-4'),
  );
});

test('at its maximum a group may be one larger while zones are evened out', async () => {
  const play = await settledPlay({ min: 2, max: 2 });
  play.world.endZone('a');
  await play.clock.advance(10);
  play.world.deadZones.clear();
  const sizes: number[] = [];
  for (let second = 0; second < 20; second += 1) {
    await play.clock.advance(1);
    sizes.push(play.world.instances.size);
  }
  expect(Math.max(...sizes)).toBe(3);
  expect(play.world.spread()).toEqual({ a: 1, b: 1 });
});
