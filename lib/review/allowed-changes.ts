/** What policies allow that those of a base do not: by principal, action and resource. Pure. */
import type { Listed } from '../iam/policy/statement.ts';
import { like } from '../iam/text/like.ts';
import type { Symbols } from '../iam/text/symbols.ts';
import type { Subject } from '../rules/rule.ts';
import { idOf, placeOf } from '../template/places.ts';
import { grantsIn, limitedIn, type Grant } from './grants.ts';
import { namesIn, notKnownHere, type Named } from './named.ts';

export interface AllowedChange {
  readonly now: 'allowed' | 'no longer denied' | 'no longer limited';
  /** A place of the templates, `anybody`, an account, a service, an identity provider. */
  readonly who: string;
  /** Is it neither of the account nor a service of AWS's? */
  readonly isStranger: boolean;
  readonly actions: readonly string[];
  /** Places, or ARNs of what is not in the templates. */
  readonly on: readonly string[];
  /** Keys of the conditions under which. */
  readonly conditions: readonly string[];
  readonly statement: string;
  /** All actions of a service, or of all. */
  readonly isWide: boolean;
  /** Is it known what the policy allows? Else it is named as the statement. */
  readonly isKnown: boolean;
}

/** `s3:GetObject on Site/*, only with aws:SourceIp`, `by AWS managed policy Unheard: what it allows is not known here` */
export function whatWords(change: AllowedChange): string {
  const { actions, on, conditions, statement, isKnown } = change;
  if (!isKnown) return `by ${statement}: ${notKnownHere}`;
  const only = conditions.length === 0 ? '' : `, only with ${conditions.join(', ')}`;
  return `${actions.join(', ')} on ${on.join(', ')}${only}`;
}

/** In the order of the templates; of what is denied and limited, what is no longer. */
export function allowedChanges(before: Subject, after: Subject): readonly AllowedChange[] {
  const [old, now] = [grantsIn(before), grantsIn(after)];
  const { symbols } = after.policies;
  const [allowed, denied] = [restOf('Allow', now, old), restOf('Deny', old, now)];
  const gone = new Set(before.resources.map(idOf));
  for (const each of after.resources) gone.delete(idOf(each));
  const named = namesIn(after);
  return [
    ...allowed(symbols).map((each) => inWords('allowed', each, named)),
    ...denied(symbols)
      .filter(({ holder }) => !gone.has(holder))
      .map((each) => inWords('no longer denied', each, named)),
    ...noLongerLimited(before, after),
  ];
}

/** Statements of one holder that are compared with each other: more than AWS has room for, and quick. */
const mostCompared = 250;

/** Of each grant what none of the others covers; nothing of one that is covered whole. */
function restOf(effect: Grant['effect'], all: readonly Grant[], among: readonly Grant[]) {
  const byHolder = new Map<string, Grant[]>();
  for (const each of among.filter((other) => other.effect === effect)) pushed(byHolder, each);
  const same = new Set(among.map(keyOf));
  return (symbols: Symbols): readonly Grant[] =>
    all
      .filter((each) => each.effect === effect && !same.has(keyOf(each)))
      .flatMap((each) => {
        const others = byHolder.get(each.holder) ?? [];
        return uncovered(each, others.length > mostCompared ? [] : others, symbols);
      });
}

function pushed(byHolder: Map<string, Grant[]>, grant: Grant): void {
  const known = byHolder.get(grant.holder);
  if (known === undefined) byHolder.set(grant.holder, [grant]);
  else known.push(grant);
}

function keyOf({ holder, who, effect, actions, resources, conditions }: Grant): string {
  return JSON.stringify([holder, who, effect, actions, resources, conditions]);
}

