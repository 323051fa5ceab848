/** From a request to a target: the listener's rules, weighted groups, and what cookies bind. */
import type { Action, Balancer, Id, Listener, Stickiness } from '../../../fleet/fleet.ts';
import { cookieOf, opened, setCookies, sets } from './cookies.ts';
import { targetOf, withoutPort, type Arrival } from './forwarded.ts';
import { header, type RequestHead, type ResponseHead } from './head.ts';
import { router, weighted, type Asked } from './rules.ts';
import type { Seat } from './seat.ts';
import type { BalancerNode, RunningGroup, Surroundings } from './targets.ts';

/** One request, as an access log has it. */
export interface LogEntry {
  readonly node: string;
  readonly client: string;
  readonly method: string;
  readonly target: string;
  /** What the client got, or 460 where it did not wait. */
  readonly status: number;
  /** What the target said, if it did. */
  readonly targetStatus: number | undefined;
  /** `id:port` */
  readonly sentTo: string | undefined;
}

/** What all listeners and nodes of a load balancer share; replaced as a whole by an update. */
export interface Shared {
  readonly balancer: Balancer;
  readonly groups: ReadonlyMap<Id, RunningGroup>;
  readonly around: Surroundings;
  readonly log: ((entry: LogEntry) => void) | undefined;
}

/** A listener at a node. What is accepted earlier meets the rules of now. */
export class Door {
  readonly node: BalancerNode;
  listener: Listener;
  shared: Shared;
  route: ReturnType<typeof router>;

  constructor(node: BalancerNode, listener: Listener, shared: Shared) {
    this.node = node;
    this.listener = listener;
    this.shared = shared;
    this.route = router(listener.rules);
  }

  update(listener: Listener, shared: Shared): void {
    this.listener = listener;
    this.shared = shared;
    this.route = router(listener.rules);
  }
}

export interface Picked {
  readonly group: RunningGroup | undefined;
  readonly seat: Seat | undefined;
  /** Those to be set, by what the target answered. */
  readonly cookies: (response: ResponseHead) => readonly string[];
}

type Forward = Extract<Action, { kind: 'forward' }>;

const noCookies = (): readonly string[] => [];

export function askedOf(head: RequestHead, arrival: Arrival): Asked {
  const { path: whole, authority } = targetOf(head.target);
  const mark = whole.indexOf('?');
  return {
    method: head.method,
    protocol: arrival.protocol,
    host: withoutPort(authority ?? header(head, 'host') ?? ''),
    port: arrival.port,
    path: mark < 0 ? whole : whole.slice(0, mark),
    query: mark < 0 ? '' : whole.slice(mark + 1),
    client: arrival.client,
    headers: head.headers,
  };
}

/** A group whose targets are all sick or gone is not passed over: weights are kept whatever health is. */
export function pick(door: Door, forward: Forward, head: RequestHead): Picked {
  const cookie = header(head, 'cookie') ?? '';
  const id = groupOf(forward, cookie);
  const group = id === undefined ? undefined : door.shared.groups.get(id);
  if (id === undefined || group === undefined)
    return { group: undefined, seat: undefined, cookies: noCookies };
  const isSecure = door.listener.protocol === 'HTTPS';
  const chosen = seatOf(group, door.node.name, cookie);
  if (forward.stickySeconds === undefined && group.settings.stickiness === undefined)
    return { group, seat: chosen.seat, cookies: noCookies };
  const cookies = (response: ResponseHead): readonly string[] => [
    ...(forward.stickySeconds === undefined ? [] : setCookies('AWSALBTG', { group: id }, isSecure)),
    ...targetCookies({ group, isSecure, ...chosen }, response),
  ];
  return { group, seat: chosen.seat, cookies };
}

function groupOf({ groups, stickySeconds }: Forward, cookie: string): Id | undefined {
  if (groups.length === 1) return groups[0]?.group;
  if (stickySeconds !== undefined) {
    const bound = opened(cookieOf(cookie, 'AWSALBTG') ?? '', stickySeconds);
    if (bound !== undefined && groups.some(({ group }) => group === bound.group))
      return bound.group;
  }
  return weighted(groups, Math.random())?.group;
}

interface Chosen {
  readonly seat: Seat | undefined;
  /** Sent there because a cookie says so. */
  readonly isBound: boolean;
}

function seatOf(group: RunningGroup, node: string, cookie: string): Chosen {
  const bound = boundTo(group, cookie);
  const seat = bound === undefined ? undefined : group.sticky(node, bound);
  if (seat !== undefined) return { seat, isBound: true };
  return { seat: group.choose(node), isBound: false };
}

function boundTo(
  { settings: { id, stickiness } }: RunningGroup,
  cookie: string,
): string | undefined {
  if (stickiness === undefined || cookie === '') return undefined;
  const bound = opened(stickyCookie(stickiness, cookie) ?? '', stickiness.seconds);
  return bound?.group === id ? bound.target : undefined;
}

/** That of the application must come along with ours. */
function stickyCookie({ by, cookie: name }: Stickiness, cookie: string): string | undefined {
  if (by === 'lb_cookie') return cookieOf(cookie, 'AWSALB');
  if (name === undefined || cookieOf(cookie, name) === undefined) return undefined;
  return cookieOf(cookie, 'AWSALBAPP-0');
}

interface Binding extends Chosen {
  readonly group: RunningGroup;
  readonly isSecure: boolean;
}

function targetCookies(
  { group, seat, isBound, isSecure }: Binding,
  response: ResponseHead,
): readonly string[] {
  const { id, stickiness } = group.settings;
  if (stickiness === undefined || seat === undefined) return [];
  const bound = { group: id, target: seat.place.key };
  if (stickiness.by === 'lb_cookie') return setCookies('AWSALB', bound, isSecure);
  const { cookie = '' } = stickiness;
  const isSet = response.headers.some(
    ({ lower, value }) => lower === 'set-cookie' && sets(value, cookie),
  );
  return isSet || isBound ? setCookies('AWSALBAPP-0', bound, isSecure) : [];
}
