import type { Check } from '../../lib/lab.ts';
import { keyLetsTopicWork, onlyThisTopic } from './checks/access.ts';
import { alarmSpeaks } from './checks/alarm.ts';
import { filtersSelect, noAttributeNoDelivery, onePublishEachGetsIt } from './checks/delivery.ts';
import { deadEndpointNotForgotten, endpointConfirmsFirst } from './checks/endpoint.ts';
import { fifoRepeatsDropped, sameOrderInBoth } from './checks/entries.ts';
import { directTextPerProtocol, envelopeOrRaw } from './checks/texts.ts';
import { lateListener, stoppedConsumer } from './checks/time.ts';
import type { Stage } from './lab.ts';

/** What arrives, what arrives late, who is let in, what does not arrive, the ledger, and who else publishes. */
export const checks: readonly Check<Stage>[] = [
  onePublishEachGetsIt,
  filtersSelect,
  noAttributeNoDelivery,
  envelopeOrRaw,
  lateListener,
  stoppedConsumer,
  onlyThisTopic,
  keyLetsTopicWork,
  endpointConfirmsFirst,
  deadEndpointNotForgotten,
  sameOrderInBoth,
  fifoRepeatsDropped,
  alarmSpeaks,
  directTextPerProtocol,
];
