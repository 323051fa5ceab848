/** Every rule of the kit. */
import type { Rule } from './rule.ts';

export const kitRules: readonly Rule[] = [];
