/** Logic with a third value: what hangs on something that is not known is neither true nor false. Pure. */

export interface Unknown {
  /** What would have to be known: a context key, or a `${...}` of the template. */
  readonly needs: readonly string[];
}
export type Truth = boolean | Unknown;

export function isUnknown(truth: Truth): truth is Unknown {
  return typeof truth === 'object';
}

/** False where one is, whatever the others. */
export function every(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return openOr(truths, true);
}

/** True where one is, whatever the others. */
export function some(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return openOr(truths, false);
}

export function not(truth: Truth): Truth {
  return isUnknown(truth) ? truth : !truth;
}

export function needsOf(truths: readonly Truth[]): readonly string[] {
  return [...new Set(truths.flatMap((each) => (isUnknown(each) ? each.needs : [])))];
}

function openOr(truths: readonly Truth[], otherwise: boolean): Truth {
  return truths.some(isUnknown) ? { needs: needsOf(truths) } : otherwise;
}
