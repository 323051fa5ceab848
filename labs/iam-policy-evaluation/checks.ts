import type { Check } from '../../lib/lab.ts';
import { mfaOrNothing, officeOnly } from './checks/conditions.ts';
import { casesHold, denyWins, limitsDoNotGrant } from './checks/decisions.ts';
import { noStarStar } from './checks/documents-written.ts';
import { boundaryStopsEscalation, servicePrincipalIsPinned } from './checks/fences.ts';
import { bucketAndObjectLevel, crossAccountNeedsTwo } from './checks/levels.ts';
import { colleagueDifference, newHireGetsTheGroup } from './checks/people.ts';
import type { Stage } from './lab.ts';

/** Who decides, on what level, for whom, under which conditions, how far, in which account, and how it is written. */
export const checks: readonly Check<Stage>[] = [
  casesHold,
  denyWins,
  limitsDoNotGrant,
  bucketAndObjectLevel,
  newHireGetsTheGroup,
  colleagueDifference,
  officeOnly,
  mfaOrNothing,
  boundaryStopsEscalation,
  crossAccountNeedsTwo,
  noStarStar,
  servicePrincipalIsPinned,
];
