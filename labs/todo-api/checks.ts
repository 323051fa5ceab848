import type { Check } from '../../lib/lab.ts';
import {
  answersWithoutCache,
  cacheClosedToOthers,
  daxSurvivesNode,
  readsGoThroughCache,
} from './checks/cache.ts';
import { badBody, forgedToken, noToken } from './checks/door.ts';
import { credentialsExpire, foreignPrefixDenied, uploadOwnFile } from './checks/files.ts';
import {
  crudRoundTrip,
  ownerFromClaims,
  ownItemsOnly,
  personalAnswerNotShared,
} from './checks/lists.ts';
import { functionLeastPrivilege } from './checks/permitted.ts';
import { templatesCached } from './checks/templates.ts';
import type { Stage } from './lab.ts';

/** From the outside in: the door, the lists, the role behind them, then what each later stage adds. */
export const checks: readonly Check<Stage>[] = [
  noToken,
  forgedToken,
  crudRoundTrip,
  ownItemsOnly,
  ownerFromClaims,
  badBody,
  functionLeastPrivilege,
  uploadOwnFile,
  foreignPrefixDenied,
  credentialsExpire,
  readsGoThroughCache,
  cacheClosedToOthers,
  answersWithoutCache,
  daxSurvivesNode,
  templatesCached,
  personalAnswerNotShared,
];
