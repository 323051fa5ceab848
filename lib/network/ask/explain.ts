/** From a question that is not answered yes: the smallest set of changes that would make it so, for every member of both places. */
import { nameOf } from '../names.ts';
import type { Network } from '../network.ts';
import { changeText } from '../sets/change-words.ts';
import { applied, type Change } from '../sets/changes.ts';
import { smallestOpening } from '../sets/opening.ts';
import { ask, type Asked } from './ask.ts';

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
    const { legs } = ask(changed, asked);
    const closed = legs.find(({ answer }) => answer.verdict !== 'yes');
    if (closed === undefined) return { says: [...says], why: null };
    const { because } = closed.answer;
    if (because?.kind === 'listener') {
      const text = `${because.says}: ${nameOf(network, because.at)} needs one, with targets behind it`;
      return { says: [...says, text], why: null };
    }
    const { changes: more = [], why = 'no rule or route decides it' } = smallestOpening(
      changed,
      closed.question,
    );
    if (more.length === 0) return { says: [], why };
    for (const each of more) says.add(changeText(network, each));
    changes = [...changes, ...more];
  }
}
