/**
 * A target group at run time: who is registered, how each node sees its health, and who gets the next request.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
 */
import type { TargetGroup } from '../../../fleet/fleet.ts';
import type { NodeName } from '../plan/plan.ts';
import type { Wire } from '../plan/wire.ts';
import type { Health } from './health.ts';
import { Lane } from './lane.ts';
import { Seat } from './seat.ts';

export interface BalancerNode {
  readonly name: NodeName;
  readonly zone: string;
  /** Its private address. */
  readonly address: string;
}

export interface Target {
  readonly id: string;
  readonly address: string;
  readonly port: number;
  /** Undefined: every zone, as addresses outside the VPC have it. */
  readonly zone: string | undefined;
}

export interface Surroundings {
  readonly wire: Wire;
  /** Real seconds per second of AWS: for health checks, connection time-out and slow start. */
  readonly scale: number;
}

export interface TargetHealth {
  readonly target: Target;
  readonly health: Health;
}

interface Member {
  readonly target: Target;
  readonly seats: Map<NodeName, Seat>;
  leaving?: { readonly promise: Promise<void>; readonly done: () => void };
}

interface Service {
  readonly nodes: readonly BalancerNode[];
  readonly isCrossZone: boolean;
}

export class RunningGroup {
  #settings: TargetGroup;
  readonly #around: Surroundings;
  readonly #members = new Map<string, Member>();
  readonly #lanes = new Map<NodeName, Lane>();
  readonly #listeners = new Set<() => void>();
  #service: Service | undefined;

  constructor(settings: TargetGroup, around: Surroundings) {
    this.#settings = settings;
    this.#around = around;
  }

  get settings(): TargetGroup {
    return this.#settings;
  }

  /** Called after each change of a target's health. Returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** From now on these nodes send to it, and check its targets; undefined: no listener uses it any more. */
  serve(service: Service | undefined): void {
    this.#service = service;
    this.#arrange();
  }

  update(settings: TargetGroup): void {
    this.#settings = settings;
    for (const lane of this.#lanes.values()) lane.update(settings);
    for (const { seats } of this.#members.values())
      for (const seat of seats.values()) seat.checker.update(settings.healthCheck);
    this.#arrange();
  }

  register(target: Target): void {
    const key = keyOf(target);
    const known = this.#members.get(key);
    if (
      known !== undefined &&
      known.leaving === undefined &&
      known.target.address === target.address
    )
      return;
    if (known !== undefined) this.#forget(key, known);
    this.#members.set(key, { target, seats: new Map() });
    this.#arrange();
  }

  /** Resolves once nothing is in flight to it, at the latest after the delay: what still is then is cut. */
  deregister(id: string, port?: number): Promise<void> {
    const leaving = [...this.#members.entries()].filter(
      ([, { target }]) => target.id === id && (port ?? target.port) === target.port,
    );
    return Promise.all(leaving.map(([key, member]) => this.#drain(key, member))).then(
      () => undefined,
    );
  }

  /** Who gets the next request that comes to the node; undefined: 503. */
  choose(node: NodeName): Seat | undefined {
    return this.#lanes.get(node)?.next();
  }

  /** All that the node may send to now, as a Network Load Balancer wants to know. */
  open(node: NodeName): readonly Target[] {
    return (
      this.#lanes
        .get(node)
        ?.open()
        .map(({ place }) => place.target) ?? []
    );
  }

  /** The seat that a sticky client has, where it still is to be sent to. */
  sticky(node: NodeName, key: string): Seat | undefined {
    return this.#lanes.get(node)?.seatOf(key);
  }

  /**
   * Each node has its own view, and AWS does not say how it shows several: healthy where a node finds it healthy, else
   * what the first node says. Or as one node sees it.
   */
  healths(node?: NodeName): readonly TargetHealth[] {
    return [...this.#members.values()].map((member) => ({
      target: member.target,
      health: this.#healthOf(member, node),
    }));
  }

  close(): void {
    this.#listeners.clear();
    for (const [key, member] of [...this.#members]) this.#forget(key, member);
  }

  #healthOf({ leaving, seats }: Member, node: NodeName | undefined): Health {
    if (leaving !== undefined)
      return { state: 'draining', reason: 'Target.DeregistrationInProgress' };
    const all = [...seats]
      .filter(([name]) => name === (node ?? name))
      .map(([, seat]) => seat.checker.health);
    const shown = all.find(({ state }) => state === 'healthy') ?? all[0];
    return shown ?? { state: 'unused', reason: 'Target.NotInUse' };
  }

  /** Seats where a node may send to a target, none elsewhere. */
  #arrange(): void {
    for (const [key, member] of this.#members)
      if (member.leaving === undefined) this.#place(key, member);
    this.#seated();
  }

  #place(key: string, { target, seats }: Member): void {
    const nodes = this.#service?.nodes ?? [];
    const wanted = nodes.filter((node) => this.#reaches(node, target)).map(({ name }) => name);
    for (const [name, seat] of [...seats]) {
      if (wanted.includes(name)) continue;
      seats.delete(name);
      seat.retire();
    }
    for (const name of wanted) if (!seats.has(name)) seats.set(name, this.#seat(key, name, target));
  }

  #reaches({ zone }: BalancerNode, target: Target): boolean {
    if (target.zone === undefined) return true;
    const { nodes, isCrossZone } = this.#service ?? { nodes: [], isCrossZone: true };
    const { crossZone } = this.#settings;
    const crosses = crossZone === 'as the load balancer' ? isCrossZone : crossZone;
    return crosses ? nodes.some((node) => node.zone === target.zone) : zone === target.zone;
  }

  #seat(key: string, node: NodeName, target: Target): Seat {
    const seat = new Seat({ key, node, target, around: this.#around }, this.#settings, () => {
      this.#lanes.get(node)?.changed();
      for (const listener of this.#listeners) listener();
    });
    seat.checker.start();
    return seat;
  }

  #seated(): void {
    for (const { name } of this.#service?.nodes ?? [])
      if (!this.#lanes.has(name))
        this.#lanes.set(name, new Lane(this.#settings, this.#around.scale));
    for (const [name, lane] of this.#lanes) {
      const staying = [...this.#members.values()].filter(({ leaving }) => leaving === undefined);
      lane.seat(staying.flatMap(({ seats }) => seats.get(name) ?? []));
    }
    for (const listener of this.#listeners) listener();
  }

  #drain(key: string, member: Member): Promise<void> {
    if (member.leaving !== undefined) return member.leaving.promise;
    let done = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        done();
      }, this.#settings.deregistrationDelaySeconds * 1000);
      done = () => {
        clearTimeout(timer);
        if (this.#members.get(key) === member) this.#forget(key, member);
        resolve();
      };
    });
    member.leaving = { promise, done };
    const seats = [...member.seats.values()];
    for (const seat of seats)
      seat.drain(() => {
        if (seats.every((each) => each.outstanding === 0)) done();
      });
    this.#seated();
    if (seats.every((each) => each.outstanding === 0)) done();
    return promise;
  }

  #forget(key: string, member: Member): void {
    this.#members.delete(key);
    for (const seat of member.seats.values()) seat.close();
    member.leaving?.done();
    this.#seated();
  }
}

/** One instance may be registered with several ports. */
export function keyOf({ id, port }: Target): string {
  return `${id}:${port}`;
}
