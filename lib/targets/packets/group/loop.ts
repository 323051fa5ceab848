/** An auto scaling group that lives: it looks, decides (`plan.ts`) and acts on the world, until it is stopped. */
import { KitError } from '../../../errors.ts';
import type { Id, ScalingGroup } from '../../../fleet/fleet.ts';
import { BackOff } from './back-off.ts';
import { checked } from './health.ts';
import { planOf, type Step } from './plan.ts';
import type { Clock, GroupEvent, InstanceHandle, Member, Process, World } from './world.ts';
import type { Home } from './zones.ts';

export interface Surroundings {
  readonly world: World;
  readonly clock: Clock;
  /** Where it registers its instances: `registersIn` of the fleet. */
  readonly targetGroups: readonly Id[];
  readonly tell: (event: GroupEvent) => void;
}

/** Seconds of the template between two looks. */
const lookSeconds = 1;

/** A member as the loop changes it. */
interface Kept extends Member {
  handle: InstanceHandle | undefined;
  state: Member['state'];
  health: Member['health'];
  isGone: boolean;
  isReady: boolean;
  inServiceAt: number;
  registering: Promise<void> | undefined;
  targetGroups: readonly Id[];
}

export class GroupLoop {
  private readonly group: ScalingGroup;
  private readonly around: Surroundings;
  private readonly backOff: BackOff;
  private readonly kept = new Set<Kept>();
  private readonly suspended = new Set<Process>();
  private wanted: number;
  private launched = 0;
  private callOff: (() => void) | undefined;
  /** What is told may answer at once with a wish: the next look, a second later, sees it. */
  private isLooking = false;

  constructor(group: ScalingGroup, around: Surroundings) {
    this.group = group;
    this.around = around;
    this.backOff = new BackOff(around.clock);
    this.wanted = group.desired;
  }

  get members(): readonly Member[] {
    return [...this.kept];
  }

  get desired(): number {
    return this.wanted;
  }

  /** Does it bring instances where some are missing? */
  get isLaunching(): boolean {
    return !this.suspended.has('Launch');
  }

  start(): void {
    this.look();
  }

  /** What is under way is left as it is; nothing else is begun. */
  stop(): void {
    this.callOff?.();
    this.callOff = undefined;
  }

  /** Looks now: something has happened. */
  wake(): void {
    if (!this.isLooking && this.isRunning()) this.look();
  }

  /** @throws OutsideLimits */
  setDesired(desired: number): void {
    const { id, min, max } = this.group;
    if (!Number.isInteger(desired) || desired < min || desired > max)
      throw new KitError('OutsideLimits', `${id} takes ${min} to ${max} instances, not ${desired}`);
    this.wanted = desired;
    this.tell('changed', undefined, `${id} wants ${desired} instances`);
    this.wake();
  }

  /**
   * @param decrement whether the group wants one fewer from now on, so that no other takes its place
   * @throws UnknownInstance, OutsideLimits
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html
   */
  terminateInstance(instance: InstanceHandle, decrement = false): void {
    const member = [...this.kept].find(({ handle }) => handle === instance);
    if (member === undefined)
      throw new KitError('UnknownInstance', `${this.group.id} has no instance ${instance}`);
    if (member.state === 'Terminating') return;
    if (decrement) this.setDesiredBelow(instance);
    this.terminate(member, 'it was asked to');
    this.wake();
  }

  suspend(...processes: readonly Process[]): void {
    for (const each of processes) this.suspended.add(each);
    this.tell('changed', undefined, `${this.group.id} suspends ${processes.join(', ')}`);
  }

  resume(...processes: readonly Process[]): void {
    for (const each of processes) this.suspended.delete(each);
    this.tell('changed', undefined, `${this.group.id} resumes ${processes.join(', ')}`);
    this.wake();
  }

  private setDesiredBelow(instance: InstanceHandle): void {
    const { id, min } = this.group;
    if (this.wanted <= min)
      throw new KitError(
        'OutsideLimits',
        `without another in the place of ${instance} ${id} would have fewer than its minimum, ${min}`,
      );
    this.wanted -= 1;
  }

  private look(): void {
    const { clock } = this.around;
    this.callOff?.();
    this.callOff = clock.after(clock.milliseconds(lookSeconds), () => {
      this.look();
    });
    this.isLooking = true;
    for (const member of [...this.kept]) this.observe(member);
    for (const step of this.steps()) if (this.isRunning()) this.take(step);
    this.isLooking = false;
  }

  private isRunning(): boolean {
    return this.callOff !== undefined;
  }

  private steps(): readonly Step[] {
    return planOf({
      desired: this.wanted,
      policy: this.group,
      members: this.members,
      homes: this.homes(),
      suspended: this.suspended,
    });
  }

  private homes(): readonly Home[] {
    const { world } = this.around;
    return this.group.subnets.map((subnet) => {
      const zone = world.zoneOf(subnet);
      return { subnet, zone, isOpen: world.isZoneAlive(zone) && this.backOff.isOver(zone) };
    });
  }

