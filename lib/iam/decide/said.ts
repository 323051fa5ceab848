/** What policies say about one request: the statements that speak of it, and what they come to. Pure. */
import type { Layer, Policy } from '../policies.ts';
import type { Statement } from '../policy/statement.ts';
import { isUnknown, some, type Truth } from '../truth.ts';

/** A statement that speaks of the request, or may. */
export interface Found {
  readonly layer: Layer;
  readonly policy: Policy;
  readonly statement: Statement;
  readonly applies: Truth;
}

/** A statement that would speak of the request but for one thing. */
export interface NearMiss extends Omit<Found, 'applies'> {
  /** A condition by its index. */
  readonly lacks: 'action' | 'resource' | 'principal' | number;
}

/** What one kind of policy said. */
export interface Step {
  readonly layer: Layer;
  readonly says: 'denies' | 'allows' | 'depends' | 'is silent';
  /** The statement that says so; nothing where none speaks of the request. */
  readonly by?: Found;
  /** Every statement that says so, or may. */
  readonly all: readonly Found[];
  readonly needs: readonly string[];
}

/** What came of looking: the statements that speak of it, or may, and what they come to. */
export interface Said {
  readonly truth: Truth;
  readonly found: readonly Found[];
}

export const nothing: Said = { truth: false, found: [] };

/** What the statements come to, with policies of which it is not known what they say. */
export function said(found: readonly Found[], elsewhere: readonly Policy[]): Said {
  const open = elsewhere.map(({ elsewhere: kept, name }) => ({
    needs: [kept?.needs ?? `${name}, which AWS refuses`],
  }));
  return { truth: some([...found.map((each) => each.applies), ...open]), found };
}

/** What a kind of policy says, of its denies and its allows. */
export function stepOf(layer: Layer, deny: Said, allow: Said): Step {
  const [says, heard] = ((): readonly [Step['says'], Said] => {
    if (deny.truth === true) return ['denies', deny];
    if (isUnknown(deny.truth)) return ['depends', deny];
    if (isUnknown(allow.truth)) return ['depends', allow];
    return allow.truth ? ['allows', allow] : ['is silent', allow];
  })();
  const by = heard.found.find(({ applies: spoken }) => spoken === heard.truth) ?? heard.found[0];
  return {
    ...{ layer, says },
    ...(by === undefined ? {} : { by }),
    all: heard.found,
    needs: isUnknown(heard.truth) ? heard.truth.needs : [],
  };
}
