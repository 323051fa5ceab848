/** How one node chooses among the targets of a group. */
import type { TargetGroup } from '../../../fleet/fleet.ts';
import type { Seat } from './seat.ts';

export class Lane {
  #settings: TargetGroup;
  readonly #scale: number;
  #seats: readonly Seat[] = [];
  /** Who may be sent to, until health changes. */
  #ready: readonly Seat[] | undefined;
  #healthy: ReadonlySet<Seat> = new Set();
  #turn = 0;

  constructor(settings: TargetGroup, scale: number) {
    this.#settings = settings;
    this.#scale = scale;
  }

  update(settings: TargetGroup): void {
    this.#settings = settings;
    this.#ready = undefined;
  }

  seat(seats: readonly Seat[]): void {
    for (const seat of seats)
      if (!this.#seats.includes(seat)) seat.startsSlowly = this.#hasFull(this.#healthy);
    this.#seats = seats;
    this.changed();
  }

  changed(): void {
    const healthy = new Set(this.#seats.filter(isWell));
    this.#slowStart(healthy);
    this.#healthy = healthy;
    this.#ready = undefined;
  }

  seatOf(key: string): Seat | undefined {
    return this.open().find(({ place }) => place.key === key);
  }

  next(): Seat | undefined {
    const ready = this.open();
    if (ready.length < 2) return ready[0];
    switch (this.#settings.algorithm) {
      case 'round_robin':
        return this.#roundRobin(ready);
      case 'weighted_random':
        return ready[Math.floor(Math.random() * ready.length)];
      case 'least_outstanding_requests':
        return this.#least(ready);
    }
  }

  #roundRobin(ready: readonly Seat[]): Seat | undefined {
    // A seat in slow start lets its turn pass until it is owed a whole request; the others never do.
    for (let tries = 0; tries < ready.length; tries += 1) {
      const seat = this.#following(ready);
      if (seat !== undefined && this.#takesTurn(seat)) return seat;
    }
    return this.#following(ready);
  }

  #following(ready: readonly Seat[]): Seat | undefined {
    this.#turn = (this.#turn + 1) % ready.length;
    return ready[this.#turn];
  }

  #takesTurn(seat: Seat): boolean {
    if (seat.slowSince === undefined) return true;
    const share = this.#shareOf(seat.slowSince);
    if (share >= 1) seat.slowSince = undefined;
    seat.credit += share;
    if (seat.credit < 1) return false;
    seat.credit -= 1;
    return true;
  }

  /** Grows linearly over the slow start. */
  #shareOf(since: number): number {
    return (performance.now() - since) / (this.#settings.slowStartSeconds * 1000 * this.#scale);
  }

  /** Among equals, in turn. */
  #least(ready: readonly Seat[]): Seat | undefined {
    let least: Seat | undefined;
    this.#turn = (this.#turn + 1) % ready.length;
    for (let step = 0; step < ready.length; step += 1) {
      const seat = ready[(this.#turn + step) % ready.length];
      if (seat !== undefined && seat.outstanding < (least?.outstanding ?? Infinity)) least = seat;
    }
    return least;
  }

  /**
   * Fewer healthy targets than the threshold, and all that are known get traffic: fail open. One that is still initial gets
   * none: it must pass its initial checks first.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
   */
  open(): readonly Seat[] {
    this.#ready ??= this.#isTooFew()
      ? this.#seats.filter((seat) => seat.checker.health.state !== 'initial')
      : this.#seats.filter((seat) => this.#healthy.has(seat));
    return this.#ready;
  }

  #isTooFew(): boolean {
    const { count, percentage } = this.#settings.failOpenBelow;
    const healthy = this.#healthy.size;
    return healthy < count || healthy * 100 < percentage * this.#seats.length;
  }

  /** Only beside a healthy target that is not in slow start itself; those that were registered together all start in full. */
  #slowStart(healthy: ReadonlySet<Seat>): void {
    const isOn = this.#settings.slowStartSeconds > 0;
    const hasOther = this.#hasFull([...this.#healthy].filter((seat) => healthy.has(seat)));
    for (const seat of this.#seats) {
      if (!healthy.has(seat)) seat.slowSince = undefined;
      else if (!this.#healthy.has(seat)) {
        if (isOn && hasOther && seat.startsSlowly) seat.slowSince = performance.now();
        seat.startsSlowly = true;
      }
    }
  }

  #hasFull(seats: Iterable<Seat>): boolean {
    return [...seats].some(({ slowSince }) => slowSince === undefined);
  }
}

function isWell(seat: Seat): boolean {
  const { state } = seat.checker.health;
  return state === 'healthy' || state === 'unavailable';
}