  private take(step: Step): void {
    if (step.step === 'launch') this.launch(step.home, step.isForBalance);
    else
      for (const member of this.kept)
        if (member.order === step.member.order) this.terminate(member, step.why);
  }

  private observe(member: Kept): void {
    if (member.handle === undefined || member.state === 'Terminating') return;
    if (member.state === 'Pending') this.observePending(member, member.handle);
    else if (!this.suspended.has('HealthCheck')) this.check(member, member.handle);
  }

  /** "After an instance finishes registering, it enters the InService state." */
  private observePending(member: Kept, handle: InstanceHandle): void {
    const status = this.around.world.status(handle);
    if (status === 'stopped' || status === 'gone') {
      this.launchFailed(member.zone, handle, `it is ${status} before it was in service`);
      member.isGone = true;
      this.terminate(member, 'its launch failed');
    } else if (status === 'running' && member.registering === undefined) {
      member.registering = this.register(member, handle);
      this.act(member.registering, () => {
        member.registering = undefined;
      });
    }
  }

  private async register(member: Kept, handle: InstanceHandle): Promise<void> {
    const { world, clock, targetGroups } = this.around;
    const joined = this.suspended.has('AddToLoadBalancer') ? [] : targetGroups;
    await Promise.all(joined.map((each) => world.register(each, handle)));
    member.targetGroups = joined;
    if (member.state !== 'Pending') return;
    member.state = 'InService';
    member.inServiceAt = clock.now();
    this.backOff.succeeded(member.zone);
    this.tell('in service', handle, `${handle} is in service in ${member.zone}`);
  }

  /** Once unhealthy it stays so until it is replaced. */
  private check(member: Kept, handle: InstanceHandle): void {
    const { world, clock } = this.around;
    const { graceSeconds, healthTypes } = this.group;
    const isInGrace = clock.now() - member.inServiceAt < clock.milliseconds(graceSeconds);
    const { targetGroups } = member;
    const found = checked({ handle, targetGroups, isInGrace }, healthTypes, world);
    member.isGone = found.isGone;
    member.isReady ||= found.isReady;
    if (found.why === undefined || member.health === 'Unhealthy') return;
    member.health = 'Unhealthy';
    this.tell('unhealthy', handle, `${handle} is unhealthy: ${found.why}`);
  }

  private launch({ subnet, zone }: Home, isForBalance: boolean): void {
    this.launched += 1;
    const member: Kept = {
      ...{ order: this.launched, subnet, zone, isForBalance, handle: undefined },
      ...{ state: 'Pending', health: 'Healthy', isGone: false, isReady: false },
      ...{ inServiceAt: 0, registering: undefined, targetGroups: [] },
    };
    this.kept.add(member);
    const why = isForBalance ? ', to even out the zones' : '';
    this.tell('launching', undefined, `${this.group.id} launches an instance in ${zone}${why}`);
    const launch = async (): Promise<void> => {
      try {
        member.handle = await this.around.world.launch(subnet);
      } catch (error) {
        this.kept.delete(member);
        this.launchFailed(zone, undefined, messageOf(error));
      }
    };
    this.act(launch());
  }

  private launchFailed(zone: string, handle: InstanceHandle | undefined, why: string): void {
    const seconds = this.backOff.failed(zone);
    const sentence = `a launch in ${zone} failed: ${why}; the next try there is after ${seconds} s`;
    this.tell('launch failed', handle, sentence);
  }

  /** "Waits for either in-flight requests to complete or the maximum timeout to expire before it terminates." */
  private terminate(member: Kept, why: string): void {
    const { handle } = member;
    // What is not there yet is found as surplus again when it is.
    if (handle === undefined) return;
    const before = member.state;
    member.state = 'Terminating';
    this.tell('terminating', handle, `${handle} is terminated: ${why}`);
    this.act(this.end(member, handle), () => {
      member.state = before;
    });
  }

  private async end(member: Kept, handle: InstanceHandle): Promise<void> {
    const { world } = this.around;
    // What registers only now would stay registered; whether it could is told elsewhere.
    await Promise.allSettled([member.registering]);
    const drained = Promise.all(member.targetGroups.map((each) => world.deregister(each, handle)));
    // Nothing is in flight to what no longer runs.
    if (member.isGone) drained.catch(() => undefined);
    else await drained;
    await world.terminate(handle);
    this.kept.delete(member);
    this.tell('terminated', handle, `${handle} is terminated`);
  }

  /** Looks again when it is done, or undoes what was begun. */
  private act(action: Promise<void>, undo: () => void = () => undefined): void {
    action.then(
      () => {
        this.wake();
      },
      (error: unknown) => {
        undo();
        this.tell('failed', undefined, messageOf(error));
      },
    );
  }

  private tell(
    kind: GroupEvent['kind'],
    instance: InstanceHandle | undefined,
    sentence: string,
  ): void {
    this.around.tell({ at: this.around.clock.now(), kind, instance, sentence });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
