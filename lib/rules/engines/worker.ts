/** The thread that an engine judges in. */
import { parentPort, workerData } from 'node:worker_threads';
import { judgeHere, type Asked } from './here.ts';

void judgeHere(workerData as Asked).then((judgements) => {
  parentPort?.postMessage(judgements);
});
