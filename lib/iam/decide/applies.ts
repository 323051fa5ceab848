/** Does a statement speak of the request? Pure. */
import { isMet, type Asking } from '../condition/condition.ts';
import { hasVariable, withValues } from '../condition/variables.ts';
import type { Listed, Statement } from '../policy/statement.ts';
import type { Request } from '../request.ts';
import { isLikeResource } from '../text/arn.ts';
import { like } from '../text/like.ts';
import { asPlainText } from '../text/plain.ts';
import { every, not, some, type Truth } from '../truth.ts';

/** What a statement is about, part by part: it speaks of the request where all of it does. */
export interface Parts {
  readonly action: Truth;
  readonly resource: Truth;
  readonly conditions: readonly Truth[];
}

/** Action, resource and conditions; whom a statement of a resource's policy names is looked at apart. */
export function applies(statement: Statement, request: Asked, asking: Asking): Truth {
  const action = isAction(statement, request, asking);
  if (action === false) return false;
  const resource = isResource(statement, request, asking);
  if (resource === false) return false;
  return every([action, resource, ...statement.conditions.map((each) => isMet(each, asking))]);
}

/** All of them, also where one is enough to say no. */
export function partsOf(statement: Statement, request: Asked, asking: Asking): Parts {
  return {
    action: isAction(statement, request, asking),
    resource: isResource(statement, request, asking),
    conditions: statement.conditions.map((each) => isMet(each, asking)),
  };
}

type Asked = Pick<Request, 'action' | 'resource'>;

/** Do its actions, or all but its `NotAction`, take in this one? */
export function isAction(
  { actions }: Pick<Statement, 'actions'>,
  { action }: Pick<Asked, 'action'>,
  { symbols }: Pick<Asking, 'symbols'>,
): Truth {
  return isListed(actions, (pattern) =>
    like(symbols.pattern(pattern.toLowerCase()), symbols.text(action.toLowerCase()), symbols),
  );
}

function isResource({ resources }: Statement, { resource }: Asked, asking: Asking): Truth {
  if (resources === undefined) return true;
  return isListed(resources, (pattern) => isResourceLike(pattern, resource, asking));
}

function isListed({ isExcept, patterns }: Listed, is: (pattern: string) => Truth): Truth {
  const listed = some(patterns.map(is));
  return isExcept ? not(listed) : listed;
}

function isResourceLike(pattern: string, resource: string, asking: Asking): Truth {
  if (!asking.knowsVariables) return isLikeResource(asPlainText(pattern), resource, asking.symbols);
  if (!hasVariable(pattern)) return isLikeResource(pattern, resource, asking.symbols);
  const filled = withValues(pattern, asking.keys);
  return filled === undefined ? false : isLikeResource(filled, resource, asking.symbols);
}
