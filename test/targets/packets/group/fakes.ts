/** A world of made-up instances and a clock that only a test moves. */
import type { Id, ScalingGroup } from '../../../../lib/fleet/fleet.ts';
import { GroupLoop } from '../../../../lib/targets/packets/group/loop.ts';
import type {
  Clock,
  GroupEvent,
  InstanceHandle,
  World,
} from '../../../../lib/targets/packets/group/world.ts';

/** A second of the template takes 100 ms of it: a tenth. */
export class FakeClock implements Clock {
  private time = 0;
  private timers: { readonly at: number; readonly then: () => void }[] = [];

  now(): number {
    return this.time;
  }

  milliseconds(seconds: number): number {
    return seconds * 100;
  }

  after(milliseconds: number, then: () => void): () => void {
    const timer = { at: this.time + milliseconds, then };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  /** Seconds of the template; everything that promises answer meanwhile is done. */
  async advance(seconds: number): Promise<void> {
    const end = this.time + this.milliseconds(seconds);
    await settled();
    for (;;) {
      const [next] = [...this.timers].sort((one, other) => one.at - other.at);
      if (next === undefined || next.at > end) break;
      this.timers = this.timers.filter((each) => each !== next);
      this.time = next.at;
      next.then();
      await settled();
    }
    this.time = end;
  }

  async wait(seconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.after(this.milliseconds(seconds), resolve);
    });
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

interface FakeInstance {
  readonly subnet: Id;
  status: 'pending' | 'running' | 'stopped' | 'gone';
  /** Answers its health checks? */
  isWell: boolean;
  readonly targets: Map<Id, number>;
}

export class FakeWorld implements World {
  readonly instances = new Map<InstanceHandle, FakeInstance>();
  readonly deadZones = new Set<string>();
  readonly fullZones = new Set<string>();
  /** Are instances that are launched from now on well? */
  launchesWell = true;
  bootSeconds = 2;
  healthySeconds = 3;
  drainSeconds = 0;
  registerSeconds = 0;
  failsToTerminate = false;
  readonly log: string[] = [];
  private readonly clock: FakeClock;
  private count = 0;

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  launch(subnet: Id): Promise<InstanceHandle> {
    if (this.fullZones.has(this.zoneOf(subnet)))
      return Promise.reject(new Error('insufficient capacity'));
    this.count += 1;
    const handle = `i-${this.count}`;
    const instance: FakeInstance = {
      ...{ subnet, status: 'pending', isWell: this.launchesWell, targets: new Map<Id, number>() },
    };
    this.instances.set(handle, instance);
    this.log.push(`launch ${handle} in ${subnet}`);
    this.clock.after(this.clock.milliseconds(this.bootSeconds), () => {
      if (instance.status === 'pending') instance.status = 'running';
    });
    return Promise.resolve(handle);
  }

  terminate(handle: InstanceHandle): Promise<void> {
    if (this.failsToTerminate) return Promise.reject(new Error('not now'));
    this.log.push(`terminate ${handle}`);
    this.instances.delete(handle);
    return Promise.resolve();
  }

  status(handle: InstanceHandle): FakeInstance['status'] {
    return this.instances.get(handle)?.status ?? 'gone';
  }

  targetHealth(group: Id, handle: InstanceHandle): 'initial' | 'healthy' | 'unhealthy' | 'unused' {
    const instance = this.instances.get(handle);
    const since = instance?.targets.get(group);
    if (instance === undefined || since === undefined) return 'unused';
    const isYoung = this.clock.now() < since + this.clock.milliseconds(this.healthySeconds);
    if (!instance.isWell || instance.status !== 'running') return 'unhealthy';
    return isYoung ? 'initial' : 'healthy';
  }

  async register(group: Id, handle: InstanceHandle): Promise<void> {
    if (this.registerSeconds > 0) await this.clock.wait(this.registerSeconds);
    this.instances.get(handle)?.targets.set(group, this.clock.now());
    this.log.push(`register ${handle}`);
  }

  async deregister(group: Id, handle: InstanceHandle): Promise<void> {
    this.log.push(`deregister ${handle}`);
    if (this.drainSeconds > 0) await this.clock.wait(this.drainSeconds);
    this.instances.get(handle)?.targets.delete(group);
  }

  /** `a1` is a subnet of zone `a`. */
  zoneOf(subnet: Id): string {
    return subnet.charAt(0);
  }

  isZoneAlive(zone: string): boolean {
    return !this.deadZones.has(zone);
  }

  /** What runs, by zone. */
  spread(): Readonly<Record<string, number>> {
    const zones: Record<string, number> = {};
    for (const { subnet, status } of this.instances.values())
      if (status === 'running') zones[this.zoneOf(subnet)] = (zones[this.zoneOf(subnet)] ?? 0) + 1;
    return zones;
  }

  kill(handle: InstanceHandle, status: 'stopped' | 'gone' = 'stopped'): void {
    const instance = this.instances.get(handle);
    if (instance !== undefined) instance.status = status;
  }

  sicken(handle: InstanceHandle): void {
    const instance = this.instances.get(handle);
    if (instance !== undefined) instance.isWell = false;
  }

  endZone(zone: string): void {
    this.deadZones.add(zone);
    for (const [handle, { subnet }] of this.instances)
      if (this.zoneOf(subnet) === zone) this.kill(handle, 'gone');
  }
}

const silent: ScalingGroup = {
  id: 'S/Fleet',
  ...{ min: 2, max: 4, desired: 2, subnets: ['a1', 'b1'], healthTypes: ['EC2'], graceSeconds: 0 },
  ...{ targetGroups: ['S/Targets'], classicBalancers: [] },
  ...{ minHealthyPercentage: undefined, maxHealthyPercentage: undefined },
  launch: {
    ...{ userData: undefined, imageId: 'ami-1', instanceType: 't4g.micro', role: undefined },
    ...{ metadata: { isEnabled: true, tokens: 'optional', hopLimit: 1 }, tags: {} },
  },
};

export interface Play {
  readonly clock: FakeClock;
  readonly world: FakeWorld;
  readonly loop: GroupLoop;
  readonly events: GroupEvent[];
}

/** A group that is not yet started. */
export function playOf(changes: Partial<ScalingGroup> = {}): Play {
  const clock = new FakeClock();
  const world = new FakeWorld(clock);
  const events: GroupEvent[] = [];
  const group = { ...silent, ...changes };
  const { targetGroups } = group;
  const tell = (event: GroupEvent): void => {
    events.push(event);
  };
  return { clock, world, events, loop: new GroupLoop(group, { world, clock, targetGroups, tell }) };
}

/** A group that has been in service for a while. */
export async function settledPlay(changes: Partial<ScalingGroup> = {}): Promise<Play> {
  const play = playOf(changes);
  play.loop.start();
  await play.clock.advance(20);
  play.world.log.length = 0;
  return play;
}
