/** One look at an auto scaling group -> what it does next. Pure: the same look gives the same steps. */
import type { ScalingGroup } from '../../../fleet/fleet.ts';
import type { Member, Process } from './world.ts';
import { emptier, homesFor, surplus, type Home } from './zones.ts';

export interface Look {
  readonly desired: number;
  readonly policy: Pick<ScalingGroup, 'minHealthyPercentage' | 'maxHealthyPercentage'>;
  readonly members: readonly Member[];
  readonly homes: readonly Home[];
  readonly suspended: ReadonlySet<Process>;
}

export type Step =
  | { readonly step: 'launch'; readonly home: Home; readonly isForBalance: boolean }
  | { readonly step: 'terminate'; readonly member: Member; readonly why: string };

export function planOf(look: Look): readonly Step[] {
  const staying = look.members.filter(({ state }) => state !== 'Terminating');
  const replaced = toReplace(look, staying);
  const rest = staying.filter((each) => !replaced.includes(each));
  const wanted = wantedOf(look, rest);
  return [
    ...replaced.map((each) => terminate(each, 'it is unhealthy')),
    ...launches(look, rest, wanted),
    ...scaleIn(look, rest, wanted),
    ...(replaced.length === 0 ? balance(look, rest) : []),
  ];
}

function terminate(member: Member, why: string): Step {
  return { step: 'terminate', member, why };
}

/**
 * "ReplaceUnhealthy is inactive" while Terminate is suspended; what no longer runs is replaced at once, "terminate and launch".
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/understand-how-suspending-processes-affects-other-processes.html
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-maintenance-policy-overview-and-considerations.html
 */
function toReplace(look: Look, staying: readonly Member[]): readonly Member[] {
  if (!replaces(look)) return [];
  const gone = staying.filter(({ isGone }) => isGone);
  const running = staying.filter(({ isGone }) => !isGone);
  const sick = running.filter(isSick);
  const going = limitsOf(look) === undefined ? atATime(look, running) : within(look, running);
  return [...gone, ...sick.slice(0, going)];
}

function replaces({ suspended }: Look): boolean {
  return !suspended.has('ReplaceUnhealthy') && !suspended.has('Terminate');
}

function isSick({ health }: Member): boolean {
  return health === 'Unhealthy';
}

/** Launched, and not yet through its first health check. */
function isNew(member: Member): boolean {
  return !isSick(member) && !member.isReady;
}

/**
 * "Amazon EC2 Auto Scaling only replaces up to 10 percent of the group's desired capacity at a time", or one, and "waits for
 * the new instances to pass an initial health check".
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html#minimize-downtime
 */
function atATime({ desired, suspended }: Look, running: readonly Member[]): number {
  const share = Math.max(1, Math.floor(desired / 10));
  const missing = suspended.has('Launch') ? 0 : Math.max(0, desired - running.length);
  return Math.max(0, share - missing - running.filter(isNew).length);
}

/** Instances, by the instance maintenance policy: as few as `lower` in service, as many as `upper` in all. */
interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/** A part of an instance counts whole on both sides: above 100 percent there is always room for one more. */
function limitsOf({ desired, policy }: Look): Limits | undefined {
  const { minHealthyPercentage: min, maxHealthyPercentage: max } = policy;
  if (min === undefined || max === undefined) return undefined;
  return { lower: Math.ceil((desired * min) / 100), upper: Math.ceil((desired * max) / 100) };
}

/** As many as leave `lower` in service, where the sick that once were ready still serve. Where there is room for no other and none is on its way, one goes first. */
function within(look: Look, running: readonly Member[]): number {
  const { lower, upper } = limitsOf(look) ?? { lower: 0, upper: 0 };
  const serving = running.filter(({ isReady }) => isReady).length;
  const spare = Math.max(0, serving - lower);
  const isStuck = spare === 0 && running.length >= upper && !running.some(isNew);
  return isStuck ? 1 : spare;
}

/** What the group should have now: more than desired while one is launched before another goes. */
function wantedOf(look: Look, rest: readonly Member[]): number {
  const { desired } = look;
  const { upper } = limitsOf(look) ?? { upper: desired };
  const sick = replaces(look) ? rest.filter(isSick).length : 0;
  const ahead = Math.max(desired, Math.min(upper, desired + sick));
  return ahead + rest.filter((each) => each.isForBalance && isNew(each)).length;
}

function launches(look: Look, rest: readonly Member[], wanted: number): readonly Step[] {
  if (look.suspended.has('Launch')) return [];
  return homesFor(wanted - rest.length, rest, look.homes).map((home) => ({
    step: 'launch',
    home,
    isForBalance: false,
  }));
}

function scaleIn(look: Look, rest: readonly Member[], wanted: number): readonly Step[] {
  if (look.suspended.has('Terminate')) return [];
  return surplus(rest.length - wanted, rest).map((each) =>
    terminate(each, 'there are more than desired'),
  );
}

/**
 * "When rebalancing, Amazon EC2 Auto Scaling launches new instances before terminating the old ones", one by one, and may
 * exceed the maximum "by a 10 percent margin (or by a margin of one instance)".
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-instance-termination.html
 */
function balance(look: Look, rest: readonly Member[]): readonly Step[] {
  const { suspended, desired, homes } = look;
  if (suspended.has('AZRebalance') || suspended.has('Launch')) return [];
  const isCalm = rest.length === desired && rest.every((each) => each.isReady && !isSick(each));
  const home = isCalm ? emptier(rest, homes) : undefined;
  return home === undefined ? [] : [{ step: 'launch', home, isForBalance: true }];
}
