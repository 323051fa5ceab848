import { consumer, count, remove } from './jobs.ts';

/** The queue gives a message once, so what was done before need not be looked up. */
export const handler = consumer({ work: (jobId) => count(jobId), finish: remove });
