/** The clock of the template: health checks and time to live pass faster here than on AWS. */
import type { Clock } from '../group/world.ts';

/** A tenth: 30 s of a health check take 3 s. */
export const usualScale = 0.1;

export function scaledClock(scale: number): Clock {
  return {
    now: () => performance.now(),
    milliseconds: (seconds) => seconds * 1000 * scale,
    after: (milliseconds, then) => {
      const timer = setTimeout(then, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
