/** A target as one node of a load balancer sees it: its health there, what is in flight, connections kept open. */
import type { TargetGroup } from '../../../fleet/fleet.ts';
import type { NodeName } from '../plan/plan.ts';
import { Checker } from './health.ts';
import type { Surroundings, Target } from './targets.ts';

/** Something in flight that can be cut. */
export interface Flight {
  /** The deregistration delay is over, or the balancer ends. */
  cut(): void;
}

/** A connection that nobody uses now. */
export interface Idle {
  destroy(): void;
}

interface Place {
  readonly key: string;
  readonly node: NodeName;
  readonly target: Target;
  readonly around: Surroundings;
}

export class Seat {
  readonly place: Place;
  readonly checker: Checker;
  /** Milliseconds of `performance.now()`; undefined: it takes its full share. */
  slowSince: number | undefined;
  /** Once it is healthy. */
  startsSlowly = false;
  /** Of a slow start: what it is owed, below 1. */
  credit = 0;
  readonly #flights = new Set<Flight>();
  readonly #idle: Idle[] = [];
  #isLeaving = false;
  #left: () => void = () => undefined;

  constructor(place: Place, { healthCheck }: TargetGroup, onChange: () => void) {
    this.place = place;
    const { target, around, node } = place;
    this.checker = new Checker(
      { ...around, from: node, address: target.address, port: target.port, onChange },
      healthCheck,
    );
  }

  get outstanding(): number {
    return this.#flights.size;
  }

  enter(flight: Flight): void {
    this.#flights.add(flight);
  }

  leave(flight: Flight): void {
    if (this.#flights.delete(flight)) this.#left();
  }

  /** The connection used last, which is the one most likely still open. */
  takeIdle(): Idle | undefined {
    return this.#idle.pop();
  }

  /** False where none is kept any more. */
  giveIdle(idle: Idle): boolean {
    if (!this.#isLeaving) this.#idle.push(idle);
    return !this.#isLeaving;
  }

  dropIdle(idle: Idle): void {
    const at = this.#idle.indexOf(idle);
    if (at >= 0) this.#idle.splice(at, 1);
  }

  /** Nothing new is sent there; `left` is called after each that ends. */
  drain(left: () => void): void {
    this.#left = left;
    this.retire();
  }

  close(): void {
    this.#left = () => undefined;
    this.retire();
    for (const flight of [...this.#flights]) flight.cut();
  }

  /** Nothing new is sent there, and what is in flight has all its time. */
  retire(): void {
    this.#isLeaving = true;
    this.checker.stop();
    for (const idle of this.#idle.splice(0)) idle.destroy();
  }
}
