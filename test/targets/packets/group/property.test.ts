/** Whatever happens to a group: in the end as many healthy instances as desired, evenly spread, and never too many. */
import type { ScalingGroup } from '../../../../lib/fleet/fleet.ts';
import type { Process } from '../../../../lib/targets/packets/group/world.ts';
import fc from '../../../support/fast-check.ts';
import { playOf, type Play } from './fakes.ts';

const processes: readonly Process[] = [
  ...(['Launch', 'Terminate', 'HealthCheck'] as const),
  ...(['ReplaceUnhealthy', 'AZRebalance', 'AddToLoadBalancer'] as const),
];

const policies = [
  { minHealthyPercentage: undefined, maxHealthyPercentage: undefined },
  { minHealthyPercentage: 100, maxHealthyPercentage: 150 },
  { minHealthyPercentage: 50, maxHealthyPercentage: 100 },
  { minHealthyPercentage: 100, maxHealthyPercentage: 100 },
  { minHealthyPercentage: 90, maxHealthyPercentage: 110 },
];

const groups = fc
  .record({
    sizes: fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)),
    subnets: fc.constantFrom(['a1'], ['a1', 'b1'], ['a1', 'b1', 'c1'], ['a1', 'a2', 'b1']),
    isElb: fc.boolean(),
    graceSeconds: fc.constantFrom(0, 10),
    policy: fc.constantFrom(...policies),
  })
  .map(({ sizes, subnets, isElb, graceSeconds, policy }): Partial<ScalingGroup> => {
    const [min = 0, desired = 0, max = 0] = [...sizes].sort((one, other) => one - other);
    const healthTypes = isElb ? (['EC2', 'ELB'] as const) : (['EC2'] as const);
    return { min, desired, max, subnets, healthTypes, graceSeconds, ...policy };
  });

/** Something that happens; the number picks among what there is. */
const happenings: Readonly<Record<string, (play: Play, pick: number) => void>> = {
  stops: ({ world }, pick) => {
    world.kill(picked([...world.instances.keys()], pick));
  },
  'is gone': ({ world }, pick) => {
    world.kill(picked([...world.instances.keys()], pick), 'gone');
  },
  sickens: ({ world }, pick) => {
    world.sicken(picked([...world.instances.keys()], pick));
  },
  'all sicken': ({ world }) => {
    for (const each of world.instances.keys()) world.sicken(each);
  },
  'zone ends': ({ world }, pick) => {
    world.endZone(picked(['a', 'b', 'c'], pick));
  },
  'zone is back': ({ world }, pick) => {
    world.deadZones.delete(picked(['a', 'b', 'c'], pick));
  },
  'zone is full': ({ world }, pick) => {
    world.fullZones.add(picked(['a', 'b', 'c'], pick));
  },
  'zone has room': ({ world }, pick) => {
    world.fullZones.delete(picked(['a', 'b', 'c'], pick));
  },
  'launches are sick': ({ world }, pick) => {
    world.launchesWell = pick % 2 === 0;
  },
  drains: ({ world }, pick) => {
    world.drainSeconds = pick % 10;
  },
  'other size': ({ loop }, pick) => {
    attempt(() => {
      loop.setDesired(pick % 6);
    });
  },
  'asked to go': ({ loop, world }, pick) => {
    attempt(() => {
      loop.terminateInstance(picked([...world.instances.keys()], pick), pick % 2 === 0);
    });
  },
  suspend: ({ loop }, pick) => {
    loop.suspend(processes[pick % processes.length] ?? 'Launch');
  },
  resume: ({ loop }, pick) => {
    loop.resume(processes[pick % processes.length] ?? 'Launch');
  },
};

function picked(among: readonly string[], pick: number): string {
  return among[pick % Math.max(1, among.length)] ?? '';
}

/** What the group refuses is refused. */
function attempt(wish: () => void): void {
  try {
    wish();
  } catch {
    return;
  }
}

const histories = fc.array(
  fc.record({
    what: fc.constantFrom(...Object.keys(happenings)),
    pick: fc.nat(1000),
    seconds: fc.nat(12),
  }),
  { maxLength: 25 },
);

/** The group's own maximum, what its policy adds to it, and the one with which zones are evened out. */
function mostOf({ max = 0, maxHealthyPercentage = 100 }: Partial<ScalingGroup>): number {
  return Math.ceil((max * maxHealthyPercentage) / 100) + 1;
}

/** @returns what should not have been, at any second */
async function pass(
  { clock, loop, world }: Play,
  group: Partial<ScalingGroup>,
  seconds: number,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const subnets = new Set(group.subnets);
  for (let second = 0; second < seconds; second += 1) {
    await clock.advance(1);
    const staying = loop.members.filter(({ state }) => state !== 'Terminating').length;
    if (staying > mostOf(group)) faults.push(`${staying} at ${clock.now()}`);
    for (const { subnet } of world.instances.values())
      if (!subnets.has(subnet)) faults.push(`one in ${subnet}`);
  }
  return faults;
}

function heal({ world, loop }: Play): void {
  world.deadZones.clear();
  world.fullZones.clear();
  world.launchesWell = true;
  world.drainSeconds = 0;
  for (const each of world.instances.values()) each.isWell = true;
  loop.resume(...processes);
}

test('whatever is killed, sick, full, suspended or wished for', async () => {
  await fc.assert(
    fc.asyncProperty(groups, histories, async (group, history) => {
      const play = playOf(group);
      play.loop.start();
      for (const { what, pick, seconds } of history) {
        happenings[what]?.(play, pick);
        expect(await pass(play, group, seconds)).toEqual([]);
      }
      heal(play);
      expect(await pass(play, group, 150)).toEqual([]);
      play.loop.stop();
      const { members, desired } = play.loop;
      expect(members.map(({ state, health }) => `${state} ${health}`)).toEqual(
        Array.from({ length: desired }, () => 'InService Healthy'),
      );
      expect(new Set(members.map(({ handle }) => handle))).toEqual(
        new Set(play.world.instances.keys()),
      );
      const spread = [...new Set(group.subnets?.map((each) => each.charAt(0)))].map(
        (zone) => play.world.spread()[zone] ?? 0,
      );
      expect(Math.max(...spread) - Math.min(...spread)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 150 },
  );
}, 60_000);
