/** From a question that is not answered yes: the smallest set of changes that would make it so, for every member of both places. */
import { nameOf } from '../names.ts';
import type { Network } from '../network.ts';
import { changeText } from '../sets/change-words.ts';
import { applied, type Change } from '../sets/changes.ts';
import { smallestOpening } from '../sets/opening.ts';
import { ask, type Asked } from './ask.ts';
import type { Leg } from './reached.ts';

export interface Explained {
  /** What to do, in the order of the way; none can be left out. Empty where nothing small opens it. */
  readonly says: readonly string[];
  /** Why there is nothing to do. */
  readonly why: string | null;
}

/** One pair of interfaces after the other: what opens the first may open the next. */
export function explain(network: Network, asked: Asked): Explained {
  let changes: readonly Change[] = [];
  const says = new Set<string>();
  for (;;) {
    const changed = applied(network, changes);
    const closed = ask(changed, asked).legs.find(({ answer }) => answer.verdict !== 'yes');
    if (closed === undefined) return { says: [...says], why: null };
    const step = stepFor(changed, closed);
    if ('changes' in step) changes = [...changes, ...step.changes];
    else
      return 'missing' in step ? { says: [...says, step.missing], why: null } : nothing(step.why);
    for (const each of step.changes) says.add(changeText(network, each));
  }
}

function nothing(why: string): Explained {
  return { says: [], why };
}

type Step =
  | { readonly changes: readonly Change[] }
  /** No rule or route, but a thing of its own, is what lacks. */
  | { readonly missing: string }
  | { readonly why: string };

function stepFor(network: Network, { question, answer: { because } }: Leg): Step {
  if (because?.kind === 'listener') {
    const { says, at, outcome } = because;
    if (outcome === 'depends') return { why: says };
    return { missing: `${says}: ${nameOf(network, at)} needs one, with targets behind it` };
  }
  const { changes = [], why } = smallestOpening(network, question);
  return changes.length > 0 ? { changes } : { why: why ?? 'no rule or route decides it' };
}
