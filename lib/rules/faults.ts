/** Resources whose policy documents have a fault. Pure. */
import type { FaultId } from '../iam/lint/lint.ts';
import type { Rule } from './rule.ts';

export function withFault(...ids: readonly FaultId[]): Rule['breaches'] {
  return ({ resources, policies }) =>
    resources.filter((each) => policies.faultsIn(each).some(({ fault }) => ids.includes(fault)));
}