/** The actions that are new on some resource, and the resources on which they are. */
function uncovered(grant: Grant, others: readonly Grant[], symbols: Symbols): readonly Grant[] {
  const wider = others.filter((other) => isForAsMany(other, grant));
  const [actions, on] = [partsOf(grant.actions), partsOf(grant.resources)];
  const isNew = (action: Listed, resource: Listed): boolean =>
    !wider.some(
      (other) =>
        holds(inLowerCase(other.actions), inLowerCase(action), symbols) &&
        holds(other.resources ?? everything, resource, symbols),
    );
  const fresh = actions.filter((action) => on.some((each) => isNew(action, each)));
  const places = on.filter((each) => fresh.some((action) => isNew(action, each)));
  return fresh.length === 0
    ? []
    : [{ ...grant, actions: together(fresh), resources: together(places) }];
}

const everything: Listed = { isExcept: false, patterns: ['*'] };

/** For the same principal or for all, and under no condition that the other has not. */
function isForAsMany(one: Grant, other: Grant): boolean {
  const conditions = new Set(other.conditions.map((each) => JSON.stringify(each)));
  return (
    (one.who === other.who || one.isAnybody) &&
    one.conditions.every((each) => conditions.has(JSON.stringify(each)))
  );
}

/** Each pattern by itself; what is excepted is one whole. */
function partsOf(listed: Listed = everything): readonly Listed[] {
  if (listed.isExcept) return [listed];
  return [...new Set(listed.patterns)].map((each) => ({ isExcept: false, patterns: [each] }));
}

function together(parts: readonly Listed[]): Listed {
  return {
    isExcept: parts.some(({ isExcept }) => isExcept),
    patterns: parts.flatMap(({ patterns }) => patterns),
  };
}

/** IAM asks for actions in any case. */
function inLowerCase({ isExcept, patterns }: Listed): Listed {
  return { isExcept, patterns: patterns.map((each) => each.toLowerCase()) };
}

/** Is all that the second says surely in the first? */
function holds(one: Listed, other: Listed, symbols: Symbols): boolean {
  const isIn = (wide: string, narrow: string): boolean =>
    like(symbols.pattern(wide), symbols.text(narrow), symbols) === true;
  const isWithin = (inner: Listed, outer: Listed): boolean =>
    inner.patterns.every((each) => outer.patterns.some((wide) => isIn(wide, each)));
  if (one.isExcept) return other.isExcept && isWithin(one, other);
  return other.isExcept ? one.patterns.includes('*') : isWithin(other, one);
}

function noLongerLimited(before: Subject, after: Subject): readonly AllowedChange[] {
  const limited = new Set(limitedIn(after).map(idOf));
  const were = new Set(limitedIn(before).map(idOf));
  return after.resources
    .filter((each) => were.has(idOf(each)) && !limited.has(idOf(each)))
    .map((each) => ({
      ...{ now: 'no longer limited', who: placeOf(each), isStranger: false },
      ...{ actions: ['whatever its policies say'], on: [], conditions: [] },
      ...{ statement: 'it has no permissions boundary any more', isWide: false, isKnown: true },
    }));
}

function inWords(now: AllowedChange['now'], grant: Grant, named: Named): AllowedChange {
  const { who, isStranger, isKnown, actions, resources = everything, on, conditions } = grant;
  const told = { now, who: named(who), isStranger, statement: grant.statement, isKnown };
  if (!isKnown) return { ...told, actions: [], on: [], conditions: [], isWide: false };
  return {
    ...told,
    actions: listed(actions),
    on: on === undefined ? listed(resources, named) : onIt(on, listed(resources, named)),
    conditions: [...new Set(conditions.map(({ key }) => key))],
    isWide: actions.isExcept || actions.patterns.some((each) => /(^|:)\*$/.test(each)),
  };
}

/** A policy on a resource mostly says that one again. */
function onIt(on: string, resources: readonly string[]): readonly string[] {
  const within = resources.filter((each) => each.startsWith(`${on}/`));
  return within.length === resources.length ? within : [on];
}

function listed({ isExcept, patterns }: Listed, named: Named = (each) => each) {
  const words = [...new Set(patterns.map(named))];
  return isExcept ? [`everything but ${words.join(', ')}`] : words;
}
