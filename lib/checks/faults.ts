/** Was a fault noticed by the checks that it names, and by no others than is told? Pure. */
import type { CounterExample } from '../lab.ts';
import type { Judged } from './runner.ts';

export interface FaultResult {
  readonly id: string;
  /** `caught`: every named check judged here held before and failed after, and nothing else fell. */
  readonly outcome: 'caught' | 'missed' | 'refused' | 'not judged';
  readonly reason: string;
  /** Named checks that are judged on this target. */
  readonly named: readonly string[];
  /** Checks that held before and failed after. */
  readonly fell: readonly string[];
  /** Was it noticed only by reading back the property that it changed? */
  readonly byReading: boolean;
}

/** Compares the verdicts without the fault with those under it. Both hold the same checks. */
export function faultResult(
  fault: CounterExample,
  without: readonly Judged[],
  under: readonly Judged[],
): FaultResult {
  const before = new Map(without.map((each) => [each.check, each]));
  const after = new Map(under.map((each) => [each.check, each]));
  const unasked = fault.fails.find((id) => !before.has(id));
  const named = fault.fails.filter((id) => isJudged(before.get(id)));
  const fell = under.filter(
    (each) => each.outcome === 'failed' && before.get(each.check)?.outcome === 'held',
  );
  const result = {
    id: fault.id,
    named,
    fell: fell.map(({ check }) => check),
    byReading: named.length > 0 && named.every((id) => after.get(id)?.strength === 'read'),
  };
  if (unasked !== undefined)
    return {
      ...result,
      outcome: 'refused',
      reason: `it names ${unasked}, which is not asked at its stage`,
    };
  if (named.length === 0)
    return { ...result, outcome: 'not judged', reason: whyNotJudged(fault, before) };
  const unfit = named.find((id) => before.get(id)?.outcome !== 'held');
  if (unfit !== undefined)
    return {
      ...result,
      outcome: 'refused',
      reason: `${unfit} does not hold without it: ${before.get(unfit)?.reason ?? ''}`,
    };
  const differences = differencesOf(fault, { before, after, fell: result.fell });
  return differences.length === 0
    ? { ...result, outcome: 'caught', reason: `${named.join(', ')} failed` }
    : { ...result, outcome: 'missed', reason: differences.join('; ') };
}

/** A fault that this target cannot make. */
export function notMade({ id }: CounterExample, reason: string): FaultResult {
  return { id, outcome: 'not judged', reason, named: [], fell: [], byReading: false };
}

interface Seen {
  readonly before: ReadonlyMap<string, Judged>;
  readonly after: ReadonlyMap<string, Judged>;
  readonly fell: readonly string[];
}

function differencesOf(
  { fails, alsoFails = {} }: CounterExample,
  { before, after, fell }: Seen,
): readonly string[] {
  const told = [...fails, ...Object.keys(alsoFails)];
  const stayed = told
    .filter((id) => before.get(id)?.outcome === 'held' && !fell.includes(id))
    .map((id) => `${id} was to fail and is ${after.get(id)?.outcome ?? 'not there'}`);
  const unexpected = fell
    .filter((id) => !told.includes(id))
    .map((id) => `${id} failed besides: ${after.get(id)?.reason ?? ''}`);
  return [...stayed, ...unexpected];
}

function whyNotJudged({ fails }: CounterExample, before: ReadonlyMap<string, Judged>): string {
  const [first] = fails;
  return before.get(first)?.reason ?? '';
}

function isJudged(judged: Judged | undefined): boolean {
  return judged !== undefined && judged.outcome !== 'unverified';
}
