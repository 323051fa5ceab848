/** A question with something in it read otherwise. */
import type { Properties } from '../../../lib/capabilities.ts';
import type { Values } from './calls.ts';
import type { Written } from './documents.ts';
import type { Question } from './question.ts';

export function documentsOf(documents: Question['documents']): readonly Written[] {
  return Object.values(documents);
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

function conditionsOf({ Condition }: Properties): Conditions {
  return (Condition ?? {}) as Conditions;
}

/** Every comparison that the documents of a question make. */
function conditionsIn({
  documents,
}: Question): readonly (readonly [string, string, readonly string[]])[] {
  return documentsOf(documents)
    .flatMap(({ Statement }) => Statement.map(conditionsOf))
    .flatMap((all) => Object.entries(all))
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => [operator, key, [values].flat()] as const),
    );
}

export function isAsked(key: string, question: Question): boolean {
  return conditionsIn(question).some(([, asked]) => asked.toLowerCase() === key.toLowerCase());
}

export function hasCondition(
  is: (operator: string, values: readonly string[]) => boolean,
): (question: Question) => boolean {
  return (question) => conditionsIn(question).some(([operator, , values]) => is(operator, values));
}

export function withContext(question: Question, more: Values): Question {
  return { ...question, context: { ...question.context, ...more } };
}

export function without(key: string, question: Question): Question {
  const kept = Object.entries(question.context).filter(([each]) => each !== key);
  return { ...question, context: Object.fromEntries(kept) };
}

export function rewritten(
  rewrite: (document: Written) => Written,
): (question: Question) => Question {
  return (question) => ({
    ...question,
    documents: Object.fromEntries(
      Object.entries(question.documents).map(([kind, document]) => [kind, rewrite(document)]),
    ) as unknown as Question['documents'],
  });
}

type Rewrite = (
  operator: string,
  values: readonly string[],
) => readonly [string, readonly string[]];

export function withConditions(rewrite: Rewrite): (document: Written) => Written {
  const condition = (conditions: Conditions): Conditions => {
    const all: Record<string, Record<string, readonly string[]>> = {};
    for (const [operator, keys] of Object.entries(conditions))
      for (const [key, values] of Object.entries(keys)) {
        const [name, kept] = rewrite(operator, [values].flat());
        (all[name] ??= {})[key] = kept;
      }
    return all;
  };
  return ({ Version, Statement }) => ({
    Version,
    Statement: Statement.map((each) => ({ ...each, Condition: condition(conditionsOf(each)) })),
  });
}
