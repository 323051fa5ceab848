/** One condition of a statement, held against a request. Pure. */
import type { Condition } from '../policy/statement.ts';
import type { Symbols } from '../text/symbols.ts';
import { asPlainText } from '../text/plain.ts';
import { every, not, some, type Truth } from '../truth.ts';
import type { Key, Keys } from './keys.ts';
import { operatorOf, tokensIn } from './operators.ts';
import { withValues } from './variables.ts';

export interface Asking {
  readonly keys: Keys;
  readonly symbols: Symbols;
  /** Are `${aws:...}` policy variables in this document? */
  readonly knowsVariables: boolean;
}

export function isMet(condition: Condition, asking: Asking): Truth {
  const key = asking.keys.get(condition.key);
  if (condition.operator === 'Null') return isNull(condition, key);
  switch (key.is) {
    case 'present':
      return isMetBy(key.values, condition, asking);
    case 'absent':
      return isMetByNothing(condition);
    case 'unknown':
      // Where it may be missing and either way is the same, its value would still decide.
      return { needs: key.needs };
  }
}

/** `"true"`: the key is missing. */
function isNull({ values }: Condition, key: Key): Truth {
  const open = tokensIn(values);
  if (open.length > 0) return { needs: open };
  const wantsMissing = values.map((each) => each.toLowerCase() === 'true');
  if (key.is === 'unknown')
    return key.isThere ? wantsMissing.includes(false) : { needs: key.needs };
  const isMissing = key.is === 'absent' || key.values.length === 0;
  return wantsMissing.includes(isMissing);
}

/**
 * A key that is missing meets what denies a value, `IfExists`, and `ForAllValues`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function isMetByNothing({ operator, isIfExists, quantifier }: Condition): boolean {
  if (isIfExists || quantifier === 'all') return true;
  if (quantifier === 'any') return false;
  return operatorOf(operator).isNegated;
}

function isMetBy(given: readonly string[], condition: Condition, asking: Asking): Truth {
  const { quantifier, operator } = condition;
  const isEmpty = given.every((value) => value === '');
  if (given.length === 0 || (isEmpty && quantifier === 'all')) return isMetByNothing(condition);
  const { isNegated, compare } = operatorOf(operator);
  const wanted = condition.values
    .map((value) => (asking.knowsVariables ? withValues(value, asking.keys) : asPlainText(value)))
    .filter((value) => value !== undefined);
  const meets = (value: string): Truth => {
    const one = some(wanted.map((each) => compare(value, each, asking.symbols)));
    return isNegated ? not(one) : one;
  };
  const met = given.map(meets);
  if (quantifier === 'all') return every(met);
  if (quantifier === 'any') return some(met);
  // Several values where one was expected: a negated operator wants none of them met.
  return isNegated ? every(met) : some(met);
}
