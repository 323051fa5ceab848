/** What the template does not say, gathered while ends are judged. */
import type { Id } from '../network.ts';

/** What the template does not say, and whose answers hang on it. */
export interface Doubt {
  readonly why: string;
  readonly ends: readonly Id[];
}

export type Doubts = Map<string, Set<Id>>;

export function doubt(doubts: Doubts, why: string, id: Id): void {
  doubts.set(why, (doubts.get(why) ?? new Set()).add(id));
}

export function doubtsIn(doubts: Doubts): readonly Doubt[] {
  return [...doubts].map(([why, ends]) => ({ why, ends: [...ends] }));
}
