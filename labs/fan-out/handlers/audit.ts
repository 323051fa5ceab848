import { auditing } from './rows.ts';

export const handler = auditing(({ Message }) => ({ text: Message }));
