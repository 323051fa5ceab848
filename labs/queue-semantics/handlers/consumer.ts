import { consumer, once, remove } from './jobs.ts';

/** Does each job once, and deletes the message when the job is done, not before. */
export const handler = consumer({ work: once, finish: remove });
