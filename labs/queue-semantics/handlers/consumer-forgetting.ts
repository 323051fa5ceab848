import { consumer, once } from './jobs.ts';

/** The message was received, so the queue need not be told anything more. */
export const handler = consumer({ work: once, finish: () => Promise.resolve() });
