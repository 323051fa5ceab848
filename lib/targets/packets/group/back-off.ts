/** After a failed launch its zone is left alone for a while, longer each time. */
import type { Clock } from './world.ts';

const firstSeconds = 5;
const mostSeconds = 60;

export class BackOff {
  private readonly clock: Clock;
  private readonly zones = new Map<string, { readonly failures: number; readonly until: number }>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** @returns the seconds, by the template's clock, until the zone is tried again */
  failed(zone: string): number {
    const failures = (this.zones.get(zone)?.failures ?? 0) + 1;
    const seconds = Math.min(mostSeconds, firstSeconds * 2 ** (failures - 1));
    const until = this.clock.now() + this.clock.milliseconds(seconds);
    this.zones.set(zone, { failures, until });
    return seconds;
  }

  succeeded(zone: string): void {
    this.zones.delete(zone);
  }

  isOver(zone: string): boolean {
    return this.clock.now() >= (this.zones.get(zone)?.until ?? 0);
  }
}
