import { shop } from './orders.ts';

/** The orders of one customer stay in order; those of another need not wait for them. */
export const handler = shop(({ customer }) => customer);
