import type { Check } from '../../lib/lab.ts';
import { inFlightFinishes, losesAZone, oneDownNoGap } from './checks/losses.ts';
import { bootsThroughTheEndpoint, noWayRoundTheLb, onlyTheLb } from './checks/doors.ts';
import {
  dependencyOutage,
  emptyAndAllSick,
  sickOneIsReplaced,
  sickOneLeaves,
} from './checks/health.ts';
import { twoHostsAnswer, twoZones, zonesMatch } from './checks/spread.ts';
import type { Stage } from './lab.ts';

/** From the outside in: who answers, who is let in, what sickness does, and what is survived. */
export const checks: readonly Check<Stage>[] = [
  twoHostsAnswer,
  twoZones,
  zonesMatch,
  noWayRoundTheLb,
  onlyTheLb,
  bootsThroughTheEndpoint,
  sickOneLeaves,
  sickOneIsReplaced,
  losesAZone,
  inFlightFinishes,
  oneDownNoGap,
  dependencyOutage,
  emptyAndAllSick,
];
