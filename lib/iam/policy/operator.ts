/** The operator of a condition as it is written. Pure. */
import { operatorNamed } from '../condition/operators.ts';
import type { Condition } from './statement.ts';

/** `ForAnyValue:StringLikeIfExists` -> `StringLike`, quantified by any, if it exists. */
export function operatorIn(written: string): Omit<Condition, 'key' | 'values'> {
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/i.exec(written) ?? [];
  return {
    ...(quantifier === undefined
      ? {}
      : { quantifier: quantifier.toLowerCase() === 'foranyvalue' ? 'any' : 'all' }),
    operator: operatorNamed(name) ?? name,
    isIfExists: ifExists !== undefined,
  };
}
