import { shop } from './orders.ts';

/** Orders are to be kept in order, so they all stand in one line. */
export const handler = shop(() => 'orders');
