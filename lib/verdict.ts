/** What came of judging a check. `unverified` is never a kind of `held`. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly evidence?: Evidence;
}
export type Outcome = 'held' | 'failed' | 'unverified';

/** How strong the evidence is: behaviour seen, a proof by the model or an evaluator, a property read from the template. */
export type Strength = 'seen' | 'proved' | 'read';

/** What a doubting reader would ask to see. */
export type Evidence =
  | { readonly kind: 'trace'; readonly hops: readonly Hop[] }
  | { readonly kind: 'exchange'; readonly request: string; readonly response: string }
  | {
      readonly kind: 'fact';
      readonly resource: string;
      readonly property: string;
      readonly value: unknown;
    };

export interface Hop {
  /** A reply passes routes and network ACLs again. */
  readonly way?: 'request' | 'reply';
  readonly at: string;
  readonly gate: string;
  readonly verdict: 'passed' | 'blocked' | 'depends';
  readonly rule?: string;
  /** What the gate says, one sentence. */
  readonly says?: string;
}

const verdict =
  (outcome: Outcome) =>
  (reason: string, evidence?: Evidence): Verdict =>
    evidence === undefined ? { outcome, reason } : { outcome, reason, evidence };

export const held = verdict('held');
export const failed = verdict('failed');
export const unverified = verdict('unverified');

/** Failed if one failed; else unverified if one is; else held. The deciding verdict speaks for all. */
export function every(verdicts: readonly Verdict[]): Verdict {
  const decides =
    verdicts.find((each) => each.outcome === 'failed') ??
    verdicts.find((each) => each.outcome === 'unverified') ??
    verdicts[0];
  if (decides === undefined) return unverified('nothing was asked');
  if (decides.outcome !== 'held' || verdicts.length === 1) return decides;
  return { ...decides, reason: `${verdicts.length} of ${verdicts.length}: ${decides.reason}` };
}
