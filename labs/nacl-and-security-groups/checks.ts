import type { Check } from '../../lib/lab.ts';
import {
  closedDoorIsSilent,
  oneAddressIsShutOut,
  openDoorEmptyRoom,
  webAnswersEveryoneElse,
} from './checks/doors.ts';
import { defaultAclAllowsAll } from './checks/groups-alone.ts';
import {
  aclIgnoresNeighbours,
  aclStopsTheOtherSubnet,
  groupAsSource,
} from './checks/neighbours.ts';
import { replyNeedsAnAclRule, replyNeedsNoGroupRule } from './checks/replies.ts';
import type { Stage } from './lab.ts';

/** From the outside in: the doors, what stands behind them, the way back, and last the groups by themselves. */
export const checks: readonly Check<Stage>[] = [
  webAnswersEveryoneElse,
  oneAddressIsShutOut,
  closedDoorIsSilent,
  openDoorEmptyRoom,
  groupAsSource,
  replyNeedsNoGroupRule,
  replyNeedsAnAclRule,
  aclIgnoresNeighbours,
  aclStopsTheOtherSubnet,
  defaultAclAllowsAll,
];
