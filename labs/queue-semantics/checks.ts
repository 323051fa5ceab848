import type { Check } from '../../lib/lab.ts';
import { answersFindTheirAskers } from './checks/answers.ts';
import { deadComeBack, dlqOutlivesSource, poisonMoves } from './checks/dead.ts';
import { fifoWantsGroupAndId, sameIdOnce } from './checks/deduplication.ts';
import { oneConsumerPerGroup, orderPerGroup } from './checks/ordering.ts';
import { partnerMayOnlySend } from './checks/partner.ts';
import { sizeLimit, tenAtMost } from './checks/receiving.ts';
import { standardMayRepeat } from './checks/repeating.ts';
import { deletedIsGone, extendedStaysHidden, receivedIsHidden } from './checks/visibility.ts';
import { delayed, longPollWaits, noDelayPerFifoMessage } from './checks/waiting.ts';
import type { Stage } from './lab.ts';

/** Hidden, dead, waiting, ordered, repeated, shared; each on queues of its own, so that they run side by side. */
export const checks: readonly Check<Stage>[] = [
  receivedIsHidden,
  deletedIsGone,
  extendedStaysHidden,
  tenAtMost,
  poisonMoves,
  deadComeBack,
  dlqOutlivesSource,
  delayed,
  noDelayPerFifoMessage,
  longPollWaits,
  orderPerGroup,
  oneConsumerPerGroup,
  sameIdOnce,
  fifoWantsGroupAndId,
  standardMayRepeat,
  partnerMayOnlySend,
  answersFindTheirAskers,
  sizeLimit,
];
