import type { Check } from '../../lib/lab.ts';
import { backupSiteWorks, bucketCarriesRecordName, bucketIsPrivate } from './checks/backup.ts';
import { failoverPerRequest } from './checks/edge.ts';
import { backupAnswersInTime, brokenPageCountsAsDown } from './checks/failover.ts';
import { checkersGetIn, onlyWebPortOpen } from './checks/network.ts';
import { addressSurvivesRestart, primaryAnswers, primaryComesBack } from './checks/primary.ts';
import type { Stage } from './lab.ts';

/** As a visitor meets them: the server, its stand-in, what decides between the two, then the edge. */
export const checks: readonly Check<Stage>[] = [
  primaryAnswers,
  backupAnswersInTime,
  primaryComesBack,
  brokenPageCountsAsDown,
  backupSiteWorks,
  bucketCarriesRecordName,
  checkersGetIn,
  addressSurvivesRestart,
  onlyWebPortOpen,
  failoverPerRequest,
  bucketIsPrivate,
];
