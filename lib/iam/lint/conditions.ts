/** Conditions: keys that do not exist, and whether one holds a request to a value. Pure. */
import { isConditionKey } from '../condition/known-keys.ts';
import { operatorOf } from '../condition/operators.ts';
import type { Condition } from '../policy/statement.ts';
import { conditionPlace, type Look } from './fault.ts';

export const unknownKeys: Look = (statement) =>
  statement.conditions
    .filter(({ key }) => !/[${}]/.test(key) && !isConditionKey(key.toLowerCase()))
    .map((each) => ({
      place: conditionPlace(statement, each),
      says: `there is no condition key ${each.key}, so no request has it`,
      fault: 'unknown-key',
    }));

/**
 * Must a request bring one of the values? Not with `IfExists`, where it may bring none; a negated operator admits
 * everything else, and `Null` whatever it is.
 */
export function demandsValue({ operator, isIfExists }: Condition): boolean {
  return operator !== 'Null' && !isIfExists && !operatorOf(operator).isNegated;
}

/** Is it about this key, written in lower case? AWS takes keys in any case. */
export function isOn({ key }: Condition, ...keys: readonly string[]): boolean {
  return keys.includes(key.toLowerCase());
}
