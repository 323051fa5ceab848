import { auditing } from './rows.ts';

/** That something came is known, and not what. */
export const handler = auditing(() => ({}));
