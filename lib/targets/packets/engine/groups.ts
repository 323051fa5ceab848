/** The auto scaling groups of a lab, live: each loop launches instances into the network and takes them out again. */
import type { Fleet, Id, ScalingGroup } from '../../../fleet/fleet.ts';
import { registersIn } from '../../../fleet/build/build.ts';
import { GroupLoop } from '../group/loop.ts';
import type { Clock, GroupEvent, InstanceHandle, World } from '../group/world.ts';
import { targetAt, type Balancers } from './balancers.ts';
import type { Hosts } from './hosts.ts';
import type { Plane } from './plane.ts';
import { zoneName } from './region.ts';

export interface GroupsParts {
  readonly plane: Plane;
  readonly hosts: Hosts;
  readonly balancers: Balancers;
  readonly clock: Clock;
  /** Applies a change with who is in it: machines are started and ended with their interfaces. */
  readonly change: (members: ReadonlyMap<Id, readonly Id[]>) => Promise<void>;
  readonly tell: (event: GroupEvent) => void;
}

export class Groups {
  private readonly parts: GroupsParts;
  private readonly loops = new Map<
    Id,
    { readonly loop: GroupLoop; readonly group: ScalingGroup }
  >();
  /** By interface of a group's subnet. */
  private readonly members = new Map<Id, readonly Id[]>();
  private launched = 0;

  constructor(parts: GroupsParts) {
    this.parts = parts;
  }

  loop(id: Id): GroupLoop | undefined {
    return this.loops.get(id)?.loop;
  }

  get all(): readonly {
    readonly id: Id;
    readonly loop: GroupLoop;
    readonly group: ScalingGroup;
  }[] {
    return [...this.loops].map(([id, each]) => ({ id, ...each }));
  }

  /** Which group an instance is of. */
  holding(handle: InstanceHandle): GroupLoop | undefined {
    return [...this.loops.values()].find(({ loop }) =>
      loop.members.some((each) => each.handle === handle),
    )?.loop;
  }

  /** Before the network is made: nobody is there yet. */
  nobodyYet(
    { groups }: Fleet,
    interfaces: Iterable<{ readonly id: Id; readonly owner: Id }>,
  ): ReadonlyMap<Id, readonly Id[]> {
    for (const { id, owner } of interfaces)
      if (groups.has(owner) && !this.members.has(id)) this.members.set(id, []);
    return this.members;
  }

  begin(fleet: Fleet): void {
    for (const group of fleet.groups.values()) this.beginOne(fleet, group);
  }

  stop(): void {
    for (const { loop } of this.loops.values()) loop.stop();
  }

  wake(): void {
    for (const { loop } of this.loops.values()) loop.wake();
  }

  private beginOne(fleet: Fleet, group: ScalingGroup): void {
    const { clock, tell } = this.parts;
    const loop = new GroupLoop(group, {
      ...{ world: this.worldOf(group), clock, tell },
      targetGroups: registersIn(fleet, group.id),
    });
    this.loops.set(group.id, { loop, group });
    loop.start();
  }

  private worldOf(group: ScalingGroup): World {
    const { balancers, hosts, plane } = this.parts;
    return {
      launch: (subnet) => this.launch(group.id, subnet),
      terminate: (handle) => this.terminate(handle),
      status: (handle) => statusOf(hosts, handle),
      targetHealth: (id, handle) => {
        const found = balancers
          .group(id)
          ?.healths()
          .find(({ target }) => target.id === handle);
        const state = found?.health.state ?? 'unused';
        return state === 'unavailable' ? 'unused' : state;
      },
      register: (id, handle) => {
        const running = balancers.group(id);
        const target = targetAt(plane.stands.settled, handle, running?.settings.port);
        if (target !== undefined) running?.register(target);
        return Promise.resolve();
      },
      deregister: (id, handle) => balancers.group(id)?.deregister(handle) ?? Promise.resolve(),
      zoneOf: (subnet) => {
        const zone = plane.base.subnets.get(subnet)?.zone;
        return typeof zone === 'string' ? zoneName(zone) : subnet;
      },
      isZoneAlive: (zone) => !plane.lostZones.has(zone),
    };
  }

  private async launch(group: Id, subnet: Id): Promise<InstanceHandle> {
    const face = `${group}@${subnet}`;
    const handle = `${face}~${(this.launched += 1)}`;
    await this.replace(new Map([[face, [...(this.members.get(face) ?? []), handle]]]));
    if (!this.parts.plane.stands.settled.network.interfaces.has(handle))
      throw new Error(`${subnet} has no address for it`);
    return handle;
  }

  private terminate(handle: InstanceHandle): Promise<void> {
    const face = handle.replace(/~\d+$/, '');
    const left = (this.members.get(face) ?? []).filter((each) => each !== handle);
    return this.replace(new Map([[face, left]]));
  }

  private replace(members: ReadonlyMap<Id, readonly Id[]>): Promise<void> {
    for (const [face, some] of members) this.members.set(face, some);
    return this.parts.change(members);
  }
}

function statusOf(hosts: Hosts, handle: InstanceHandle): ReturnType<World['status']> {
  const host = hosts.find(handle);
  if (host === undefined) return 'gone';
  if (host.isOver) return 'stopped';
  return host.machine.boot.state === 'waiting' ? 'pending' : 'running';
}
