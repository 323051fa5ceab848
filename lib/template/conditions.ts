/** Conditions in three values: true, false, or open with the reason. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { listFor, Malformed, nameFor, shown } from './malformed.ts';
import { braceless, isUnknown } from './placeholder.ts';
import {
  absent,
  once,
  unknown,
  whyUnknown,
  type Intrinsic,
  type Judged,
  type Open,
  type Resolve,
  type Work,
} from './scope.ts';
import { isMap, own, textOf } from './values.ts';

/** Does the condition of this name hold? */
export function judgeNamed(name: string, work: Work, resolve: Resolve): Judged {
  return once(work.judged, name, () => {
    const written = own(work.template.Conditions, name);
    if (written === undefined) return { why: `condition ${name} is not in the template` };
    const judged = judge(written, work, resolve);
    return isOpen(judged) ? { why: undecided(name, judged.why) } : judged;
  });
}

export function isOpen(judged: Judged): judged is Open {
  return typeof judged === 'object';
}

/** Both branches where it is open: what they agree in is known, whatever the condition says. */
export const ifElse: Intrinsic = (argument, work, resolve) => {
  const [condition, then, otherwise] = listFor('Fn::If', argument, [3, 3]);
  const name = nameFor('Fn::If', condition);
  const judged = judgeNamed(name, work, resolve);
  if (!isOpen(judged)) return resolve(judged ? then : otherwise, work);
  // What only one branch refers to is no order between resources yet.
  const aside = { ...work, sees: undefined };
  const [one, other] = [resolve(then, aside), resolve(otherwise, aside)];
  if (isDeepStrictEqual(one, other)) return one;
  const branches = [one, other].map((each) => (each === absent ? 'nothing' : textOf(each)));
  const text = `If ${name} then ${branches.map(braceless).join(' else ')}`;
  return unknown(work, text, judged.why);
};

/** The innermost reason is the one that a person can do something about. */
function undecided(name: string, why: string): string {
  const root = why.replace(/^condition \S+ cannot be decided: /, '');
  return `condition ${name} cannot be decided: ${root}`;
}

type Function = (argument: unknown, work: Work, resolve: Resolve) => Judged;

const functions: Readonly<Record<string, Function>> = {
  Condition: (name, work, resolve) => judgeNamed(nameFor('Condition', name), work, resolve),
  'Fn::Equals': (argument, work, resolve) => {
    const both = listFor('Fn::Equals', argument, [2, 2]);
    const [a = '', b = ''] = both.map((each) => textOf(resolve(each, work)));
    if (a === b || !isUnknown(a + b)) return a === b;
    return { why: whyUnknown(a + b, work) };
  },
  'Fn::Not': (argument, work, resolve) => {
    const [only] = listFor('Fn::Not', argument, [1, 1]);
    return negated(judge(only, work, resolve));
  },
  'Fn::And': (argument, work, resolve) => allOf(judgeAll('Fn::And', argument, [work, resolve])),
  'Fn::Or': (argument, work, resolve) =>
    negated(allOf(judgeAll('Fn::Or', argument, [work, resolve]).map(negated))),
};

function judge(condition: unknown, work: Work, resolve: Resolve): Judged {
  const [only, ...more] = Object.entries(isMap(condition) ? condition : {});
  if (only === undefined || more.length > 0)
    throw new Malformed(`a condition is one function, not ${shown(condition)}`);
  const [name, argument] = only;
  const found = own(functions, name);
  return found === undefined
    ? { why: `the kit does not work out ${name} in a condition` }
    : found(argument, work, resolve);
}

function judgeAll(
  name: string,
  argument: unknown,
  [work, resolve]: readonly [Work, Resolve],
): readonly Judged[] {
  return listFor(name, argument, [1, 10]).map((each) => judge(each, work, resolve));
}

function negated(value: Judged): Judged {
  return isOpen(value) ? value : !value;
}

function allOf(values: readonly Judged[]): Judged {
  if (values.includes(false)) return false;
  return values.find(isOpen) ?? true;
}
