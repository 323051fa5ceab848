/** Names of actions that no service has. Pure. */
import type { Listed } from '../policy/statement.ts';
import { isAction } from '../decide/applies.ts';
import { Symbols } from '../text/symbols.ts';
import { placeOf, type Look } from './fault.ts';

export const unknownActions: Look = (statement, { actionsOf, symbols }) =>
  statement.actions.patterns.flatMap((pattern, at) => {
    const [service = ''] = pattern.toLowerCase().split(':');
    const known = isOpen(pattern) ? undefined : actionsOf?.(service);
    if (known === undefined || isOne(pattern, { service, known, symbols })) return [];
    const says =
      known.length === 0 ? `there is no service ${service}` : `${service} has no action ${pattern}`;
    return [{ place: placeOf(statement, 'Action', at), says, fault: 'unknown-action' as const }];
  });

/** Of several services, or with something in it that only the deployment knows. */
function isOpen(pattern: string): boolean {
  return /^[^:]*[*?]|\$/.test(pattern);
}

interface Service {
  readonly service: string;
  readonly known: readonly string[];
  readonly symbols: Symbols;
}

function isOne(pattern: string, { service, known, symbols }: Service): boolean {
  return known.some((name) => isMeant(pattern, `${service}:${name}`, symbols));
}

/** May the pattern mean the action? */
export function isMeant(pattern: string, action: string, symbols: Symbols): boolean {
  const actions = { isExcept: false, patterns: [pattern] };
  return isAction({ actions }, { action }, { symbols }) !== false;
}

/** Does a statement of these actions speak of this one? Where a `${...}` decides it is not known that it does. */
export function covers(actions: Listed, action: string): boolean {
  return isAction({ actions }, { action }, { symbols: new Symbols() }) === true;
}
